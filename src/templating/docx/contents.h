#pragma once
#include <pugixml.hpp>

#include "templating/docx/bookmarks.h"

namespace docmill::templating::docx {

/// Brings the entries of tables of contents in line with the headings they lead to: a heading that was copied has an entry for each copy,
/// one that went has none, and entries say what their headings say. Page numbers are the reader's to find. Entries whose headings are
/// nowhere stay as they are.
void bring_contents_up_to_date(pugi::xml_node body, const Bookmarks& bookmarks);

}  // namespace docmill::templating::docx
