#pragma once
#include <cstddef>
#include <string_view>

namespace docmill::gumbo {

/// About how deep the elements of a piece of HTML nest, told from its tags before anybody builds a tree of it: a tree's time grows with its
/// depth. Never much less than it is; tags in comments and scripts count too. Counting ends at `most` + 1.
std::size_t depth_of(std::string_view html, std::size_t most);

}  // namespace docmill::gumbo
