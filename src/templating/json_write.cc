#include <fmt/format.h>

#include <cmath>

#include "templating/date_format.h"
#include "templating/json.h"
#include "templating/number_format.h"

namespace docmill::templating {

namespace {

void write_value(std::string& out, const Value& value);

void write_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void write_number(std::string& out, const Number& number) {
  // JSON has no way to say these.
  out += std::isfinite(number.value) || !number.spelling.empty() ? shortest(number) : "null";
}

void write_object(std::string& out, std::span<const Member> members) {
  out += '{';
  bool first = true;
  for (const auto& member : members) {
    if (!first) out += ',';
    first = false;
    write_text(out, member.key());
    out += ':';
    write_value(out, member.value);
  }
  out += '}';
}

void write_list(std::string& out, std::span<const Value> items) {
  out += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    write_value(out, item);
    first = false;
  }
  out += ']';
}

void write_value(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Value::Kind::Null: out += "null"; break;
    case Value::Kind::Bool: out += value.boolean() ? "true" : "false"; break;
    case Value::Kind::Number: write_number(out, value.number()); break;
    case Value::Kind::Text: write_text(out, value.text()); break;
    case Value::Kind::DateTime:
      write_text(out, format_date_time(value.date_time(), "yyyy'-'MM'-'dd'T'HH':'mm':'ss.FFFFFFF", {}).value_or(std::string()));
      break;
    case Value::Kind::List: write_list(out, value.items()); break;
    case Value::Kind::Object: write_object(out, value.members()); break;
  }
}

}  // namespace

std::string write_json(const Value& value) {
  std::string out;
  write_value(out, value);
  return out;
}

}  // namespace docmill::templating
