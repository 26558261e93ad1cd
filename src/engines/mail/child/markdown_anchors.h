#pragma once
#include <cmark-gfm.h>

#include <string>
#include <string_view>

namespace docmill::engines::mail {

/// Gives every heading an anchor, so that "[see](#first-steps)" leads to "## First steps": the name is the heading's text as GitHub makes
/// it, in small letters, blanks as hyphens, without punctuation; a second one of a name has "-1" behind it.
void add_anchors(cmark_node* document);

/// What stands between two lines of three dashes in front of a text, as Jekyll, Hugo and Pandoc keep data of a page there.
struct FrontMatter {
  std::string title;      // of its own line "title: …"; empty when there is none
  std::string_view text;  // what is to be read, behind it
};

/// Takes the data in front of a text off, where there is any.
FrontMatter split_front_matter(std::string_view text);

}  // namespace docmill::engines::mail
