#include "engines/pdf/child/taken_pages.h"

#include <set>

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;
using Objects = std::set<QPDFObjGen>;

constexpr int kDeepestField = 64;

Objects annotations_of(const std::vector<Handle>& pages) {
  Objects out;
  for (auto page : pages) {
    auto annotations = page.getKey("/Annots");
    if (!annotations.isArray()) continue;
    for (auto& one : annotations.aitems()) {
      if (one.isIndirect()) out.insert(one.getObjGen());
    }
  }
  return out;
}

/// Fields as far as they are still to be seen. What was never to be seen, without a widget, stays.
class FieldSweep {
 public:
  FieldSweep(const Objects& gone, const Objects& there) : gone_(gone), there_(there) {}

  Handle kept(Handle fields, int depth) {
    auto out = Handle::newArray();
    for (auto& field : fields.aitems()) {
      if (keeps(field, depth)) out.appendItem(field);
    }
    return out;
  }

 private:
  bool keeps(Handle field, int depth) {
    if (!field.isDictionary() || depth > kDeepestField) return true;
    if (field.isIndirect() && !seen_.insert(field.getObjGen()).second) return true;
    auto kids = field.getKey("/Kids");
    if (!kids.isArray()) return !gone_.contains(field.getObjGen()) || there_.contains(field.getObjGen());
    auto left = kept(kids, depth + 1);
    if (left.getArrayNItems() != kids.getArrayNItems()) field.replaceKey("/Kids", left);
    return left.getArrayNItems() > 0 || kids.getArrayNItems() == 0;
  }

  const Objects& gone_;
  const Objects& there_;
  Objects seen_;
};

}  // namespace

void take_pages_out(QPDF& file, std::vector<QPDFPageObjectHelper>& pages) {
  QPDFPageDocumentHelper document(file);
  std::vector<Handle> taken;
  for (auto& page : pages) {
    taken.push_back(page.getObjectHandle());
    document.removePage(page);
  }
  const auto gone = annotations_of(taken);
  auto form = file.getRoot().getKey("/AcroForm");
  if (auto fields = form.getKeyIfDict("/Fields"); fields.isArray())
    form.replaceKey("/Fields", FieldSweep(gone, annotations_of(file.getAllPages())).kept(fields, 0));
  for (auto& page : taken) file.replaceObject(page.getObjGen(), Handle::newNull());
}

}  // namespace docmill::engines::pdf
