#pragma once
#include <string>
#include <string_view>

#include "ooxml/package.h"

namespace docmill::ooxml {

/// A name with A to Z made small: equal for names of one part (ECMA-376 part 2, 6.2.2.3).
std::string folded(std::string_view part);
/// The part that holds the relationships of another: "word/_rels/document.xml.rels", "_rels/.rels" for the package.
std::string relationships_part(std::string_view source_part);
bool is_relationships_part(std::string_view part);
/// Leads out of the package, or nowhere: absolute, a drive, or a `..` segment.
bool leads_astray(std::string_view name);
/// Fit for a message: control characters replaced, cut to a readable length.
std::string shown(std::string_view part);
/// "png" of "word/media/image1.PNG"; empty when there is none.
std::string extension_of(std::string_view part);

}  // namespace docmill::ooxml
