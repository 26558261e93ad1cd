#include "cli/template_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <vector>

namespace docmill::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t kWidestPlace = 34;
constexpr std::size_t kDeepest = 70;  // names of a path, and what a schema puts around them

/// Characters of UTF-8, so that columns stand below each other.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(std::string_view text, std::size_t width) {
  const auto own = width_of(text);
  return std::string(text) + std::string(own < width ? width - own : 0, ' ');
}

std::string text_at(const json::object& from, std::string_view name) {
  const auto* value = from.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

const json::array& list_at(const json::object& from, std::string_view name) {
  static const json::array none;
  const auto* value = from.if_contains(name);
  return value != nullptr && value->is_array() ? value->get_array() : none;
}

const json::object& object_at(const json::object& from, std::string_view name) {
  static const json::object none;
  const auto* value = from.if_contains(name);
  return value != nullptr && value->is_object() ? value->get_object() : none;
}

/// A token is shown in one line.
std::string in_one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return text;
}

std::string tokens_by_part(const json::array& tokens) {
  std::size_t widest = 0;
  for (const auto& token : tokens) widest = std::max(widest, width_of(text_at(token.as_object(), "place")));
  widest = std::min(widest, kWidestPlace);
  std::string out;
  std::string part;
  for (const auto& one : tokens) {
    const auto& token = one.as_object();
    if (auto of = text_at(token, "part"); of != part) {
      part = std::move(of);
      out += fmt::format("  {}\n", in_one_line(part));
    }
    const auto place = in_one_line(text_at(token, "place"));
    out += fmt::format("    {}  {}\n", padded(place, widest), in_one_line(text_at(token, "token")));
  }
  return out;
}

std::string type_of(const json::object& schema) {
  const auto type = text_at(schema, "type");
  const auto format = text_at(schema, "format");
  if (format == "date-time") return "date";
  if (format == "uri") return "address";
  if (schema.contains("description")) return "picture";
  if (type == "string") return "text";
  return type.empty() ? "any value" : type;
}

struct DataRow {
  std::string name;
  std::string type;
  bool optional = false;
};

void add_rows(const json::object& schema, std::size_t depth, std::vector<DataRow>& rows) {
  if (depth > kDeepest) return;
  const auto& required = list_at(schema, "required");
  for (const auto& [name, value] : object_at(schema, "properties")) {
    const json::object* one = &value.as_object();
    const bool list = text_at(*one, "type") == "array";
    if (list) one = &object_at(*one, "items");
    const bool object = text_at(*one, "type") == "object";
    const std::string type = object ? (list ? "list" : "") : list ? "list of values: " + type_of(*one) : type_of(*one);
    const bool needed = std::ranges::any_of(required, [&](const auto& need) { return need.is_string() && need.get_string() == name; });
    rows.push_back({std::string(2 * depth, ' ') + in_one_line(std::string(name)), type, !needed});
    if (object) add_rows(*one, depth + 1, rows);
  }
}

std::string data_of(const json::object& schema) {
  std::vector<DataRow> rows;
  add_rows(schema, 0, rows);
  std::size_t widest = 0;
  for (const auto& row : rows) widest = std::max(widest, width_of(row.name));
  std::string out;
  for (const auto& row : rows) {
    auto line = fmt::format("  {}  {}{}", padded(row.name, widest), row.type,
                            row.optional ? (row.type.empty() ? "(optional)" : " (optional)") : "");
    line.resize(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

/// Where each stands, and below it what there is to say.
std::string told(const json::array& list, std::string_view what) {
  std::string out;
  for (const auto& one : list) {
    const auto& entry = one.as_object();
    std::string where;
    for (const auto* name : {"part", "place", "token"}) {
      const auto text = in_one_line(text_at(entry, name));
      if (!text.empty()) where += (where.empty() ? "" : ", ") + text;
    }
    const auto message = in_one_line(text_at(entry, what));
    out += where.empty() ? fmt::format("  {}\n", message) : fmt::format("  {}\n    {}\n", where, message);
  }
  return out;
}

void write_indented(std::string& out, const json::value& value, std::size_t depth) {
  const std::string inner(2 * (depth + 1), ' ');
  const std::string outer(2 * depth, ' ');
  if (const auto* object = value.if_object(); object != nullptr && !object->empty() && depth <= 2 * kDeepest) {
    out += "{\n";
    for (const auto& [name, member] : *object) {
      out += inner + json::serialize(json::value(name)) + ": ";
      write_indented(out, member, depth + 1);
      out += &member == &std::prev(object->end())->value() ? "\n" : ",\n";
    }
    out += outer + "}";
  } else if (const auto* array = value.if_array(); array != nullptr && !array->empty() && depth <= 2 * kDeepest) {
    out += "[\n";
    for (const auto& item : *array) {
      out += inner;
      write_indented(out, item, depth + 1);
      out += &item == &array->back() ? "\n" : ",\n";
    }
    out += outer + "]";
  } else if (const auto* number = value.if_double(); number != nullptr) {
    out += fmt::format("{}", *number);  // 12.5 where the library writes 1.25E1
  } else {
    out += json::serialize(value);
  }
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace

std::string readable_template(std::string_view name, const json::object& report) {
  const auto& tokens = list_at(report, "tokens");
  const auto& problems = list_at(report, "problems");
  auto out = fmt::format("{}: {} template, {}\n", name, text_at(report, "language"), counted(tokens.size(), "token", "tokens"));
  if (!tokens.empty()) out += "\nTokens\n" + tokens_by_part(tokens);
  if (const auto data = data_of(object_at(report, "schema")); !data.empty()) out += "\nData it asks for\n" + data;
  if (problems.empty()) return out + "\nNo problems.\n";
  return out + fmt::format("\n{}\n", counted(problems.size(), "problem", "problems")) + told(problems, "message");
}

std::string readable_dry_run(std::string_view name, const json::object& report) {
  const auto& missing = list_at(report, "missing");
  const auto& unused = list_at(report, "unused");
  const auto& warnings = list_at(report, "warnings");
  auto out = missing.empty()
                 ? fmt::format("{} has all the data it asks for.\n", name)
                 : fmt::format("{}: {} missing\n", name, counted(missing.size(), "value is", "values are")) + told(missing, "name");
  if (!unused.empty()) out += "\nNot used of the data\n";
  for (const auto& one : unused) out += fmt::format("  {}\n", in_one_line(std::string(one.as_string())));
  if (!warnings.empty()) out += fmt::format("\n{}\n", counted(warnings.size(), "warning", "warnings")) + told(warnings, "message");
  return out;
}

std::string indented(const json::value& value) {
  std::string out;
  write_indented(out, value, 0);
  return out + "\n";
}

}  // namespace docmill::cli
