#include "engines/pdf/child/flatten.h"

#include <vector>

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

bool is_link(Handle annotation) {
  return annotation.isDictionary() && annotation.getKey("/Subtype").isNameAndEquals("/Link");
}

/// Takes a page's links off it, since the library drops what has no picture.
std::vector<Handle> links_taken_off(Handle page) {
  std::vector<Handle> links;
  auto annotations = page.getKey("/Annots");
  if (!annotations.isArray()) return links;
  auto others = Handle::newArray();
  for (auto& one : annotations.aitems()) {
    if (is_link(one)) {
      links.push_back(one);
    } else {
      others.appendItem(one);
    }
  }
  if (!links.empty()) page.replaceKey("/Annots", others);
  return links;
}

void put_back(Handle page, const std::vector<Handle>& links) {
  if (links.empty()) return;
  auto annotations = page.getKey("/Annots");
  auto all = annotations.isArray() ? annotations.shallowCopy() : Handle::newArray();
  for (const auto& link : links) all.appendItem(link);
  page.replaceKey("/Annots", all);
}

}  // namespace

void draw_annotations_in(QPDF& file) {
  std::vector<std::vector<Handle>> links;
  for (const auto& page : file.getAllPages()) links.push_back(links_taken_off(page));
  QPDFPageDocumentHelper(file).flattenAnnotations(0, an_invisible | an_hidden);
  const auto pages = file.getAllPages();
  for (std::size_t i = 0; i < pages.size(); ++i) put_back(pages[i], links[i]);
}

}  // namespace docmill::engines::pdf
