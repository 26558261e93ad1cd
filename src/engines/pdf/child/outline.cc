#include "engines/pdf/child/outline.h"
#include "engines/pdf/qpdf.h"

#include <map>
#include <optional>
#include <set>

#include "engines/pdf/child/links.h"

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

/// Goes through the tree itself: libqpdf follows bookmarks that lead to one another 50 deep, and each of them twice.
class OutlineReader {
 public:
  explicit OutlineReader(QPDF& pdf) : root_(pdf.getRoot()) {
    std::uint32_t number = 0;
    for (auto& page : pdf.getAllPages()) numbers_.emplace(page.getObjGen(), ++number);
    auto names = root_.getKey("/Names");
    if (names.isDictionary() && names.getKey("/Dests").isDictionary()) names_.emplace(names.getKey("/Dests"), pdf);
  }

  std::vector<Bookmark> read() {
    auto outlines = root_.getKey("/Outlines");
    return outlines.isDictionary() ? read(outlines.getKey("/First"), 0) : std::vector<Bookmark>();
  }

 private:
  std::vector<Bookmark> read(Handle first, int depth) {
    std::vector<Bookmark> out;
    if (depth == kDeepestBookmark) return out;
    for (auto item = first; item.isDictionary() && is_new(item); item = item.getKey("/Next")) {
      if (++count_ > kMostBookmarks) break;
      auto title = item.getKey("/Title");
      Bookmark bookmark{.title = title.isString() ? title.getUTF8Value() : std::string(), .page = 0, .top = {}, .children = {}};
      lead(bookmark, straight(destination_of(item)));
      bookmark.children = read(item.getKey("/First"), depth + 1);
      out.push_back(std::move(bookmark));
    }
    return out;
  }

  /// Each bookmark has one place in the tree.
  bool is_new(const Handle& item) { return !item.isIndirect() || seen_.insert(item.getObjGen()).second; }

  /// What a destination that is a name stands for.
  Handle straight(Handle dest) {
    if (dest.isString() && names_) {
      Handle named;
      dest = names_->findObject(dest.getUTF8Value(), named) ? named : Handle::newNull();
    } else if (dest.isName() && root_.getKey("/Dests").isDictionary()) {
      dest = root_.getKey("/Dests").getKey(dest.getName());
    }
    return dest.isDictionary() ? dest.getKey("/D") : dest;
  }

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

  Handle root_;
  std::optional<QPDFNameTreeObjectHelper> names_;
  std::map<QPDFObjGen, std::uint32_t> numbers_;
  std::set<QPDFObjGen> seen_;
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
  return OutlineReader(pdf).read();
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
