#include "templating/culture.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>

#include "base/small_letters.h"
#include "templating/culture_icu.h"
#include "templating/culture_names.h"
#include "templating/culture_overrides.h"

namespace docmill::templating {

namespace {

constexpr std::size_t kLongestCultureName = 40;
constexpr std::size_t kMostSuggestions = 3;
constexpr std::size_t kMostTypos = 2;

std::string small(std::string_view text) {
  auto made = small_letters(text);
  std::ranges::replace(made, '_', '-');
  return made;
}

std::string_view without_blanks_around(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view{} : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// The name as it is in the list; empty when it is not.
std::string_view listed(std::string_view name) {
  const auto wanted = small(name);
  const auto found = std::ranges::lower_bound(kCultureNames, wanted, {}, small);
  return found != kCultureNames.end() && small(*found) == wanted ? *found : std::string_view{};
}

/// Letters to change, add or leave out to make one of the other.
std::size_t typos(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto changed = corner + (a[i] == b[j] ? 0 : 1);
      corner = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, corner + 1});
    }
  }
  return row.back();
}

/// The language, or its country with other letters: what the writer most likely meant.
std::vector<std::string_view> nearest(std::string_view name) {
  std::vector<std::pair<std::size_t, std::string_view>> near;
  const auto wanted = small(name);
  const auto language = wanted.substr(0, wanted.find('-'));
  for (const auto known : kCultureNames) {
    const auto other = small(known);
    if (other == language)
      near.emplace_back(0, known);
    else if (const auto count = typos(wanted, other); count <= kMostTypos)
      near.emplace_back(count, known);
  }
  std::ranges::sort(near);
  std::vector<std::string_view> names;
  for (const auto& [count, known] : near)
    if (names.size() < kMostSuggestions) names.push_back(known);
  return names;
}

Error unknown_culture(std::string_view name) {
  const auto shown = name.substr(0, kLongestCultureName);
  const auto near = nearest(shown);
  const auto advice =
      near.empty() ? std::string("Use a name like en-US, de-DE or fr.") : fmt::format("Did you mean {}?", fmt::join(near, ", "));
  return fail(ErrorCode::BadRequest, fmt::format("There is no culture \"{}\". {}", shown, advice));
}

/// What stands between the fields of a pattern, which .NET takes for the separator: the first character that is no letter of a field.
void read_separator(std::string_view pattern, std::string_view fields, std::string& separator) {
  const auto first = pattern.find_first_of(fields);
  if (first == std::string_view::npos) return;
  const auto start = pattern.find_first_not_of(pattern[first], first);
  if (start == std::string_view::npos) return;
  const auto end = pattern.find_first_of(fields, start);
  const auto between = pattern.substr(start, end == std::string_view::npos ? end : end - start);
  if (!between.empty() && between.size() <= 4 && between.find_first_of("'\\ ") == std::string_view::npos) separator = between;
}

void make_invariant(NumberInfo& number, DateInfo& date) {
  number.currency.negative_pattern = 0;
  number.percent.positive_pattern = 0;
  number.percent.negative_pattern = 0;
  date.short_date = "MM/dd/yyyy";
  date.long_date = "dddd, dd MMMM yyyy";
  date.short_time = "HH:mm";
  date.long_time = "HH:mm:ss";
  date.month_day = "MMMM dd";
  date.year_month = "yyyy MMMM";
  date.era = "A.D.";
}

}  // namespace

Culture::Culture(std::string name) : name_(std::move(name)) {
  const auto tag = name_.empty() ? std::string("en-US") : icu_tag(name_);
  date_.calendar = calendar_of(tag);
  number_.number.negative_pattern = 1;
  read_dates(tag, date_);
  if (name_.empty()) {
    apply_overrides(tag, number_, date_);
    number_ = {};
    make_invariant(number_, date_);
    return;
  }
  read_numbers(tag, number_);
  apply_overrides(tag, number_, date_);
  read_separator(date_.short_date, "dMy", date_.date_separator);
  read_separator(date_.long_time, "hHms", date_.time_separator);
}

const Culture* Culture::find(std::string_view name) {
  name = without_blanks_around(name);
  if (name.empty()) return &invariant();
  if (name.size() > kLongestCultureName) return nullptr;
  const auto known = listed(name);
  if (known.empty()) return nullptr;
  // Owned until the process ends: what is printed by a culture borrows it.
  static std::map<std::string_view, std::unique_ptr<const Culture>> made;
  auto& culture = made[known];
  if (!culture) culture.reset(new Culture(std::string(known)));
  return culture.get();
}

Result<const Culture*> Culture::named(std::string_view name) {
  if (const auto* culture = find(name)) return culture;
  return Failed(unknown_culture(without_blanks_around(name)));
}

const Culture& Culture::invariant() {
  static const Culture culture{std::string()};
  return culture;
}

const Culture& Culture::en_us() {
  static const Culture& culture = *find("en-US");
  return culture;
}

std::span<const std::string_view> Culture::names() {
  return kCultureNames;
}

std::string Culture::to_upper(std::string_view text) const {
  return icu_upper(name_.empty() ? "und" : name_, text);
}

std::string Culture::to_lower(std::string_view text) const {
  return icu_lower(name_.empty() ? "und" : name_, text);
}

}  // namespace docmill::templating
