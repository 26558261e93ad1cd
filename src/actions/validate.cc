#include "actions/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "actions/fields.h"
#include "base/utf8.h"
#include "model/page_list.h"

namespace docmill::actions {
namespace {

Error wrong(const model::Field& field, std::string what) {
  return fail(ErrorCode::BadRequest, fmt::format("{}: {}", field.name, what)).in(Phase::Form);
}

Result<std::string> text(const model::Field& field, std::string_view value) {
  if (value.size() > field.longest) {
    return Failed(wrong(field, fmt::format("the value has {} bytes; send at most {}.", value.size(), field.longest)));
  }
  if (value.find('\0') != std::string_view::npos) return Failed(wrong(field, "the value holds a NUL byte; send text."));
  if (!is_utf8(value)) return Failed(wrong(field, "the value is not UTF-8; send it as UTF-8."));
  return std::string(value);
}

/// A plus sign before a number says nothing; before another sign it is a mistake.
std::string_view without_plus(std::string_view number) {
  return number.starts_with('+') && !number.starts_with("+-") ? number.substr(1) : number;
}

Result<std::string> integer(const model::Field& field, std::string_view value) {
  std::int64_t number = 0;
  const auto digits = without_plus(value);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool bounded = field.least < field.most;
  if (error != std::errc{} || end != digits.data() + digits.size() || (bounded && (number < field.least || number > field.most))) {
    const auto range = bounded ? fmt::format(" from {} to {}", field.least, field.most) : std::string();
    return Failed(wrong(field, fmt::format("send a whole number{}.", range)));
  }
  return std::to_string(number);
}

/// A decimal point, no exponent; kept in as few digits as name the same number.
Result<std::string> decimal(const model::Field& field, std::string_view value) {
  double number = 0;
  const auto digits = without_plus(value);
  const auto* const last = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(digits.data(), last, number, std::chars_format::fixed);
  // Written so that what is no number at all, and neither smaller nor larger, is refused too.
  const bool inside = number >= static_cast<double>(field.least) && number <= static_cast<double>(field.most);
  if (error != std::errc{} || end != last || !inside)
    return Failed(wrong(field, fmt::format("send a number from {} to {}, like 36 or 12.5.", field.least, field.most)));
  if (number == 0) number = 0;  // -0 is 0
  std::array<char, 400> room;   // the smallest number has 324 digits behind its point
  const auto written = std::to_chars(room.data(), room.data() + room.size(), number, std::chars_format::fixed);
  return std::string(room.data(), written.ptr);
}

Result<std::string> boolean(const model::Field& field, std::string_view value) {
  for (const std::string_view truth : {"true", "false"}) {
    if (same_ignoring_case(value, truth)) return std::string(truth);
  }
  return Failed(wrong(field, "send true or false."));
}

Result<std::string> choice(const model::Field& field, std::string_view value) {
  for (const auto& known : field.choices) {
    if (same_ignoring_case(value, known)) return std::string(known);
  }
  return Failed(wrong(field, fmt::format("send one of {}.", fmt::join(field.choices, ", "))));
}

Result<std::string> pages(const model::Field& field, std::string_view value) {
  auto plain = text(field, value);
  if (!plain) return plain;
  auto list = model::parse_page_list(value);
  if (!list) return Failed(wrong(field, list.error().message()));
  return plain;
}

std::string_view trimmed(std::string_view value) {
  const auto first = value.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return value.substr(first, value.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

Result<std::string> validate_value(const model::Field& field, std::string_view value) {
  switch (field.type) {
    case model::FieldType::Integer: return integer(field, trimmed(value));
    case model::FieldType::Decimal: return decimal(field, trimmed(value));
    case model::FieldType::Boolean: return boolean(field, trimmed(value));
    case model::FieldType::Choice: return choice(field, trimmed(value));
    case model::FieldType::Pages: return pages(field, trimmed(value));
    case model::FieldType::Text:
    case model::FieldType::File: break;
  }
  return text(field, value);
}

Result<Params> validate(const model::Action& action, const Params& given) {
  Params params;
  for (const auto& [name, value] : given) {
    const auto known = find_field(action, name);
    if (known.field == nullptr || known.field->type == model::FieldType::File || value.empty()) continue;
    auto checked = validate_value(*known.field, value);
    if (!checked) return Failed(checked.error());
    params[std::string(known.field->name)] = *std::move(checked);
  }
  for (const auto& field : action.fields) {
    if (field.type == model::FieldType::File || params.contains(std::string(field.name))) continue;
    if (!field.fallback.empty()) params[std::string(field.name)] = std::string(field.fallback);
    if (field.required && field.fallback.empty()) return Failed(wrong(field, "this field is missing; send it."));
  }
  return params;
}

}  // namespace docmill::actions
