#include "engines/child/json_text.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <cmath>

namespace docmill::engines::child {
namespace {

namespace json = boost::json;

void append(std::string& out, const json::value& value);

void append(std::string& out, const json::object& object) {
  out += '{';
  for (const auto& [name, value] : object) {
    if (out.back() != '{') out += ',';
    out += json::serialize(json::string(name)) + ':';
    append(out, value);
  }
  out += '}';
}

void append(std::string& out, const json::array& array) {
  out += '[';
  for (const auto& value : array) {
    if (out.back() != '[') out += ',';
    append(out, value);
  }
  out += ']';
}

// As deep as the value is: what engines answer is bounded when it is made.
void append(std::string& out, const json::value& value) {
  if (const auto* object = value.if_object()) return append(out, *object);
  if (const auto* array = value.if_array()) return append(out, *array);
  const auto* number = value.if_double();
  if (number == nullptr) {
    out += json::serialize(value);
  } else {
    out += std::isfinite(*number) ? fmt::format("{}", *number) : "null";
  }
}

}  // namespace

std::string json_text(const json::value& value) {
  std::string out;
  append(out, value);
  return out;
}

}  // namespace docmill::engines::child
