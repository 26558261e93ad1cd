#pragma once
#include "engines/ooxml/child/docx/names.h"

namespace docmill::engines::ooxml {

/// Footnotes, endnotes and comments: parts with a list of stories that the text names by number.
struct NoteKind {
  std::string_view kind;  // of the relationship: "footnotes"
  const char* part;       // "footnotes.xml"
  const char* list;       // "w:footnotes"
  const char* element;    // "w:footnote"
  std::string_view type;  // content type
  IdMap Names::* map;
};

std::vector<NoteKind> note_kinds();

/// Chooses new numbers for a document's notes. Errors: what reading the parts can cause.
Result<void> choose_notes(Document& base, Document& other, Names& names);
/// Adds them. Errors: as choose_notes().
Result<void> add_notes(Document& base, Document& other, const Names& names, TakenIds& taken, PartImport& import);
/// Adds what Word keeps of comments beside them (answers, whether they are done, who wrote). Errors: as choose_notes().
Result<void> add_comment_facts(Document& base, Document& other, const Names& names);

}  // namespace docmill::engines::ooxml
