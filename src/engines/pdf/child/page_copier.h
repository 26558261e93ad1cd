#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {

/// Copies pages of one document to the end of another, with their form fields. A page may be copied more than once.
class PageCopier {
 public:
  /// Both are borrowed.
  PageCopier(QPDF& from, QPDF& to);

  /// Copies the page with this number, counted from 1, which must exist. Throws what the library throws.
  void copy(std::uint32_t number);
  /// Where the first copy of a page is in the target, counted from 0; nullopt when it was not copied.
  std::optional<std::size_t> place_of(std::uint32_t number) const;

 private:
  QPDF& to_;
  QPDFPageDocumentHelper target_;
  QPDFAcroFormDocumentHelper source_forms_;
  QPDFAcroFormDocumentHelper target_forms_;
  std::vector<QPDFPageObjectHelper> pages_;
  std::map<std::uint32_t, std::size_t> first_;  // page number → place in the target
};

}  // namespace docmill::engines::pdf
