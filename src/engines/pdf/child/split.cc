#include "engines/pdf/child/split.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "engines/pdf/child/open_pdf.h"
#include "engines/pdf/child/outline.h"
#include "engines/pdf/child/page_copier.h"
#include "model/page_list.h"

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

struct Part {
  std::vector<std::uint32_t> pages;
  std::string name;  // empty: by its number
};

using Parts = Result<std::vector<Part>>;

Result<std::vector<model::PageRange>> required_list(const child::Work& work, const std::string& name) {
  auto list = model::parse_page_list(work.param(name));
  if (list && list->empty()) return Failed(fail(ErrorCode::BadRequest, fmt::format("{}: send pages like 1-3;5.", name)));
  return list;
}

Parts extracted(const child::Work& work, std::uint32_t pages) {
  const auto list = required_list(work, "ExtractRange");
  if (!list) return Failed(list.error());
  auto chosen = model::pages_of(*list, pages, work.request().limits.pages);
  if (!chosen) return Failed(chosen.error());
  return std::vector<Part>{{*std::move(chosen), {}}};
}

Parts by_pages(const child::Work& work, std::uint32_t pages) {
  const auto chunk = work.count("PagesInChunk", 1);
  const auto first = work.count("StartPage", 1);
  const auto last = std::min(pages, work.count("EndPage", pages));
  if (first > last)
    return Failed(fail(ErrorCode::NotApplicable,
                       fmt::format("StartPage: no page from {} to {} is in the document, which has {}.", first, last, pages)));
  std::vector<Part> parts;
  for (auto page = first; page <= last; ++page) {
    if ((page - first) % chunk == 0) parts.emplace_back();
    parts.back().pages.push_back(page);
  }
  return parts;
}

Parts by_ranges(const child::Work& work, std::uint32_t pages) {
  const auto list = required_list(work, "ChunksRange");
  if (!list) return Failed(list.error());
  std::vector<Part> parts;
  for (const auto& range : *list) {
    auto chosen = model::pages_of({range}, pages, work.request().limits.pages);
    if (!chosen) return Failed(chosen.error());
    parts.push_back({*std::move(chosen), {}});
  }
  return parts;
}

/// Where a part begins, and what the bookmark there is called; of several on one page the first.
using Cuts = std::map<std::uint32_t, std::string>;

void collect_cuts(const std::vector<Bookmark>& bookmarks, std::uint32_t depth, Cuts& cuts) {
  for (const auto& bookmark : bookmarks) {
    if (bookmark.page != 0) cuts.emplace(bookmark.page, bookmark.title);
    if (depth > 1) collect_cuts(bookmark.children, depth - 1, cuts);
  }
}

/// A part begins at each page a bookmark leads to; what lies before the first is a part of its own.
Parts by_bookmarks(const child::Work& work, Pdf& pdf) {
  Cuts cuts;
  collect_cuts(read_outline(*pdf.file), work.count("BookmarkDepth", 1), cuts);
  if (cuts.empty()) return Failed(fail(ErrorCode::NotApplicable, "The PDF has no bookmarks to split at; split it by pages or ranges."));
  cuts.emplace(1, "");
  const bool by_title = work.flag("UseBookmarksForFileNames");
  std::vector<Part> parts;
  for (auto cut = cuts.begin(); cut != cuts.end(); ++cut) {
    const auto next = std::next(cut);
    const auto end = next == cuts.end() ? pdf.pages() : next->first - 1;
    Part part{.pages = {}, .name = by_title ? cut->second : std::string()};
    for (auto page = cut->first; page <= end; ++page) part.pages.push_back(page);
    parts.push_back(std::move(part));
  }
  return parts;
}

std::string type_of(const child::Work& work) {
  if (!work.param("Type").empty()) return work.param("Type");
  if (!work.param("PagesInChunk").empty()) return "SplitByPages";
  if (!work.param("ChunksRange").empty()) return "SplitByRanges";
  if (!work.param("BookmarkDepth").empty()) return "SplitByBookmarks";
  return "ExtractPages";
}

Parts parts_of(const child::Work& work, Pdf& pdf) {
  const auto type = type_of(work);
  if (type == "SplitByPages") return by_pages(work, pdf.pages());
  if (type == "SplitByRanges") return by_ranges(work, pdf.pages());
  if (type == "SplitByBookmarks") return by_bookmarks(work, pdf);
  return extracted(work, pdf.pages());
}

std::string name_of(const child::Work& work, const Part& part, std::size_t index) {
  if (!part.name.empty()) return work.param("FilenamePrefix") + part.name;
  const auto& prefix = work.param("FilenamePrefix");
  return prefix.empty() ? std::string() : fmt::format("{}{}", prefix, index + 1);
}

/// What is said of the whole document is true of its parts: title, author and the like, and the language it is read aloud in.
void copy_facts(QPDF& source, QPDF& target) {
  auto information = source.getTrailer().getKey("/Info");
  auto copied = Handle::newDictionary();
  if (information.isDictionary()) {
    for (auto& [key, value] : information.ditems()) {
      if (value.isString()) copied.replaceKey(key, Handle::newString(value.getStringValue()));
    }
  }
  if (!copied.getKeys().empty()) target.getTrailer().replaceKey("/Info", target.makeIndirectObject(copied));
  if (auto language = source.getRoot().getKey("/Lang"); language.isString())
    target.getRoot().replaceKey("/Lang", Handle::newString(language.getStringValue()));
}

Result<void> give_part(child::Work& work, Pdf& source, const Part& part, const std::string& name) {
  QPDF target;
  target.emptyPDF();
  PageCopier copier(*source.file, target);
  for (const auto page : part.pages) copier.copy(page);
  copier.finish();
  copy_facts(*source.file, target);
  QPDFWriter writer(target);
  writer.setObjectStreamMode(qpdf_o_generate);
  if (source.file->isEncrypted()) writer.copyEncryptionParameters(*source.file);
  return give_pdf(work, writer, name);
}

}  // namespace

Result<Finished> split(child::Work& work) {
  auto source = open_pdf(work);
  if (!source) return Failed(source.error());
  const auto parts = parts_of(work, *source);
  if (!parts) return Failed(Error(parts.error()).in(Phase::Load));
  if (parts->size() > kMostOutputs)
    return Failed(
        fail(ErrorCode::InputTooComplex, fmt::format("That would be {} documents; the limit is {}.", parts->size(), kMostOutputs)));
  work.begin(Phase::Export);
  std::size_t pages = 0;
  for (std::size_t i = 0; i < parts->size(); ++i) {
    const auto& part = parts->at(i);
    if (auto given = give_part(work, *source, part, name_of(work, part, i)); !given) return Failed(given.error());
    pages += part.pages.size();
  }
  return finished(pages, repairs_of(*source));
}

}  // namespace docmill::engines::pdf
