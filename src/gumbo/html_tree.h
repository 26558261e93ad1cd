#pragma once
#include <gumbo.h>

#include <cstddef>
#include <memory_resource>
#include <string_view>
#include <vector>

namespace docmill::gumbo {

/// The tree of a page or a piece of one as browsers see it, kept in memory of its own and let go of as one: gumbo frees by recursion,
/// which a deep tree would use against us.
class HtmlTree {
 public:
  /// `most`: bytes the tree may take. Elements that are left open are opened anew in each paragraph, so a small text can ask for a large
  /// tree; depth.h tells beforehand of one that is deep.
  HtmlTree(std::string_view html, std::size_t most);
  HtmlTree(const HtmlTree&) = delete;
  HtmlTree& operator=(const HtmlTree&) = delete;

  /// nullptr: it would have been larger than `most`.
  const GumboNode* root() const { return root_; }

 private:
  std::pmr::monotonic_buffer_resource memory_;
  const GumboNode* root_ = nullptr;
};

inline bool is_element(const GumboNode* node) {
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

/// The tag's name in small letters; empty for what HTML does not know and for SVG and MathML.
std::string_view tag_name(const GumboNode* element);

/// An attribute's value; empty when there is none.
std::string_view attribute_of(const GumboNode* element, const char* name);

/// Walks the tree without recursion. `Visitor` has `bool enter(const GumboNode*)`, which says whether to go below, and
/// `void leave(const GumboNode*)`, called for elements after what is below them, also when enter() said no. It may have
/// `bool is_done() const`, asked before each step: true ends the walk.
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
    if constexpr (requires { visitor.is_done(); }) {
      if (visitor.is_done()) return;
    }
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

}  // namespace docmill::gumbo
