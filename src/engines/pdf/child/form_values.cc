#include "engines/pdf/child/form_values.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>

#include "engines/child/mapped_file.h"

namespace docmill::engines::pdf {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostValueBytes = 16U << 20U;
constexpr std::size_t kMostValues = 200'000;

std::string plain_text(const json::value& value) {
  if (value.is_string()) return std::string(value.as_string());
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  if (value.is_int64()) return std::to_string(value.as_int64());
  if (value.is_uint64()) return std::to_string(value.as_uint64());
  if (value.is_double()) return fmt::format("{}", value.as_double());
  return {};
}

/// Objects in objects become names with dots; their depth is bounded by the parser.
void collect(const std::string& name, const json::value& value, FormValues& out) {
  if (value.is_null() || out.size() >= kMostValues) return;
  if (value.is_object()) {
    for (const auto& [key, inner] : value.as_object()) collect(name.empty() ? std::string(key) : name + "." + std::string(key), inner, out);
  } else if (value.is_array()) {
    std::vector<std::string> several;
    for (const auto& inner : value.as_array()) several.push_back(plain_text(inner));
    out.insert_or_assign(name, std::move(several));
  } else if (value.is_bool()) {
    out.insert_or_assign(name, value.as_bool());
  } else {
    out.insert_or_assign(name, plain_text(value));
  }
}

Error no_object() {
  return fail(ErrorCode::BadRequest, R"(Data: send a JSON object of field names and values, like {"Name": "Ada", "Agreed": true}.)")
      .in(Phase::Load);
}

Result<FormValues> values_from(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  boost::system::error_code wrong;
  auto value = json::parse(text, wrong);
  if (wrong) return Failed(no_object().cause(wrong.message()));
  if (value.is_array() && value.as_array().size() == 1) value = json::value(value.as_array().front());
  if (!value.is_object()) return Failed(no_object());
  FormValues out;
  collect({}, value, out);
  return out;
}

}  // namespace

Result<FormValues> read_form_values(const child::Work& work) {
  for (std::size_t i = 0; i < work.input_count(); ++i) {
    if (work.note(i).field != "Data") continue;
    const auto bytes = child::MappedFile::of(work.input(i));
    if (!bytes) return Failed(bytes.error());
    if (bytes->bytes().size() > kMostValueBytes)
      return Failed(fail(ErrorCode::BadRequest, "Data: the values are larger than 16 MB; send less.").in(Phase::Load));
    return values_from(bytes->bytes());
  }
  return FormValues{};
}

}  // namespace docmill::engines::pdf
