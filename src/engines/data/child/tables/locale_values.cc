#include "engines/data/child/tables/locale_values.h"

#include <unicode/calendar.h>
#include <unicode/dcfmtsym.h>
#include <unicode/decimfmt.h>
#include <unicode/gregocal.h>
#include <unicode/smpdtfmt.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstring>
#include <vector>

namespace docmill::engines::data {
namespace {

constexpr std::size_t kLongestValue = 100;  // bytes of a number or a date
constexpr int kMostDigits = 15;             // that Excel keeps of a number

/// Every kind of space as the plain one: people type that where a locale's own data has another.
icu::UnicodeString with_plain_spaces(icu::UnicodeString text) {
  for (int i = 0; i < text.length(); ++i) {
    if (u_isUWhiteSpace(text.charAt(i))) text.setCharAt(i, u' ');
  }
  return text;
}

bool is_space(const icu::UnicodeString& text) {
  return text.length() == 1 && u_isUWhiteSpace(text.charAt(0));
}

/// A pattern of dates made forgiving: "dd.MM.y" takes 1.2.24 and 01.02.2024 alike. Letters between quotes stay.
icu::UnicodeString forgiving(const icu::UnicodeString& pattern) {
  icu::UnicodeString out;
  bool quoted = false;
  for (int i = 0; i < pattern.length();) {
    const auto letter = pattern.charAt(i);
    int run = 1;
    while (i + run < pattern.length() && pattern.charAt(i + run) == letter) ++run;
    if (letter == u'\'' && run % 2 == 1) quoted = !quoted;
    const bool number = !quoted && run == 2 && (letter == u'd' || letter == u'M');
    const bool year = !quoted && letter == u'y';
    for (int k = 0; k < (number ? 1 : year ? 2 : run); ++k) out.append(letter);
    i += run;
  }
  return out;
}

bool is_known_language(const icu::Locale& locale) {
  std::int32_t count = 0;
  const auto* const all = icu::Locale::getAvailableLocales(count);
  return std::any_of(all, all + count,
                     [&](const icu::Locale& known) { return std::strcmp(known.getLanguage(), locale.getLanguage()) == 0; });
}

icu::Locale locale_named(const std::string& culture) {
  UErrorCode failed = U_ZERO_ERROR;
  auto tag = culture.empty() ? std::string("en-US") : culture;
  std::ranges::replace(tag, '_', '-');
  return icu::Locale::forLanguageTag(tag, failed);
}

DateTime civil(UDate milliseconds) {
  using namespace std::chrono;
  const auto whole = static_cast<std::int64_t>(std::floor(milliseconds));
  const sys_time<std::chrono::milliseconds> moment{std::chrono::milliseconds(whole)};
  const auto day = floor<days>(moment);
  const year_month_day date(day);
  const auto rest = moment - day;
  const auto seconds = std::chrono::duration<double>(rest).count();
  const auto in_minute = std::fmod(seconds, 60.0);
  const auto minutes = static_cast<int>((seconds - in_minute) / 60.0 + 0.5);
  return {.year = static_cast<int>(date.year()),
          .month = static_cast<int>(static_cast<unsigned>(date.month())),
          .day = static_cast<int>(static_cast<unsigned>(date.day())),
          .hour = minutes / 60,
          .minute = minutes % 60,
          .second = in_minute};
}

}  // namespace

struct LocaleValues::State {
  icu::Locale locale;
  std::unique_ptr<icu::DecimalFormat> numbers;
  std::vector<std::unique_ptr<icu::SimpleDateFormat>> dates;
  std::string decimal;
  std::string percent;
  icu::UnicodeString grouping;

  bool prepare() {
    UErrorCode failed = U_ZERO_ERROR;
    const icu::DecimalFormatSymbols symbols(locale, failed);
    numbers = std::make_unique<icu::DecimalFormat>(u"#,##0.###", symbols, failed);
    std::unique_ptr<icu::NumberFormat> usual(icu::NumberFormat::createInstance(locale, failed));
    // Groups are of two in India; the locale's own pattern knows.
    if (auto* own = dynamic_cast<icu::DecimalFormat*>(usual.get())) numbers = std::make_unique<icu::DecimalFormat>(*own);
    if (U_FAILURE(failed)) return false;
    numbers->setLenient(false);
    symbols.getSymbol(icu::DecimalFormatSymbols::kDecimalSeparatorSymbol).toUTF8String(decimal);
    symbols.getSymbol(icu::DecimalFormatSymbols::kPercentSymbol).toUTF8String(percent);
    grouping = symbols.getSymbol(icu::DecimalFormatSymbols::kGroupingSeparatorSymbol);
    return prepare_dates();
  }

  bool prepare_dates() {
    using icu::DateFormat;
    const icu::UnicodeString times[] = {u"",          u" H:mm:ss", u" H:mm",       u" h:mm:ss a", u" h:mm a",
                                        u", H:mm:ss", u", H:mm",   u", h:mm:ss a", u", h:mm a"};
    for (const auto style : {DateFormat::kShort, DateFormat::kMedium, DateFormat::kLong, DateFormat::kFull}) {
      const std::unique_ptr<DateFormat> usual(DateFormat::createDateInstance(style, locale));
      const auto* own = dynamic_cast<icu::SimpleDateFormat*>(usual.get());
      if (own == nullptr) return false;
      icu::UnicodeString pattern;
      own->toPattern(pattern);
      for (const auto& time : times) add_date(forgiving(with_plain_spaces(pattern)) + time);
    }
    return !dates.empty();
  }

