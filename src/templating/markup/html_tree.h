#pragma once
#include <gumbo.h>

#include <cstddef>
#include <memory_resource>
#include <string_view>

namespace docmill::templating::markup {

/// The tree of a piece of HTML, kept in memory of its own and let go of as one: gumbo frees by recursion, which a deep tree would use
/// against us.
class HtmlTree {
 public:
  /// Bytes. Elements that are left open are opened anew in each paragraph, so a small text can ask for a large tree.
  static constexpr std::size_t kMost = 192UL << 20;

  explicit HtmlTree(std::string_view html);
  HtmlTree(const HtmlTree&) = delete;
  HtmlTree& operator=(const HtmlTree&) = delete;

  /// nullptr: it would have been larger than kMost.
  const GumboNode* root() const { return root_; }

 private:
  std::pmr::monotonic_buffer_resource memory_;
  const GumboNode* root_ = nullptr;
};

/// The tag's name in small letters; empty for what HTML does not know and for SVG and MathML.
std::string_view tag_name(const GumboNode* element);

/// An attribute's value; empty when there is none.
std::string_view attribute_of(const GumboNode* element, const char* name);

}  // namespace docmill::templating::markup
