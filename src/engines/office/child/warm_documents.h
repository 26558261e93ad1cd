#pragma once
#include <array>
#include <string_view>

namespace docmill::engines::office {

/// A small document of one kind, as flat ODF, and what it becomes on its way to a PDF.
struct WarmDocument {
  std::string_view extension;  // of `text`
  std::string_view target;     // the format customers send
  std::string_view text;
};

/// One of each kind. They use what most documents use (headings, tables, lists, bold and italic in the usual fonts,
/// formulas, a shape), so that its code, data and fonts are in memory before the first customer needs them.
const std::array<WarmDocument, 3>& warm_documents();

}  // namespace docmill::engines::office
