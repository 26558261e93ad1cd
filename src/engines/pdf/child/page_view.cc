#include "engines/pdf/child/page_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

constexpr double kLargestNumber = 1e6;  // points; viewers stop at 14,400

/// A rectangle the right way round; one of US Letter when it is none.
Handle::Rectangle straightened(Handle box) {
  if (!box.isRectangle()) return {0, 0, 612, 792};
  auto r = box.getArrayAsRectangle();
  const Handle::Rectangle out{std::min(r.llx, r.urx), std::min(r.lly, r.ury), std::max(r.llx, r.urx), std::max(r.lly, r.ury)};
  const bool sane = is_sane(out.llx) && is_sane(out.lly) && is_sane(out.urx) && is_sane(out.ury);
  return sane && out.urx - out.llx > 1e-3 && out.ury - out.lly > 1e-3 ? out : Handle::Rectangle{0, 0, 612, 792};
}

/// What is seen: the crop box as far as it lies on the sheet (ISO 32000-1, 14.11.2).
Handle::Rectangle visible(QPDFPageObjectHelper page) {
  const auto media = straightened(page.getMediaBox());
  auto crop_box = page.getCropBox();
  if (!crop_box.isRectangle()) return media;
  const auto crop = straightened(crop_box);
  const Handle::Rectangle both{std::max(media.llx, crop.llx), std::max(media.lly, crop.lly), std::min(media.urx, crop.urx),
                               std::min(media.ury, crop.ury)};
  return both.urx - both.llx > 1e-3 && both.ury - both.lly > 1e-3 ? both : media;
}

int turn_of(QPDFPageObjectHelper page) {
  auto value = page.getAttribute("/Rotate", false);
  if (!value.isNumber() || !is_sane(value.getNumericValue())) return 0;
  const auto degrees = static_cast<int>(value.getNumericValue()) % 360;
  return (degrees + 360) % 360 / 90 * 90;
}

double unit_of(QPDFPageObjectHelper page) {
  auto value = page.getObjectHandle().getKey("/UserUnit");
  const double unit = value.isNumber() ? value.getNumericValue() : 1;
  return is_sane(unit) && unit > 1e-3 ? unit : 1;
}

class BalanceCounter final : public QPDFObjectHandle::TokenFilter {
 public:
  void handleToken(QPDFTokenizer::Token const& token) override {
    if (token.getType() != QPDFTokenizer::tt_word) return;
    if (token.getValue() == "q") ++balance.left_open;
    if (token.getValue() != "Q") return;
    if (balance.left_open > 0) {
      --balance.left_open;
    } else {
      ++balance.missing;
    }
  }
  StateBalance balance;
};

/// The page's own dictionary of this kind of resource; until now it may have been inherited or shared.
Handle own_resources(QPDFPageObjectHelper page, const std::string& kind) {
  auto resources = page.getAttribute("/Resources", true);
  if (!resources.isDictionary()) {
    resources = Handle::newDictionary();
    page.getObjectHandle().replaceKey("/Resources", resources);
  }
  auto entries = resources.getKey(kind);
  auto own = entries.isDictionary() ? entries.shallowCopy() : Handle::newDictionary();
  resources.replaceKey(kind, own);
  return own;
}

std::string free_name(Handle dictionary) {
  for (int i = 1;; ++i) {
    auto name = fmt::format("/DmX{}", i);
    if (!dictionary.hasKey(name)) return name;
  }
}

}  // namespace

bool is_sane(double number) {
  return std::isfinite(number) && std::abs(number) <= kLargestNumber;
}

PageView PageView::of(QPDFPageObjectHelper page) {
  const auto box = visible(page);
  const auto unit = unit_of(page);
  const auto width = box.urx - box.llx;
  const auto height = box.ury - box.lly;
  PageView out;
  out.box = box;
  out.turned = turn_of(page);
  const bool lying = out.turned % 180 != 0;
  out.width = (lying ? height : width) * unit;
  out.height = (lying ? width : height) * unit;
  const double s = 1 / unit;
  switch (out.turned) {
    case 90: out.to_page = {0, s, -s, 0, box.urx, box.lly}; break;
    case 180: out.to_page = {-s, 0, 0, -s, box.urx, box.ury}; break;
    case 270: out.to_page = {0, -s, s, 0, box.llx, box.ury}; break;
    default: out.to_page = {s, 0, 0, s, box.llx, box.lly}; break;
  }
  return out;
}

StateBalance balance_of(QPDFPageObjectHelper page) {
  BalanceCounter counter;
  try {
    page.filterContents(&counter);
  } catch (const QPDFExc&) {
    // What cannot be read is not drawn either.
  }
  return counter.balance;
}

std::string set_matrix(const QPDFMatrix& m) {
  return fmt::format("{:.6f} {:.6f} {:.6f} {:.6f} {:.4f} {:.4f} cm ", m.a, m.b, m.c, m.d, m.e, m.f);
}

Handle form_object(QPDF& pdf, const std::string& content, Handle::Rectangle box, Handle resources) {
  auto form = Handle::newStream(&pdf, content);
  auto dictionary = form.getDict();
  dictionary.replaceKey("/Type", Handle::newName("/XObject"));
  dictionary.replaceKey("/Subtype", Handle::newName("/Form"));
  dictionary.replaceKey("/BBox", Handle::newArray(box));
  dictionary.replaceKey("/Resources", resources);
  return form;
}

PagePainter::PagePainter(QPDFPageObjectHelper page) : page_(page), view_(PageView::of(page)), forms_(own_resources(page, "/XObject")) {}

std::string PagePainter::shown(Handle form, const QPDFMatrix& placed) {
  const auto name = free_name(forms_);
  forms_.replaceKey(name, form);
  QPDFMatrix whole(view_.to_page);
  whole.concat(placed);
  // An artifact: whoever reads a tagged document aloud leaves it out.
  return "/Artifact BMC q " + set_matrix(whole) + name + " Do Q EMC\n";
}

void PagePainter::finish() {
  auto& pdf = *page_.getObjectHandle().getOwningQPDF();
  const auto add = [&](const std::string& content, bool first) {
    if (!content.empty()) page_.addPageContents(Handle::newStream(&pdf, content), first);
  };
  std::string before;
  if (!over_.empty()) {
    // What is drawn last has to find the page's first state again, whatever the content saved and restored.
    const auto balance = balance_of(page_);
    for (int i = 0; i <= balance.missing; ++i) before += "q ";
    std::string after = "\n";
    for (int i = 0; i <= balance.left_open; ++i) after += "Q ";
    add(after + over_, false);
  }
  add(under_ + before, true);
}

}  // namespace docmill::engines::pdf
