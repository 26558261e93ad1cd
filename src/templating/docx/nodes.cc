#include "templating/docx/nodes.h"

#include <algorithm>

#include "ooxml/xml_walk.h"

namespace docmill::templating::docx {

pugi::xml_node around(pugi::xml_node node, const char* name, pugi::xml_node stop) {
  for (; node && node != stop; node = node.parent()) {
    if (is(node, name)) return node;
  }
  return {};
}

pugi::xml_node element_after(pugi::xml_node node) {
  do {
    node = node.next_sibling();
  } while (node && node.type() != pugi::node_element);
  return node;
}

pugi::xml_node element_before(pugi::xml_node node) {
  do {
    node = node.previous_sibling();
  } while (node && node.type() != pugi::node_element);
  return node;
}

pugi::xml_node child_around(pugi::xml_node node, pugi::xml_node parent) {
  while (node && node.parent() != parent) node = node.parent();
  return node;
}

pugi::xml_node child_first(pugi::xml_node parent, const char* name) {
  const auto found = parent.child(name);
  return found ? found : parent.prepend_child(name);
}

void set(pugi::xml_node node, const char* attribute, std::string_view value) {
  auto found = node.attribute(attribute);
  if (!found) found = node.append_attribute(attribute);
  found.set_value(std::string(value).c_str());
}

std::string text_of(pugi::xml_node node) {
  std::string text;
  for (const auto child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) text += child.value();
  }
  return text;
}

void set_text(pugi::xml_node node, std::string_view text) {
  while (node.first_child()) node.remove_child(node.first_child());
  if (text.empty()) return;
  node.append_child(pugi::node_pcdata).set_value(std::string(text).c_str());
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  if (blank(text.front()) || blank(text.back())) set(node, "xml:space", "preserve");
}

std::uint64_t count_nodes(pugi::xml_node first, pugi::xml_node last) {
  std::uint64_t count = 0;
  for (auto node = first; node; node = node.next_sibling()) {
    for (auto inner = node; inner; inner = ooxml::next_node(inner, node)) {
      count += is(inner, kPrinted) ? std::max<std::uint64_t>(inner.attribute(kWeight).as_ullong(), 1) : 1;
    }
    if (node == last) break;
  }
  return count;
}

}  // namespace docmill::templating::docx
