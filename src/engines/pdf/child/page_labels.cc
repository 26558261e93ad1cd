#include "engines/pdf/child/page_labels.h"

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

/// The number that a label counts with.
long long count_of(Handle label) {
  auto start = label.getKeyIfDict("/St");
  return start.isInteger() ? start.getIntValue() : 1;
}

/// Whether the second label is what the first one's range goes on with.
bool goes_on(Handle before, Handle label) {
  if (!before.isDictionary() || !label.isDictionary()) return before.isDictionary() == label.isDictionary();
  return before.getKey("/S").unparse() == label.getKey("/S").unparse() && before.getKey("/P").unparse() == label.getKey("/P").unparse() &&
         count_of(before) + 1 == count_of(label);
}

}  // namespace

PageLabels::PageLabels(QPDF& file) : file_(file) {
  QPDFPageLabelDocumentHelper helper(file);
  if (!helper.hasPageLabels()) return;
  const auto pages = static_cast<long long>(file.getAllPages().size());
  for (long long i = 0; i < pages; ++i) labels_.push_back(helper.getLabelForPage(i));
}

void PageLabels::follow(const std::vector<std::uint32_t>& order) {
  if (labels_.empty()) return;
  auto numbers = Handle::newArray();
  for (std::size_t i = 0; i < order.size(); ++i) {
    auto label = labels_.at(order[i] - 1);
    if (i > 0 && goes_on(labels_.at(order[i - 1] - 1), label)) continue;
    numbers.appendItem(Handle::newInteger(static_cast<long long>(i)));
    numbers.appendItem(label.isDictionary() ? label : Handle::newDictionary());
  }
  file_.getRoot().replaceKey("/PageLabels", Handle::newDictionary({{"/Nums", numbers}}));
}

}  // namespace docmill::engines::pdf
