#pragma once
#include <cstdint>
#include <cstring>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "templating/parts/plain_text.h"

namespace docmill::templating::docx {

// Names of our own while a document is filled; finish() leaves none of them. A template has none with this prefix: forget_own_names().
inline constexpr const char* kTokenMark = "dm:t";  // element in a run, in a token's place; its attribute n is the token's number
inline constexpr const char* kDropped = "dm:x";    // element where a steering token was
inline constexpr const char* kNumber = "n";
inline constexpr const char* kTokens = "dm:tokens";   // attribute: numbers of the tokens in an attribute or the text of this element
inline constexpr const char* kTarget = "dm:target";   // attribute: where a link leads, with tokens
inline constexpr const char* kHidden = "dm:hidden";   // attribute: the element goes
inline constexpr const char* kMergeLeft = "dm:left";  // attribute of a cell
inline constexpr const char* kMergeUp = "dm:up";      // attribute of a cell
inline constexpr const char* kBreak = "dm:break";     // attribute of a paragraph that stands between two copies of a section

inline constexpr const char* kRich =
    "dm:rich";  // element in a run, in the place of content that is written when all is settled; see rich.h
inline constexpr const char* kPrinted = "dm:copies";  // element that stands for copies which are text; see printing.h
inline constexpr const char* kWeight = "dm:weight";   // attribute of it: how many nodes they would be

/// Names mostly differ in their first three characters ("w:p", "w:tc"), which are compared on the spot: a fifth of the time of a long table
/// went into calls.
inline bool same_name(const char* a, const char* b) {
  for (int i = 0; i < 3; ++i) {
    if (a[i] != b[i]) return false;
    if (b[i] == '\0') return true;
  }
  return std::strcmp(a + 3, b + 3) == 0;
}

inline bool is(pugi::xml_node node, const char* name) {
  return same_name(node.name(), name);
}
inline bool is(pugi::xml_attribute attribute, const char* name) {
  return same_name(attribute.name(), name);
}

/// Whether an element is one of our own, or has an attribute that is.
inline bool has_own_name(pugi::xml_node node) {
  const auto own = [](const char* name) { return name[0] == 'd' && name[1] == 'm' && name[2] == ':'; };
  if (own(node.name())) return true;
  for (auto attribute = node.first_attribute(); attribute; attribute = attribute.next_attribute()) {
    if (own(attribute.name())) return true;
  }
  return false;
}

inline std::uint64_t place_of(pugi::xml_node node) {
  return reinterpret_cast<std::uintptr_t>(node.internal_object());
}
inline pugi::xml_node node_at(std::uint64_t place) {
  return pugi::xml_node(reinterpret_cast<pugi::xml_node_struct*>(static_cast<std::uintptr_t>(place)));  // NOLINT(performance-no-int-to-ptr)
}

/// The nearest element of this name around `node`, or the node itself; none when there is none below `stop`.
pugi::xml_node around(pugi::xml_node node, const char* name, pugi::xml_node stop = {});

/// The next element behind `node` (or before it), comments and white space passed over.
pugi::xml_node element_after(pugi::xml_node node);
pugi::xml_node element_before(pugi::xml_node node);

/// The child of `parent` that holds `node`, or is it; none when `parent` is not around it.
pugi::xml_node child_around(pugi::xml_node node, pugi::xml_node parent);

/// A child that has to come early: added at the start when it is not there.
pugi::xml_node child_first(pugi::xml_node parent, const char* name);

/// Sets an attribute, added when it is not there.
void set(pugi::xml_node node, const char* attribute, std::string_view value);

/// Text an element holds, all of it.
std::string text_of(pugi::xml_node node);
/// Gives a w:t (or any element of text) its text; blanks at its ends are kept by readers too.
void set_text(pugi::xml_node node, std::string_view text);

using templating::sayable;

/// How many nodes stand from `first` to its sibling `last`, with all they hold.
std::uint64_t count_nodes(pugi::xml_node first, pugi::xml_node last);

}  // namespace docmill::templating::docx
