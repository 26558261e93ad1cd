#pragma once
#include "engines/ooxml/child/docx/names.h"

namespace docmill::engines::ooxml {

/// What a list looks like, without the ids by which it is known: equal for lists that look the same. Empty when there is no such list.
std::string list_look(pugi::xml_node numbering, std::string_view number);

/// Chooses new numbers for the lists that a document uses. Errors: what reading its parts can cause.
Result<void> choose_numbers(Document& base, Document& other, Names& names);
/// Adds those lists; each counts from its start again. Errors: as choose_numbers().
Result<void> add_numbering(Document& base, Document& other, const Names& names, PartImport& import);

}  // namespace docmill::engines::ooxml
