#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace docmill::engines::office {

struct PdfFacts {
  std::uint32_t pages = 0;
  std::set<std::string> fonts;  // PostScript names without the subset's tag, "Carlito-Bold"
};

/// Counts pages and lists fonts of a PDF that LibreOffice has just written: it keeps its objects in the open, so a scan
/// will do. Not for PDFs from anywhere else.
PdfFacts pdf_facts(std::string_view pdf);

}  // namespace docmill::engines::office
