#include "templating/xlsx/comments.h"

namespace docmill::templating::xlsx {

Result<void> for_each_comment(ooxml::Package& package, const std::string& part, const std::function<void(const SheetComment&)>& visit) {
  for (const bool threaded : {false, true}) {
    const auto relation = package.find(part, threaded ? "threadedComment" : "comments");
    if (!relation || relation->external || !package.has(relation->target)) continue;
    auto tree = package.xml(relation->target);
    if (!tree) return Failed(tree.error());
    const auto root = (*tree)->document_element();
    for (const auto comment : (threaded ? root : root.child("commentList")).children())
      visit({.node = comment, .part = relation->target, .threaded = threaded});
  }
  return {};
}

}  // namespace docmill::templating::xlsx
