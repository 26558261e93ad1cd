#include "base/lengths.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <vector>

#include "base/small_letters.h"

namespace docmill {
namespace {

struct CssUnit {
  std::string_view name;
  double per_inch;
};
constexpr std::array<CssUnit, 6> kUnits{{{"px", 96}, {"mm", 25.4}, {"cm", 2.54}, {"in", 1}, {"pt", 72}, {"pc", 6}}};
constexpr std::string_view kBlank = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

const CssUnit* find_unit(std::string_view name) {
  const auto* const found = std::ranges::find_if(kUnits, [&](const CssUnit& unit) { return same_but_for_case(unit.name, name); });
  return found == kUnits.end() ? nullptr : found;
}

}  // namespace

Result<Inches> read_length(std::string_view field, std::string_view text, BareUnit bare) {
  text = trimmed(text);
  const bool points = bare == BareUnit::Points;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  const auto named = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
  const auto* unit = find_unit(!named.empty() ? named : points ? "pt" : "px");
  if (error != std::errc{} || !std::isfinite(number) || number < 0 || unit == nullptr) {
    return Failed(fail(ErrorCode::BadRequest,
                       fmt::format("{}: send a length such as 210mm, 8.5in, 2cm, 36pt or 100 ({}).", field, points ? "points" : "pixels")));
  }
  return number / unit->per_inch;
}

Result<std::array<Inches, 4>> read_margins(std::string_view field, std::string_view text, BareUnit bare) {
  text = trimmed(text);
  if (text.ends_with(';')) text = trimmed(text.substr(0, text.size() - 1));
  std::vector<Inches> sides;
  while (!text.empty() && sides.size() <= 4) {
    const auto word = text.substr(0, text.find_first_of(kBlank));
    const auto side = read_length(field, word, bare);
    if (!side) return Failed(side.error());
    sides.push_back(*side);
    text = trimmed(text.substr(word.size()));
  }
  switch (sides.size()) {
    case 1: return std::array{sides[0], sides[0], sides[0], sides[0]};
    case 2: return std::array{sides[0], sides[1], sides[0], sides[1]};
    case 3: return std::array{sides[0], sides[1], sides[2], sides[1]};
    case 4: return std::array{sides[0], sides[1], sides[2], sides[3]};
    default: break;
  }
  return Failed(fail(ErrorCode::BadRequest, fmt::format("{}: send one to four lengths, top right bottom left: 10mm 20mm.", field)));
}

}  // namespace docmill
