#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/action.h"

namespace docmill::actions {

/// What the first bytes of a document say it is. Several types share a family: every Office file since 2007 is a ZIP.
enum class Family { Empty, Zip, Ole2, Pdf, Rtf, Html, Xml, Text, Image, WordPerfect, Archive, Unknown };

/// Every type of document the engines read or make, the usual one of a content type first.
std::span<const model::DocumentType> document_types();

/// nullptr when no action knows the extension. Takes "docx", ".docx" and "DOCX" alike.
const model::DocumentType* type_with_extension(std::string_view extension);

/// nullptr when no type is known by it. "application/msword" is "doc", the usual one of those that share it.
const model::DocumentType* type_with_content_type(std::string_view content_type);

/// The extension of files of any kind.
constexpr std::string_view kAnyType = "bin";

/// The extensions of which this engine makes a PDF ("pdf": of PDF itself); of which any engine does when `engine` is empty.
std::vector<std::string_view> types_paged_by(std::string_view engine);

/// Whether a document of this type may begin as `family` does. A protected Office file is OLE2 whatever its extension.
bool may_begin_as(const model::DocumentType& type, Family family);

/// The part after the last dot in lower case; empty when there is none. "Report.DOCX" gives "docx".
std::string extension_of(std::string_view filename);

/// `filename` with its extension replaced: output_name("Report.docx", "pdf") is "Report.pdf"; a name without anything before
/// its dot becomes "document.pdf".
std::string output_name(std::string_view filename, std::string_view extension);

}  // namespace docmill::actions
