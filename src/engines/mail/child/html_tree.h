#pragma once
#include <gumbo.h>

#include <string_view>
#include <vector>

namespace docmill::engines::mail {

/// The tree of a page; it lives as long as the process, since gumbo frees by recursion, which a deep page would use against us.
/// Throws TooComplex when the page is larger than we take.
const GumboNode* parse_html(std::string_view html);

inline bool is_element(const GumboNode* node) {
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

/// The tag's name in small letters; empty for what HTML does not know and for SVG and MathML.
std::string_view tag_name(const GumboNode* element);

/// Walks the tree without recursion. `Visitor` has `bool enter(const GumboNode*)`, which says whether to go below, and
/// `void leave(const GumboNode*)`, called for elements after what is below them, also when enter() said no.
template <class Visitor>
void walk_tree(const GumboNode* root, Visitor& visitor) {
  struct Frame {
    const GumboNode* node;
    unsigned next;
    unsigned end;
  };
  std::vector<Frame> open;
  const auto push = [&](const GumboNode* node) {
    const bool below = visitor.enter(node);
    if (is_element(node)) open.push_back({node, 0, below ? node->v.element.children.length : 0});
  };
  push(root);
  while (!open.empty()) {
    auto& frame = open.back();
    if (frame.next < frame.end) {
      push(static_cast<const GumboNode*>(frame.node->v.element.children.data[frame.next++]));
      continue;
    }
    const auto* done = frame.node;
    open.pop_back();
    visitor.leave(done);
  }
}

}  // namespace docmill::engines::mail
