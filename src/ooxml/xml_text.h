#pragma once
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "ooxml/package.h"
#include "ooxml/packed.h"

namespace docmill::ooxml {

/// Reads a part as XML: UTF-8, UTF-16 or what it declares; white space kept; usual prefixes.
/// Errors: InputDamaged (no XML, a document type: `part` is named), InputTooComplex (size, depth).
Result<std::unique_ptr<pugi::xml_document>> parse_xml(std::string_view bytes, std::string_view part, const Limits& limits);

/// UTF-8 with a declaration, nothing added between the tags.
std::string written_xml(const pugi::xml_document& tree);
/// The same, packed while it is written.
void write_xml(const pugi::xml_document& tree, PackedText& out);

}  // namespace docmill::ooxml
