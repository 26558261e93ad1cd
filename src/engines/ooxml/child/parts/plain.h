#pragma once
#include <string_view>

#include "ooxml/package.h"

namespace docmill::engines::ooxml {

/// The content types of the main parts of plain documents.
constexpr std::string_view kWordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
constexpr std::string_view kWorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
constexpr std::string_view kPresentationType = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";

/// What is made is a document, workbook or presentation of that content type, also of a template or of one with macros, which would not run
/// under its name: they are left out. `main`: the package's main part.
void make_plain(docmill::ooxml::Package& package, std::string_view main, std::string_view type);
/// The same for the main part the package names. Errors: as Package::main_part().
Result<void> make_plain(docmill::ooxml::Package& package, std::string_view type);

}  // namespace docmill::engines::ooxml
