#include "engines/ooxml/child/parts/xml_tools.h"

#include <sstream>

namespace docmill::engines::ooxml {

std::string mapped(const IdMap& map, std::string_view key) {
  const auto found = map.find(key);
  return found == map.end() ? std::string(key) : found->second;
}

std::string text_of(pugi::xml_node node) {
  std::ostringstream out;
  node.print(out, "", pugi::format_raw);
  return out.str();
}

std::string_view value_of(pugi::xml_node parent, const char* child) {
  return parent.child(child).attribute("w:val").value();
}

void set_value(pugi::xml_node node, std::string_view value, const char* attribute) {
  auto known = node.attribute(attribute);
  if (!known) known = node.append_attribute(attribute);
  known.set_value(std::string(value).c_str());
}

}  // namespace docmill::engines::ooxml
