#include "engines/ooxml/child/xlsx/formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "engines/ooxml/child/parts/schema_order.h"
#include "ooxml/namespaces.h"

namespace docmill::engines::ooxml {
namespace {

using Text = std::string_view;

constexpr std::string_view kType = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";

std::string by_number(const std::vector<int>& map, Text own) {
  const auto number = static_cast<std::size_t>(std::max(0, std::atoi(std::string(own).c_str())));
  return std::to_string(number < map.size() ? map[number] : map.empty() ? 0 : map.front());
}

void renumber(pugi::xml_node format, const char* attribute, const std::vector<int>& map) {
  if (const auto known = format.attribute(attribute)) set_value(format, by_number(map, known.value()), attribute);
}

/// Whether a number format shows days or times: letters of them outside of quotes, colours and conditions.
bool is_date_code(Text code) {
  bool quoted = false;
  bool bracket = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '"') quoted = !quoted;
    if (c == '[') bracket = true;
    if (c == ']') bracket = false;
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
      continue;
    }
    if (!quoted && !bracket && Text("dmyhsDMYHS").find(c) != Text::npos) return true;
  }
  return false;
}

bool is_date_number(int id) {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

}  // namespace

std::string FormatMap::cell(std::string_view own) const {
  return by_number(cells, own);
}

std::string FormatMap::differential_of(std::string_view own) const {
  return by_number(differential, own);
}

