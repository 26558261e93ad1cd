#include "engines/data/child/text/json_text.h"

#include <fmt/format.h>

#include <cmath>

namespace docmill::engines::data {
namespace {

namespace json = boost::json;

/// How a character that may not stand in a JSON string is written (RFC 8259, 7); empty for one that may.
std::string escaped(char c) {
  switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: break;
  }
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 ? fmt::format("\\u{:04x}", byte) : std::string();
}

template <class Put>
void quote(std::string_view text, const Put& put) {
  put("\"");
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    put(text.substr(from, i - from));
    put(escaped(text[i]));
    from = i + 1;
  }
  put(text.substr(from));
  put("\"");
}

void append(std::string& out, const json::value& value) {
  switch (value.kind()) {
    case json::kind::null: out += "null"; return;
    case json::kind::bool_: out += value.get_bool() ? "true" : "false"; return;
    case json::kind::int64: out += std::to_string(value.get_int64()); return;
    case json::kind::uint64: out += std::to_string(value.get_uint64()); return;
    case json::kind::double_: out += json_number(value.get_double()); return;
    case json::kind::string: out += json_quoted(value.get_string()); return;
    case json::kind::array: break;
    case json::kind::object: break;
  }
  const char* separator = "";
  if (const auto* list = value.if_array()) {
    out += '[';
    for (const auto& item : *list) {
      out += std::exchange(separator, ",");
      append(out, item);
    }
    out += ']';
    return;
  }
  out += '{';
  for (const auto& [key, item] : value.get_object()) {
    out += std::exchange(separator, ",") + json_quoted(key) + ':';
    append(out, item);
  }
  out += '}';
}

}  // namespace

std::string json_quoted(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size() + 2);
  quote(utf8, [&](std::string_view piece) { out += piece; });
  return out;
}

void put_json_quoted(OutputFile& out, std::string_view utf8) {
  quote(utf8, [&](std::string_view piece) { out.put(piece); });
}

std::string json_number(double number) {
  return std::isfinite(number) ? fmt::format("{}", number) : "null";
}

std::string json_compact(const json::value& value) {
  std::string out;
  append(out, value);
  return out;
}

}  // namespace docmill::engines::data
