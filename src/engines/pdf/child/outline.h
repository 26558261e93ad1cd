#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {

/// A bookmark and what is below it.
struct Bookmark {
  std::string title;          // UTF-8
  std::uint32_t page = 0;     // counted from 1; 0 when it leads nowhere in this document
  std::optional<double> top;  // points from the bottom of the page; nullopt: the page's top
  std::vector<Bookmark> children;
};

constexpr std::size_t kMostBookmarks = 50'000;
constexpr int kDeepestBookmark = 32;

/// The document's bookmarks as a tree, bounded by the two figures above; what lies deeper or comes later is left out.
std::vector<Bookmark> read_outline(QPDF& pdf);

/// Replaces the document's bookmarks; an empty list removes them. Those that lead nowhere keep their title only.
void write_outline(QPDF& pdf, const std::vector<Bookmark>& bookmarks);

}  // namespace docmill::engines::pdf
