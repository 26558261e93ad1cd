#include "templating/composite_format.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "templating/date_format.h"
#include "templating/number_format.h"
#include "templating/print.h"

namespace docmill::templating {

namespace {

constexpr int kWidest = 1000;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

Result<std::string> format_value(const Value& value, std::string_view format, const Region& region) {
  if (format.empty()) return print(value, region);
  if (value.is_number()) return format_number(value.number(), format, region.culture->number());
  if (value.is_date_time()) return format_date_time(value.date_time(), format, region);
  return print(value, region);
}

std::string align(std::string text, int width) {
  const auto wanted = static_cast<std::size_t>(std::abs(std::clamp(width, -kWidest, kWidest)));
  const auto has = characters(text);
  if (has >= wanted) return text;
  text.insert(width < 0 ? text.size() : 0, wanted - has, ' ');
  return text;
}

Result<Placement> parse_placement(std::string_view behind_key) {
  const auto none = [&] {
    return Failed(fail(ErrorCode::BadRequest, "Behind a name may stand an alignment and a format, as in {{price,10:N2}} or {{price:N2}}."));
  };
  Placement placement;
  if (behind_key.starts_with(',')) {
    behind_key.remove_prefix(1);
    if (behind_key.starts_with('+')) behind_key.remove_prefix(1);
    const auto read = std::from_chars(behind_key.data(), behind_key.data() + behind_key.size(), placement.width);
    if (read.ec == std::errc::invalid_argument) return none();
    if (read.ec == std::errc::result_out_of_range) placement.width = behind_key.starts_with('-') ? -kWidest : kWidest;
    behind_key.remove_prefix(static_cast<std::size_t>(read.ptr - behind_key.data()));
  }
  if (behind_key.empty()) return placement;
  if (!behind_key.starts_with(':')) return none();
  placement.format = behind_key.substr(1);
  return placement;
}

}  // namespace docmill::templating