  void add_date(const icu::UnicodeString& pattern) {
    UErrorCode failed = U_ZERO_ERROR;
    auto format = std::make_unique<icu::SimpleDateFormat>(pattern, locale, failed);
    if (U_FAILURE(failed)) return;
    format->setTimeZone(*icu::TimeZone::getGMT());
    format->setLenient(false);
    format->setBooleanAttribute(UDAT_PARSE_ALLOW_WHITESPACE, false, failed);
    format->setBooleanAttribute(UDAT_PARSE_PARTIAL_LITERAL_MATCH, false, failed);
    dates.push_back(std::move(format));
  }
};

LocaleValues::LocaleValues(std::unique_ptr<State> state) : state_(std::move(state)) {}
LocaleValues::~LocaleValues() = default;
LocaleValues::LocaleValues(LocaleValues&&) noexcept = default;

Result<LocaleValues> LocaleValues::of(const std::string& culture) {
  auto state = std::make_unique<State>();
  state->locale = locale_named(culture);
  if (state->locale.isBogus() || !is_known_language(state->locale) || !state->prepare())
    return Failed(fail(ErrorCode::BadRequest, "Locale: this culture is not known; send one like en-US, de-DE or fr."));
  return LocaleValues(std::move(state));
}

std::optional<double> LocaleValues::number(std::string_view text) const {
  if (text.empty() || text.size() > kLongestValue) return std::nullopt;
  auto wide = with_plain_spaces(icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()))));
  if (is_space(state_->grouping)) wide.findAndReplace(u" ", state_->grouping);
  if (wide.startsWith(u"+")) wide.remove(0, 1);
  icu::ParsePosition end(0);
  icu::Formattable value;
  state_->numbers->parse(wide, value, end);
  if (end.getIndex() != wide.length() || wide.isEmpty()) return std::nullopt;
  UErrorCode failed = U_ZERO_ERROR;
  const auto number = value.getDouble(failed);
  if (U_FAILURE(failed) || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<double> LocaleValues::plain_number(std::string_view text) const {
  const auto bare = text.starts_with('-') ? text.substr(1) : text;
  // A quick look first: most values of most columns are words.
  if (bare.empty() || bare.front() < '0' || bare.front() > '9') return std::nullopt;
  if (bare.size() > 1 && bare[0] == '0' && bare[1] >= '0' && bare[1] <= '9') return std::nullopt;
  const auto digits = std::ranges::count_if(bare, [](char c) { return c >= '0' && c <= '9'; });
  const bool words = std::ranges::any_of(bare, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  if (digits > kMostDigits || words) return std::nullopt;
  return number(text);
}

std::optional<double> LocaleValues::fraction(std::string_view text) const {
  for (const std::string_view sign : {std::string_view("%"), std::string_view(state_->percent)}) {
    if (!text.ends_with(sign)) continue;
    auto bare = text.substr(0, text.size() - sign.size());
    for (const std::string_view space : {" ", "\u00A0", "\u202F"}) {
      if (bare.ends_with(space)) bare.remove_suffix(space.size());
    }
    const auto value = number(bare);
    return value ? std::optional(*value / 100.0) : std::nullopt;
  }
  return number(text);
}

std::optional<DateTime> LocaleValues::date(std::string_view text) const {
  if (text.empty() || text.size() > kLongestValue) return std::nullopt;
  if (const auto iso = iso_date(text)) return iso;
  const auto wide = with_plain_spaces(icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()))));
  for (const auto& format : state_->dates) {
    icu::ParsePosition end(0);
    const auto moment = format->parse(wide, end);
    if (end.getErrorIndex() < 0 && end.getIndex() == wide.length()) return civil(moment);
  }
  return std::nullopt;
}

std::string LocaleValues::shown(std::string_view json_number) const {
  std::string out(json_number);
  if (const auto dot = out.find('.'); dot != std::string::npos) out.replace(dot, 1, state_->decimal);
  return out;
}

namespace {

/// Takes so many digits from the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  int value = 0;
  if (text.size() < count) return std::nullopt;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + count, value);
  if (failed != std::errc{} || end != text.data() + count || value < 0) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

/// "Z", "+02:00", "-0530": which zone does not matter to a cell.
bool is_zone(std::string_view text) {
  if (text.empty() || text == "Z") return true;
  if (!take(text, "+-") || !take_digits(text, 2)) return false;
  take(text, ":");
  return text.empty() || (take_digits(text, 2) && text.empty());
}

bool take_time(std::string_view& text, DateTime& into) {
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take(text, ":")) return false;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) return false;
  into.hour = *hour;
  into.minute = *minute;
  if (!take(text, ":")) return true;
  const auto second = take_digits(text, 2);
  if (!second || *second > 59) return false;
  into.second = *second;
  if (!take(text, ".,")) return true;
  double place = 0.1;
  bool any = false;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), place /= 10, any = true) {
    into.second += place * (text.front() - '0');
  }
  return any;
}

}  // namespace

std::optional<DateTime> iso_date(std::string_view text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, "-")) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, "-")) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  DateTime out{.year = *year, .month = *month, .day = *day};
  if (text.empty()) return out;
  if (!take(text, "T ") || !take_time(text, out) || !is_zone(text)) return std::nullopt;
  return out;
}

}  // namespace docmill::engines::data
