#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/job_result.h"

namespace docmill::engines::office {

/// Which font each requested family got, as fontconfig answered LibreOffice: requested → used. Filled by functions that
/// stand in front of fontconfig's own in this executable (font_record.cc). LibreOffice asks once per family and process,
/// so a child inherits what its zygote asked while it warmed up.
const std::map<std::string, std::string>& recorded_fonts();

/// What a document asked for and what it got.
struct FontQuestion {
  std::set<std::string> named;      // families named in the document, where they could be read
  std::set<std::string> inherited;  // families on record before the document was loaded
  std::string_view bytes;           // the document, searched for inherited names where `named` could not be read
  std::set<std::string> embedded;   // PostScript names of the fonts in the result, "Carlito-Bold"; empty for other targets
};

std::vector<model::Font> fonts_of(const FontQuestion& question, const std::map<std::string, std::string>& recorded);

/// A sentence for every font whose substitute has other widths, so that lines and pages may break elsewhere.
std::vector<std::string> warnings_of(const std::vector<model::Font>& fonts);

}  // namespace docmill::engines::office
