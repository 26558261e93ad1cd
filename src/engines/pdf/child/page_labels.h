#pragma once
#include <cstdint>
#include <vector>

#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {

/// What the pages of a document are called beside their place in it: "iv", "A-3" (ISO 32000-1, 12.4.2). It is told by their places, so it
/// has to be told again when pages go or change their order.
class PageLabels {
 public:
  /// Takes the labels down before anything is changed.
  explicit PageLabels(QPDF& file);

  /// Gives pages their labels again; `order` has the old numbers of what are now the pages, counted from 1. Without labels it does nothing.
  void follow(const std::vector<std::uint32_t>& order);

 private:
  QPDF& file_;
  std::vector<QPDFObjectHandle> labels_;  // of each page; empty when the document has none
};

}  // namespace docmill::engines::pdf
