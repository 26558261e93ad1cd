#include "engines/pdf/child/page_copier.h"

namespace docmill::engines::pdf {

PageCopier::PageCopier(QPDF& from, QPDF& to)
    : to_(to), target_(to), source_forms_(from), target_forms_(to), pages_(QPDFPageDocumentHelper(from).getAllPages()) {}

void PageCopier::copy(std::uint32_t number) {
  auto& page = pages_.at(number - 1);
  // The library takes one page object for one page: a repeat needs an object of its own.
  const bool again = !first_.emplace(number, to_.getAllPages().size()).second;
  auto added = again ? page.shallowCopyPage() : page;
  target_.addPage(added, false);
  target_forms_.fixCopiedAnnotations(to_.getAllPages().back(), page.getObjectHandle(), source_forms_);
}

std::optional<std::size_t> PageCopier::place_of(std::uint32_t number) const {
  const auto found = first_.find(number);
  if (found == first_.end()) return std::nullopt;
  return found->second;
}

}  // namespace docmill::engines::pdf
