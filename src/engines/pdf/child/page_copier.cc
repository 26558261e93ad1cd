#include "engines/pdf/child/page_copier.h"

#include "engines/pdf/child/links.h"

namespace docmill::engines::pdf {

PageCopier::PageCopier(QPDF& from, QPDF& to)
    : from_(from), to_(to), target_(to), source_forms_(from), target_forms_(to), pages_(QPDFPageDocumentHelper(from).getAllPages()) {}

void PageCopier::copy(std::uint32_t number) {
  auto& page = pages_.at(number - 1);
  // The library takes one page object for one page: a repeat needs an object of its own.
  const auto place = to_.getAllPages().size();
  const bool again = !first_.emplace(number, place).second;
  auto added = again ? page.shallowCopyPage() : page;
  target_.addPage(added, false);
  target_forms_.fixCopiedAnnotations(to_.getAllPages().back(), page.getObjectHandle(), source_forms_);
  first_of_.emplace(page.getObjectHandle().getObjGen(), place);
  all_.emplace_back(number, place);
}

void PageCopier::finish() {
  const PlaceFinder places{.of_page = [this](QPDFObjGen page) -> std::optional<std::size_t> {
                             const auto found = first_of_.find(page);
                             return found == first_of_.end() ? std::nullopt : std::optional(found->second);
                           },
                           .of_number = [this](std::uint32_t number) { return place_of(number); }};
  for (const auto& [number, place] : all_)
    mend_links(from_, pages_.at(number - 1).getObjectHandle(), to_, to_.getAllPages().at(place), places);
}

std::optional<std::size_t> PageCopier::place_of(std::uint32_t number) const {
  const auto found = first_.find(number);
  if (found == first_.end()) return std::nullopt;
  return found->second;
}

}  // namespace docmill::engines::pdf
