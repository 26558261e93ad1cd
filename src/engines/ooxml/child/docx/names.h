#pragma once
#include <cstdint>
#include <set>
#include <string>

#include "engines/ooxml/child/docx/document.h"

namespace docmill::engines::ooxml {

/// The list that the paragraphs of a style belong to.
struct StyleList {
  std::string number;   // the new w:numId
  std::string level;    // w:ilvl
  std::string indents;  // the style's w:ind as XML; empty when it has none
};

/// How what one document calls things is called in the merged one.
struct Names {
  IdMap styles;                 // where another than the own
  std::string paragraph_style;  // what a paragraph that names none gets; empty: the merged document's default is right
  std::string table_style;      // the same for tables
  std::map<std::string, StyleList, std::less<>> lists;  // by the new style: paragraphs of shared styles that are numbered
  std::string default_style;                            // the new name of the style of paragraphs that name none
  IdMap numbers;
  IdMap footnotes;
  IdMap endnotes;
  IdMap comments;
  IdMap bookmarks;
  IdMap paragraphs;                // w14:paraId
  std::int64_t first_id = 0;       // added to the ids of bookmarks and revisions
  std::int64_t first_drawing = 0;  // added to the ids of drawings
};

/// The ids that are taken in the merged document.
struct TakenIds {
  std::set<std::string, std::less<>> bookmarks;  // names, small letters
  std::set<std::string, std::less<>> paragraphs;
  std::int64_t last_id = 0;
  std::int64_t last_drawing = 0;
  std::int64_t last_control = 0;
  std::uint32_t last_paragraph = 0x10000000;
};

/// Counts what a document's stories hold as taken. Errors: what reading them can cause.
Result<void> take_ids(Document& document, TakenIds& taken);
/// Chooses names for what a document's stories hold that clash with none taken, and takes them. Errors: as take_ids().
Result<void> choose_names(Document& document, TakenIds& taken, Names& names);
/// Gives everything in a story the names that were chosen.
void rename_story(pugi::xml_node root, const Names& names, TakenIds& taken);
/// The references to styles and lists in a piece of styles.xml or numbering.xml.
void rename_references(pugi::xml_node node, const Names& names);

}  // namespace docmill::engines::ooxml
