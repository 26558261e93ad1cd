#pragma once
#include <pugixml.hpp>

namespace docmill::ooxml {

/// The node after this one in document order, within `root`; null after the last. Trees are walked without recursion: how deep they are is
/// the sender's choice. `depth` follows: 0 is the root.
inline pugi::xml_node next_node(pugi::xml_node node, pugi::xml_node root, int& depth) {
  if (const auto child = node.first_child()) {
    ++depth;
    return child;
  }
  while (node != root) {
    if (const auto sibling = node.next_sibling()) return sibling;
    node = node.parent();
    --depth;
  }
  return {};
}

inline pugi::xml_node next_node(pugi::xml_node node, pugi::xml_node root) {
  int depth = 0;
  return next_node(node, root, depth);
}

/// The same, over what the node holds.
inline pugi::xml_node next_after(pugi::xml_node node, pugi::xml_node root) {
  while (node && node != root) {
    if (const auto sibling = node.next_sibling()) return sibling;
    node = node.parent();
  }
  return {};
}

/// Does something with every element of a tree, the root too. The element may change its attributes and lose its children, nothing more.
template <class Do>
void for_each_element(pugi::xml_node root, Do&& something) {
  for (auto node = root; node; node = next_node(node, root)) {
    if (node.type() == pugi::node_element) something(node);
  }
}

}  // namespace docmill::ooxml