Result<Formats> Formats::of(Book& base) {
  const auto root =
      base.part_or_new("styles", "styles.xml", kType, "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"/>");
  if (!root) return Failed(root.error());
  Formats formats(*root);
  formats.fonts_ = formats.list("fonts", "<font><sz val='11'/><name val='Calibri'/></font>");
  formats.fills_ = formats.list("fills", "<fill><patternFill patternType='none'/></fill><fill><patternFill patternType='gray125'/></fill>");
  formats.borders_ = formats.list("borders", "<border><left/><right/><top/><bottom/><diagonal/></border>");
  formats.bases_ = formats.list("cellStyleXfs", "<xf numFmtId='0' fontId='0' fillId='0' borderId='0'/>");
  formats.cells_ = formats.list("cellXfs", "<xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'/>");
  formats.differential_ = formats.list("dxfs", "");
  for (const auto format : formats.root_.child("numFmts").children("numFmt")) {
    const auto* const id = format.attribute("numFmtId").value();
    formats.number_formats_.emplace(format.attribute("formatCode").value(), id);
    formats.next_number_format_ = std::max(formats.next_number_format_, std::atoi(id) + 1);
  }
  return formats;
}

Formats::List Formats::list(const char* name, const char* seed) {
  List out;
  out.node = child_in_order(root_, name, order_in_formats());
  if (!out.node.first_child()) out.node.append_buffer(seed, Text(seed).size());
  for (const auto format : out.node.children()) {
    if (format.type() == pugi::node_element) out.known.emplace(text_of(format), out.size++);
  }
  return out;
}

int Formats::add(List& list, pugi::xml_node format) {
  const auto [at, fresh] = list.known.emplace(text_of(format), list.size);
  if (!fresh) return at->second;
  list.node.append_copy(format);
  set_value(list.node, std::to_string(++list.size), "count");
  return list.size - 1;
}

std::vector<int> Formats::add_all(List& list, pugi::xml_node theirs) {
  std::vector<int> map;
  for (const auto format : theirs.children()) {
    if (format.type() == pugi::node_element) map.push_back(add(list, format));
  }
  return map;
}

IdMap Formats::add_number_formats(pugi::xml_node theirs) {
  IdMap map;
  for (const auto format : theirs.child("numFmts").children("numFmt")) {
    const std::string code = format.attribute("formatCode").value();
    auto known = number_formats_.find(code);
    if (known == number_formats_.end()) {
      known = number_formats_.emplace(code, std::to_string(next_number_format_++)).first;
      auto list = child_in_order(root_, "numFmts", order_in_formats());
      auto copy = list.append_copy(format);
      set_value(copy, known->second, "numFmtId");
      list.remove_attribute("count");
    }
    map[format.attribute("numFmtId").value()] = known->second;
  }
  return map;
}

/// Named styles ("Heading 1", "Currency"): one of a name that is here with another look gets a new name.
void Formats::add_named_styles(pugi::xml_node theirs, const std::vector<int>& bases) {
  auto mine = child_in_order(root_, "cellStyles", order_in_formats());
  mine.remove_attribute("count");
  for (const auto style : theirs.child("cellStyles").children("cellStyle")) {
    const auto base = by_number(bases, style.attribute("xfId").value());
    std::string name = style.attribute("name").value();
    const auto known = mine.find_child_by_attribute("cellStyle", "name", name.c_str());
    if (known && known.attribute("xfId").value() == base) continue;
    if (mine.find_child_by_attribute("cellStyle", "xfId", base.c_str())) continue;
    auto copy = mine.append_copy(style);
    set_value(copy, base, "xfId");
    if (!known) continue;
    std::string fresh;
    for (int i = 2; fresh.empty() || mine.find_child_by_attribute("cellStyle", "name", fresh.c_str()); ++i)
      fresh = fmt::format("{} {}", name, i);
    set_value(copy, fresh, "name");
    copy.remove_attribute("builtinId");
    copy.remove_attribute("iLevel");
  }
}

IdMap Formats::add_table_styles(pugi::xml_node theirs, const std::vector<int>& differential) {
  IdMap map;
  if (!theirs.child("tableStyles").child("tableStyle")) return map;
  auto mine = child_in_order(root_, "tableStyles", order_in_formats());
  mine.remove_attribute("count");
  for (auto style : theirs.child("tableStyles").children("tableStyle")) {
    for (auto element : style.children("tableStyleElement")) renumber(element, "dxfId", differential);
    const std::string name = style.attribute("name").value();
    auto known = mine.find_child_by_attribute("tableStyle", "name", name.c_str());
    if (known && text_of(known) == text_of(style)) continue;
    auto copy = mine.append_copy(style);
    if (!known) continue;
    std::string fresh;
    for (int i = 2; fresh.empty() || mine.find_child_by_attribute("tableStyle", "name", fresh.c_str()); ++i)
      fresh = fmt::format("{} {}", name, i);
    set_value(copy, fresh, "name");
    map[name] = fresh;
  }
  return map;
}

Result<FormatMap> Formats::add(Book& other) {
  FormatMap map;
  const auto part = other.part("styles");
  if (!part) return Failed(part.error());
  if (!*part) {
    map.cells = {0};
    return map;
  }
  const auto theirs = *part;
  docmill::ooxml::take_namespaces(root_, theirs);
  const auto numbers = add_number_formats(theirs);
  const auto fonts = add_all(fonts_, theirs.child("fonts"));
  const auto fills = add_all(fills_, theirs.child("fills"));
  const auto borders = add_all(borders_, theirs.child("borders"));
  const auto place = [&](pugi::xml_node format) {
    renumber(format, "fontId", fonts);
    renumber(format, "fillId", fills);
    renumber(format, "borderId", borders);
    if (const auto number = format.attribute("numFmtId")) set_value(format, mapped(numbers, number.value()), "numFmtId");
  };
  for (const auto format : theirs.child("cellXfs").children("xf")) {
    const auto id = std::string(format.attribute("numFmtId").value());
    const auto own = theirs.child("numFmts").find_child_by_attribute("numFmt", "numFmtId", id.c_str());
    map.dates.push_back(own ? is_date_code(own.attribute("formatCode").value()) : is_date_number(std::atoi(id.c_str())));
  }
  for (const auto format : theirs.child("cellStyleXfs").children("xf")) place(format);
  const auto bases = add_all(bases_, theirs.child("cellStyleXfs"));
  for (const auto format : theirs.child("cellXfs").children("xf")) {
    place(format);
    renumber(format, "xfId", bases);
  }
  map.cells = add_all(cells_, theirs.child("cellXfs"));
  map.differential = add_all(differential_, theirs.child("dxfs"));
  add_named_styles(theirs, bases);
  map.table_styles = add_table_styles(theirs, map.differential);
  map.numbers = numbers;
  return map;
}

}  // namespace docmill::engines::ooxml
