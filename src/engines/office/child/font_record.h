#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engines/office/child/font_book.h"
#include "model/job_result.h"

namespace docmill::engines::office {

/// Which font fontconfig gave LibreOffice for a family it asked for: requested → used. Filled by functions that stand in
/// front of fontconfig's own in this executable (font_hooks.cc). LibreOffice asks once per family and process, so a child
/// inherits what its zygote asked, and never for a family that it knows itself (FontBook).
const std::map<std::string, std::string>& recorded_fonts();

/// What is known of a document's fonts.
struct FontQuestion {
  std::set<std::string> named;      // families named in the document, where they could be read
  std::set<std::string> inherited;  // families on record before the document was loaded
  std::string_view bytes;           // the document, searched for families where `named` could not be read
  std::set<std::string> embedded;   // PostScript names of the fonts in the result, "Carlito-Bold"; empty for other targets
};

/// Each family the document asks for and what it got; for a PDF only those whose font is in it.
std::vector<model::Font> fonts_of(const FontQuestion& question, const std::map<std::string, std::string>& recorded, const FontBook& book);

/// A sentence for every font whose substitute has other widths, so that lines and pages may break elsewhere.
std::vector<std::string> warnings_of(const std::vector<model::Font>& fonts);

}  // namespace docmill::engines::office
