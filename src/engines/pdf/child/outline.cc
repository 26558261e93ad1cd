#include "engines/pdf/child/outline.h"
#include "engines/pdf/qpdf.h"

#include <map>

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

class OutlineReader {
 public:
  explicit OutlineReader(QPDF& pdf) {
    std::uint32_t number = 0;
    for (auto& page : pdf.getAllPages()) numbers_.emplace(page.getObjGen(), ++number);
  }

  std::vector<Bookmark> read(const std::vector<QPDFOutlineObjectHelper>& items, int depth) {
    std::vector<Bookmark> out;
    if (depth == kDeepestBookmark) return out;
    for (auto item : items) {
      if (++count_ > kMostBookmarks) break;
      Bookmark bookmark{.title = item.getTitle(), .page = 0, .top = {}, .children = {}};
      lead(bookmark, item.getDest());
      bookmark.children = read(item.getKids(), depth + 1);
      out.push_back(std::move(bookmark));
    }
    return out;
  }

 private:
  /// ISO 32000-1, 12.3.2.2: [page /XYZ left top zoom], [page /FitH top], …
  void lead(Bookmark& bookmark, Handle dest) const {
    if (!dest.isArray() || dest.getArrayNItems() == 0) return;
    const auto page = numbers_.find(dest.getArrayItem(0).getObjGen());
    if (page == numbers_.end()) return;
    bookmark.page = page->second;
    const auto kind = dest.getArrayNItems() > 1 && dest.getArrayItem(1).isName() ? dest.getArrayItem(1).getName() : std::string();
    const int at = kind == "/XYZ" ? 3 : kind == "/FitH" || kind == "/FitBH" ? 2 : 0;
    if (at != 0 && dest.getArrayNItems() > at && dest.getArrayItem(at).isNumber()) bookmark.top = dest.getArrayItem(at).getNumericValue();
  }

  std::map<QPDFObjGen, std::uint32_t> numbers_;
  std::size_t count_ = 0;
};

class OutlineWriter {
 public:
  explicit OutlineWriter(QPDF& pdf) : pdf_(pdf), pages_(pdf.getAllPages()) {}

  /// Links `bookmarks` below `parent` and returns how many there are in all.
  int write(Handle parent, const std::vector<Bookmark>& bookmarks) {
    int count = 0;
    Handle before = Handle::newNull();
    for (const auto& bookmark : bookmarks) {
      auto item = pdf_.makeIndirectObject(Handle::newDictionary());
      item.replaceKey("/Title", Handle::newUnicodeString(bookmark.title));
      item.replaceKey("/Parent", parent);
      if (bookmark.page != 0 && bookmark.page <= pages_.size()) item.replaceKey("/Dest", destination(bookmark));
      // Closed below the first level, as viewers show long trees best: a negative count says so.
      if (const int below = write(item, bookmark.children); below > 0) item.replaceKey("/Count", Handle::newInteger(-below));
      if (before.isNull()) {
        parent.replaceKey("/First", item);
      } else {
        before.replaceKey("/Next", item);
        item.replaceKey("/Prev", before);
      }
      parent.replaceKey("/Last", item);
      before = item;
      ++count;
    }
    return count;
  }

 private:
  Handle destination(const Bookmark& bookmark) const {
    auto dest = Handle::newArray();
    dest.appendItem(pages_.at(bookmark.page - 1));
    dest.appendItem(Handle::newName("/XYZ"));
    dest.appendItem(Handle::newNull());
    dest.appendItem(bookmark.top ? Handle::newReal(*bookmark.top, 2) : Handle::newNull());
    dest.appendItem(Handle::newNull());
    return dest;
  }

  QPDF& pdf_;
  std::vector<Handle> pages_;
};

}  // namespace

std::vector<Bookmark> read_outline(QPDF& pdf) {
  return OutlineReader(pdf).read(QPDFOutlineDocumentHelper(pdf).getTopLevelOutlines(), 0);
}

void write_outline(QPDF& pdf, const std::vector<Bookmark>& bookmarks) {
  auto root = pdf.getRoot();
  root.removeKey("/Outlines");
  if (bookmarks.empty()) return;
  auto outlines = pdf.makeIndirectObject(Handle::newDictionary());
  outlines.replaceKey("/Type", Handle::newName("/Outlines"));
  outlines.replaceKey("/Count", Handle::newInteger(OutlineWriter(pdf).write(outlines, bookmarks)));
  root.replaceKey("/Outlines", outlines);
}

}  // namespace docmill::engines::pdf
