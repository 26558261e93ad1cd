#include "engines/ooxml/child/xlsx/xlsx_operations.h"

#include <deque>

#include "engines/child/file_bytes.h"
#include "engines/ooxml/child/parts/merge_work.h"
#include "engines/ooxml/child/xlsx/merge_xlsx.h"

namespace docmill::engines::ooxml {

Result<Finished> merge_xlsx(child::Work& work) {
  std::deque<child::FileBytes> files;  // parts that go over as they are read from them until the end
  std::unique_ptr<XlsxMerge> merge;
  for (std::size_t i = 0; i < work.input_count(); ++i) {
    auto file = child::FileBytes::of(work.input(i));
    if (!file) return Failed(std::move(file.error()));
    files.push_back(*std::move(file));
    auto book = Book::open(files.back().bytes(), label_of(work, i), limits_of(work));
    if (!book) return Failed(std::move(book.error()));
    if (merge) {
      if (auto added = merge->add(*std::move(book)); !added) return Failed(std::move(added.error()));
      continue;
    }
    auto begun = XlsxMerge::begin(*std::move(book));
    if (!begun) return Failed(std::move(begun.error()));
    merge = *std::move(begun);
  }
  const auto merged = merge->end();
  if (!merged) return Failed(merged.error());
  return give_package(work, *merged, "xlsx", merge->warnings());
}

}  // namespace docmill::engines::ooxml
