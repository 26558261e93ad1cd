#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {

/// Copies pages of one document to the end of another, with their form fields and with the links between them. A page may be copied
/// more than once.
class PageCopier {
 public:
  /// Both are borrowed.
  PageCopier(QPDF& from, QPDF& to);

  /// Copies the page with this number, counted from 1, which must exist. Throws what the library throws.
  void copy(std::uint32_t number);
  /// To be called when all pages are copied: only then is it known where their links lead.
  void finish();
  /// Where the first copy of a page is in the target, counted from 0; nullopt when it was not copied.
  std::optional<std::size_t> place_of(std::uint32_t number) const;

 private:
  QPDF& from_;
  QPDF& to_;
  QPDFPageDocumentHelper target_;
  QPDFAcroFormDocumentHelper source_forms_;
  QPDFAcroFormDocumentHelper target_forms_;
  std::vector<QPDFPageObjectHelper> pages_;
  std::map<std::uint32_t, std::size_t> first_;              // page number → place in the target
  std::map<QPDFObjGen, std::size_t> first_of_;              // the same by the page's object
  std::vector<std::pair<std::uint32_t, std::size_t>> all_;  // every copy
};

}  // namespace docmill::engines::pdf
