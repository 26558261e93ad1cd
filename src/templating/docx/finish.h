#pragma once
#include <pugixml.hpp>
#include <set>
#include <string>

#include "base/result.h"
#include "ooxml/package.h"

namespace docmill::templating::docx {

/// What has to be unique in all parts of a document.
struct UniqueNumbers {
  std::set<std::uint64_t> drawings;
  std::set<std::uint64_t> bookmarks;
  std::set<std::string> bookmark_names;
  std::set<std::string> controls;
  std::uint64_t next_drawing = 1;
  std::uint64_t next_bookmark = 0;
  std::uint64_t renamed = 0;  // bookmarks
};

/// Carries out what was put off while a tree was filled: hidden blocks go, cells merge, paragraphs go that only steered. Leaves none of our
/// own marks behind.
void settle(pugi::xml_node tree);

/// Gives copies numbers and relationships of their own: bookmarks, drawings, content controls, links whose target had tokens.
/// `part`: whose relationships the tree uses.
Result<void> separate(pugi::xml_node tree, ooxml::Package& package, const std::string& part, UniqueNumbers& numbers);

}  // namespace docmill::templating::docx
