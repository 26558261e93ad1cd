#include "engines/pdf/child/merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "engines/pdf/child/attachments.h"
#include "engines/pdf/child/open_pdf.h"
#include "engines/pdf/child/outline.h"
#include "engines/pdf/child/page_copier.h"
#include "model/page_list.h"

namespace docmill::engines::pdf {
namespace {

using PageList = std::vector<model::PageRange>;

/// "all" and nothing else, in any case, with spaces around it.
bool is_all(std::string_view item) {
  while (item.starts_with(' ')) item.remove_prefix(1);
  while (item.ends_with(' ')) item.remove_suffix(1);
  return std::ranges::equal(item, std::string_view("all"), {}, [](char c) { return static_cast<char>(c | 0x20); });
}

/// "1-3|all|2" as one list for each document; all pages for those it does not reach.
Result<std::vector<PageList>> page_lists(std::string_view text, std::size_t documents) {
  std::vector<PageList> lists(documents);
  if (text.empty()) return lists;
  for (std::size_t i = 0;; ++i) {
    const auto end = text.find('|');
    const auto item = text.substr(0, end);
    if (i == documents)
      return Failed(
          fail(ErrorCode::BadRequest, fmt::format("Pages: more page lists than the {} documents; send one for each.", documents)));
    if (!is_all(item)) {
      auto list = model::parse_page_list(item);
      if (!list) return Failed(list.error());
      lists[i] = *std::move(list);
    }
    if (end == std::string_view::npos) return lists;
    text.remove_prefix(end + 1);
  }
}

/// A name without its extension, as a bookmark shows it.
std::string title_of(const std::string& name, std::size_t index) {
  const auto stem = name.substr(0, name.rfind('.'));
  return stem.empty() ? fmt::format("Document {}", index + 1) : stem;
}

/// Bookmarks with the numbers their pages have in the target; those whose page was left out lead nowhere.
std::vector<Bookmark> moved(std::vector<Bookmark> bookmarks, const PageCopier& copier) {
  for (auto& bookmark : bookmarks) {
    const auto place = copier.place_of(bookmark.page);
    bookmark.page = place ? static_cast<std::uint32_t>(*place + 1) : 0;
    bookmark.children = moved(std::move(bookmark.children), copier);
  }
  return bookmarks;
}

class Merging {
 public:
  explicit Merging(child::Work& work) : work_(work) { target_.emptyPDF(); }

  Result<void> add(std::size_t index, const PageList& list);
  Result<Finished> end();

 private:
  void add_bookmarks(std::size_t index, Pdf& source, const PageCopier& copier, std::uint32_t first_page);

  child::Work& work_;
  QPDF target_;
  std::vector<Pdf> sources_;  // the target reads from them until it is written
  std::vector<Bookmark> bookmarks_;
  std::vector<std::string> warnings_;
};

Result<void> Merging::add(std::size_t index, const PageList& list) {
  auto source = open_pdf(work_, index);
  if (!source) return Failed(source.error());
  const auto limit = work_.request().limits.pages;
  const auto before = static_cast<std::uint32_t>(target_.getAllPages().size());
  auto pages = model::pages_of(list, source->pages(), limit);
  if (!pages) return Failed(fail(pages.error().code(), fmt::format("{}: {}", source->label, pages.error().message())).in(Phase::Load));
  if (before + pages->size() > limit)
    return Failed(fail(ErrorCode::TooManyPages, fmt::format("The documents have more than {} pages together, the limit.", limit)));
  PageCopier copier(*source->file, target_);
  for (const auto page : *pages) copier.copy(page);
  copier.finish();
  carry_attachments(*source->file, target_);
  add_bookmarks(index, *source, copier, before + 1);
  std::ranges::move(repairs_of(*source), std::back_inserter(warnings_));
  sources_.push_back(*std::move(source));
  return {};
}

void Merging::add_bookmarks(std::size_t index, Pdf& source, const PageCopier& copier, std::uint32_t first_page) {
  std::vector<Bookmark> kept;
  if (work_.flag("PreserveBookmarks")) kept = moved(read_outline(*source.file), copier);
  if (work_.flag("GenerateBookmarks")) {
    bookmarks_.push_back({.title = title_of(work_.note(index).name, index), .page = first_page, .top = {}, .children = std::move(kept)});
  } else {
    std::ranges::move(kept, std::back_inserter(bookmarks_));
  }
}

Result<Finished> Merging::end() {
  write_outline(target_, bookmarks_);
  work_.begin(Phase::Export);
  QPDFWriter writer(target_);
  writer.setObjectStreamMode(qpdf_o_generate);
  if (auto given = give_pdf(work_, writer); !given) return Failed(given.error());
  return finished(target_.getAllPages().size(), std::move(warnings_));
}

}  // namespace

Result<Finished> merge(child::Work& work) {
  const auto lists = page_lists(work.param("Pages"), work.input_count());
  if (!lists) return Failed(lists.error());
  Merging merging(work);
  for (std::size_t i = 0; i < work.input_count(); ++i) {
    if (auto added = merging.add(i, lists->at(i)); !added) return Failed(added.error());
  }
  return merging.end();
}

}  // namespace docmill::engines::pdf
