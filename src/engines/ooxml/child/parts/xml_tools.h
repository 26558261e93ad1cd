#pragma once
#include <map>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "ooxml/xml_walk.h"

namespace docmill::engines::ooxml {

using docmill::ooxml::for_each_element;
using IdMap = std::map<std::string, std::string, std::less<>>;

/// The value that a map has for a key; the key itself when it has none.
std::string mapped(const IdMap& map, std::string_view key);
/// An element with all it holds as text: equal for what is equal.
std::string text_of(pugi::xml_node node);
/// The value of the attribute w:val of a child.
std::string_view value_of(pugi::xml_node parent, const char* child);
void set_value(pugi::xml_node node, std::string_view value, const char* attribute = "w:val");

}  // namespace docmill::engines::ooxml
