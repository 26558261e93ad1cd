#include "engines/pdf/child/form_values.h"

#include <fmt/format.h>

#include "engines/child/file_bytes.h"
#include "templating/json.h"

namespace docmill::engines::pdf {
namespace {

using templating::Value;

constexpr std::size_t kMostValueBytes = 16U << 20U;
constexpr std::size_t kMostValues = 200'000;

std::string plain_text(const Value& value) {
  if (value.is_bool()) return value.boolean() ? "true" : "false";
  if (!value.is_number()) return std::string(value.text());
  const auto number = value.number();
  if (!number.spelling.empty()) return std::string(number.spelling);
  return number.integer ? std::to_string(*number.integer) : fmt::format("{}", number.value);
}

/// Objects in objects become names with dots; their depth is bounded by the reader.
void collect(const std::string& name, const Value& value, FormValues& out) {
  if (value.is_null() || out.size() >= kMostValues) return;
  if (value.is_object()) {
    for (const auto& member : value.members())
      collect(name.empty() ? std::string(member.key()) : name + "." + std::string(member.key()), member.value, out);
  } else if (value.is_list()) {
    std::vector<std::string> several;
    for (const auto& inner : value.items()) several.push_back(plain_text(inner));
    out.insert_or_assign(name, std::move(several));
  } else if (value.is_bool()) {
    out.insert_or_assign(name, value.boolean());
  } else {
    out.insert_or_assign(name, plain_text(value));
  }
}

Error no_object() {
  return fail(ErrorCode::BadRequest, R"(Data: send a JSON object of field names and values, like {"Name": "Ada", "Agreed": true}.)")
      .in(Phase::Load);
}

Result<FormValues> values_from(std::string_view text) {
  auto value = templating::read_json(text, {.date_times = false});
  if (!value) return Failed(no_object().cause(value.error().message()));
  if (value->is_list() && value->size() == 1) value = Value(value->items().front());
  if (!value->is_object()) return Failed(no_object());
  FormValues out;
  collect({}, *value, out);
  return out;
}

}  // namespace

Result<FormValues> read_form_values(const child::Work& work) {
  for (std::size_t i = 0; i < work.input_count(); ++i) {
    if (work.note(i).field != "Data") continue;
    const auto bytes = child::FileBytes::of(work.input(i));
    if (!bytes) return Failed(bytes.error());
    if (bytes->bytes().size() > kMostValueBytes)
      return Failed(fail(ErrorCode::BadRequest, "Data: the values are larger than 16 MB; send less.").in(Phase::Load));
    return values_from(bytes->bytes());
  }
  return FormValues{};
}

}  // namespace docmill::engines::pdf
