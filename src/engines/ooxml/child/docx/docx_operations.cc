#include "engines/ooxml/child/docx/docx_operations.h"

#include <deque>

#include "engines/child/file_bytes.h"
#include "engines/ooxml/child/docx/merge_docx.h"
#include "engines/ooxml/child/parts/merge_work.h"

namespace docmill::engines::ooxml {

Result<Finished> merge_docx(child::Work& work) {
  std::deque<child::FileBytes> files;  // parts that go over as they are read from them until the end
  std::unique_ptr<DocxMerge> merge;
  for (std::size_t i = 0; i < work.input_count(); ++i) {
    auto file = child::FileBytes::of(work.input(i));
    if (!file) return Failed(std::move(file.error()));
    files.push_back(*std::move(file));
    auto document = Document::open(files.back().bytes(), label_of(work, i), limits_of(work));
    if (!document) return Failed(std::move(document.error()));
    if (merge) {
      if (auto added = merge->add(*std::move(document)); !added) return Failed(std::move(added.error()));
      continue;
    }
    const MergeOptions options{.first_headers = work.flag("ApplyHeaderAndFooter"), .page_breaks = work.flag("AddPageBreak")};
    auto begun = DocxMerge::begin(*std::move(document), options);
    if (!begun) return Failed(std::move(begun.error()));
    merge = *std::move(begun);
  }
  const auto merged = merge->end();
  if (!merged) return Failed(merged.error());
  return give_package(work, *merged, "docx", {});
}

}  // namespace docmill::engines::ooxml
