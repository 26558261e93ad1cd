#include "engines/pdf/child/bookmarks.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "engines/child/json_text.h"
#include "engines/pdf/child/open_pdf.h"
#include "engines/pdf/child/outline.h"

namespace docmill::engines::pdf {
namespace {

namespace json = boost::json;

json::array written(const std::vector<Bookmark>& bookmarks) {
  json::array out;
  for (const auto& bookmark : bookmarks) {
    json::object item{{"title", bookmark.title}, {"page", nullptr}};
    if (bookmark.page != 0) item["page"] = bookmark.page;
    if (bookmark.top) item["top"] = *bookmark.top;
    item["children"] = written(bookmark.children);
    out.push_back(std::move(item));
  }
  return out;
}

Error wrong(std::string what) {
  return fail(ErrorCode::BadRequest, "Bookmarks: " + what);
}

/// Reads the caller's tree; every problem names the bookmark by its place, "2.1".
class Reader {
 public:
  explicit Reader(std::uint32_t pages) : pages_(pages) {}

  Result<std::vector<Bookmark>> read(const json::value& value, const std::string& place, int depth) {
    if (!value.is_array())
      return Failed(wrong(fmt::format("{} is no list; send [{{\"title\": …, \"page\": …}}].", place.empty() ? "this" : place)));
    if (depth == kDeepestBookmark) return Failed(wrong(fmt::format("{} is nested more than {} deep.", place, kDeepestBookmark)));
    std::vector<Bookmark> out;
    for (std::size_t i = 0; i < value.get_array().size(); ++i) {
      auto bookmark = read_one(value.get_array()[i], place.empty() ? std::to_string(i + 1) : fmt::format("{}.{}", place, i + 1), depth);
      if (!bookmark) return Failed(bookmark.error());
      out.push_back(*std::move(bookmark));
    }
    return out;
  }

 private:
  Result<Bookmark> read_one(const json::value& value, const std::string& place, int depth) {
    if (++count_ > kMostBookmarks) return Failed(wrong(fmt::format("there are more than {}.", kMostBookmarks)));
    const auto* item = value.if_object();
    const auto* title = item == nullptr ? nullptr : item->if_contains("title");
    if (title == nullptr || !title->is_string()) return Failed(wrong(fmt::format("number {} has no title.", place)));
    Bookmark out{.title = std::string(title->get_string()), .page = 0, .top = {}, .children = {}};
    if (const auto* page = item->if_contains("page"); page != nullptr && !page->is_null()) {
      json::error_code failed;
      out.page = page->to_number<std::uint32_t>(failed);
      if (failed || out.page == 0 || out.page > pages_)
        return Failed(wrong(fmt::format("number {} leads to no page of the document, which has {}.", place, pages_)));
    }
    if (const auto* top = item->if_contains("top"); top != nullptr && top->is_number()) out.top = top->to_number<double>();
    if (const auto* children = item->if_contains("children")) {
      auto below = read(*children, place, depth + 1);
      if (!below) return Failed(below.error());
      out.children = *std::move(below);
    }
    return out;
  }

  std::uint32_t pages_;
  std::size_t count_ = 0;
};

}  // namespace

Result<Finished> get_bookmarks(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  return finish_json(work, child::json_text(written(read_outline(*pdf->file))), pdf->pages(), repairs_of(*pdf));
}

Result<Finished> set_bookmarks(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  json::error_code failed;
  const auto value = json::parse(work.param("Bookmarks"), failed);
  if (failed) return Failed(wrong("this is no JSON; send [{\"title\": …, \"page\": …}]."));
  auto bookmarks = Reader(pdf->pages()).read(value, "", 0);
  if (!bookmarks) return Failed(bookmarks.error());
  write_outline(*pdf->file, *bookmarks);
  QPDFWriter writer(*pdf->file);
  return finish_pdf(work, *pdf, writer);
}

}  // namespace docmill::engines::pdf
