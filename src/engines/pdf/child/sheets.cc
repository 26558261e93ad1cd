#include "engines/pdf/child/sheets.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/paper.h"
#include "engines/pdf/child/fill_form.h"
#include "engines/pdf/child/mark.h"
#include "engines/pdf/child/open_pdf.h"
#include "engines/pdf/child/parameters.h"

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

struct Sheet {
  double width;  // points, upright
  double height;
};

/// Hundredths of a point are enough for a printer.
double in_points(double inches) {
  return std::round(inches * 7200) / 100;
}

Sheet sheet_of(const child::Work& work) {
  const auto* chosen = find_paper(work.param("PaperSize"));
  const auto& paper = chosen == nullptr ? papers().front() : *chosen;
  return {in_points(std::min(paper.width, paper.height)), in_points(std::max(paper.width, paper.height))};
}

/// How the pages of a sheet lie.
struct Grid {
  int columns = 2;
  int rows = 1;
  double width = 0;  // of the sheet
  double height = 0;
  double margin = 0;
  double gap = 0;
  bool border = false;

  double cell_width() const { return (width - 2 * margin - (columns - 1) * gap) / columns; }
  double cell_height() const { return (height - 2 * margin - (rows - 1) * gap) / rows; }
};

Result<Grid> read_grid(const child::Work& work, int count, bool pages_lie) {
  const auto paper = sheet_of(work);
  // So many across and down that upright pages stay as large as they can; on its side for pages that lie.
  auto columns = count == 2 ? 2 : count == 6 ? 3 : count == 8 ? 4 : static_cast<int>(std::lround(std::sqrt(count)));
  auto rows = count / columns;
  const bool lies = (columns != rows) != pages_lie;
  if (pages_lie) std::swap(columns, rows);
  const Grid grid{.columns = columns,
                  .rows = rows,
                  .width = lies ? paper.height : paper.width,
                  .height = lies ? paper.width : paper.height,
                  .margin = work.decimal("Margin").value_or(18),
                  .gap = work.decimal("Gap").value_or(9),
                  .border = work.flag("Border")};
  if (grid.cell_width() < 9 || grid.cell_height() < 9)
    return Failed(fail(ErrorCode::BadRequest, "Margin and Gap leave no room for the pages; choose smaller ones."));
  return grid;
}

/// Draws pages on new sheets at the end of their own document.
class SheetMaker {
 public:
  SheetMaker(QPDF& file, const Grid& grid) : file_(file), grid_(grid), pages_(QPDFPageDocumentHelper(file).getAllPages()) {}

  /// One sheet; pages are counted from 1, 0 is an empty place.
  void add(const std::vector<std::uint32_t>& numbers) {
    auto forms = Handle::newDictionary();
    std::string content;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (numbers[i] != 0) content += shown(forms, numbers[i], i);
    }
    auto resources = Handle::newDictionary();
    resources.replaceKey("/XObject", forms);
    auto page = Handle::parse("<< /Type /Page >>");
    page.replaceKey("/MediaBox", Handle::newArray(Handle::Rectangle{0, 0, grid_.width, grid_.height}));
    page.replaceKey("/Resources", resources);
    page.replaceKey("/Contents", Handle::newStream(&file_, content));
    QPDFPageDocumentHelper(file_).addPage(QPDFPageObjectHelper(file_.makeIndirectObject(page)), false);
  }

  /// The old pages go, and with them whatever leads to them.
  void finish() {
    QPDFPageDocumentHelper helper(file_);
    for (auto& page : pages_) helper.removePage(page);
    for (const auto* key : {"/AcroForm", "/Outlines", "/Dests", "/Names", "/OpenAction", "/PageLabels", "/StructTreeRoot", "/MarkInfo"})
      file_.getRoot().removeKey(key);
  }

 private:
  std::string shown(Handle forms, std::uint32_t number, std::size_t place) {
    const auto mark = page_mark(file_, pages_.at(number - 1));
    const auto name = fmt::format("/P{}", place);
    forms.replaceKey(name, mark.form);
    const auto columns = static_cast<std::size_t>(grid_.columns);
    const auto column = static_cast<double>(place % columns);
    const std::size_t rows_above = place / columns;
    const auto row = static_cast<double>(rows_above);
    const auto scale = std::min(grid_.cell_width() / mark.width, grid_.cell_height() / mark.height);
    const auto width = mark.width * scale;
    const auto height = mark.height * scale;
    const auto x = grid_.margin + column * (grid_.cell_width() + grid_.gap) + (grid_.cell_width() - width) / 2;
    const auto y = grid_.height - grid_.margin - (row + 1) * grid_.cell_height() - row * grid_.gap + (grid_.cell_height() - height) / 2;
    auto out = "q " + set_matrix({scale, 0, 0, scale, x, y}) + name + " Do Q\n";
    if (grid_.border) out += fmt::format("q 0.5 w 0.5 G {:.3f} {:.3f} {:.3f} {:.3f} re S Q\n", x, y, width, height);
    return out;
  }

  QPDF& file_;
  const Grid& grid_;
  std::vector<QPDFPageObjectHelper> pages_;
};

bool first_page_lies(Pdf& pdf) {
  const auto view = PageView::of(QPDFPageDocumentHelper(*pdf.file).getAllPages().front());
  return view.width > view.height;
}

void draw_annotations(QPDF& file) {
  draw_form_if_needed(file);
  QPDFPageDocumentHelper(file).flattenAnnotations(0, an_invisible | an_hidden);
}

Result<Finished> finish_sheets(child::Work& work, Pdf& pdf) {
  QPDFWriter writer(*pdf.file);
  return finish_pdf(work, pdf, writer);
}

QPDFMatrix inverse(const QPDFMatrix& m) {
  const auto det = m.a * m.d - m.b * m.c;  // of a page's view never 0
  return {m.d / det, -m.b / det, -m.c / det, m.a / det, (m.c * m.f - m.d * m.e) / det, (m.b * m.e - m.a * m.f) / det};
}

/// Moves links and comments along with what they are about.
void move_annotations(QPDFPageObjectHelper page, const QPDFMatrix& matrix) {
  auto annotations = page.getObjectHandle().getKey("/Annots");
  if (!annotations.isArray()) return;
  for (auto& one : annotations.aitems()) {
    if (!one.isDictionary()) continue;
    if (auto rect = one.getKey("/Rect"); rect.isRectangle())
      one.replaceKey("/Rect", Handle::newArray(matrix.transformRectangle(rect.getArrayAsRectangle())));
    auto points = one.getKey("/QuadPoints");
    if (!points.isArray()) continue;
    auto moved_points = Handle::newArray();
    for (int i = 0; i + 1 < points.getArrayNItems(); i += 2) {
      double x = 0;
      double y = 0;
      if (points.getArrayItem(i).isNumber() && points.getArrayItem(i + 1).isNumber())
        matrix.transform(points.getArrayItem(i).getNumericValue(), points.getArrayItem(i + 1).getNumericValue(), x, y);
      moved_points.appendItem(Handle::newReal(x));
      moved_points.appendItem(Handle::newReal(y));
    }
    one.replaceKey("/QuadPoints", moved_points);
  }
}

/// Puts what a page shows on a sheet of another size.
void put_on_paper(QPDF& file, QPDFPageObjectHelper page, Sheet paper, double margin, bool upscale) {
  const auto view = PageView::of(page);
  if (view.width > view.height) std::swap(paper.width, paper.height);
  // A page's picture reads its content when the document is written, so it needs a page that stays as it is.
  const auto mark = page_mark(file, page.shallowCopyPage());
  auto scale = std::min((paper.width - 2 * margin) / view.width, (paper.height - 2 * margin) / view.height);
  if (!upscale) scale = std::min(scale, 1.0);
  const QPDFMatrix placed(scale, 0, 0, scale, (paper.width - view.width * scale) / 2, (paper.height - view.height * scale) / 2);
  auto moved_by = placed;
  moved_by.concat(inverse(view.to_page));
  move_annotations(page, moved_by);
  auto own = page.getObjectHandle();
  auto forms = Handle::newDictionary();
  forms.replaceKey("/P0", mark.form);
  auto resources = Handle::newDictionary();
  resources.replaceKey("/XObject", forms);
  own.replaceKey("/Resources", resources);
  own.replaceKey("/Contents", Handle::newStream(&file, "q " + set_matrix(placed) + "/P0 Do Q"));
  own.replaceKey("/MediaBox", Handle::newArray(Handle::Rectangle{0, 0, paper.width, paper.height}));
  for (const auto* key : {"/Rotate", "/UserUnit", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/StructParents"}) own.removeKey(key);
}

}  // namespace

Result<Finished> nup(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  const auto each = work.count("PagesPerSheet", 2);
  const auto grid = read_grid(work, static_cast<int>(each), first_page_lies(*pdf));
  if (!grid) return Failed(grid.error());
  const auto total = pdf->pages();
  draw_annotations(*pdf->file);
  SheetMaker maker(*pdf->file, *grid);
  for (std::uint32_t first = 1; first <= total; first += each) {
    std::vector<std::uint32_t> numbers;
    for (auto number = first; number < first + each; ++number) numbers.push_back(number <= total ? number : 0);
    maker.add(numbers);
  }
  maker.finish();
  return finish_sheets(work, *pdf);
}

Result<Finished> booklet(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  const auto grid = read_grid(work, 2, first_page_lies(*pdf));
  if (!grid) return Failed(grid.error());
  const auto total = pdf->pages();
  const auto whole = (total + 3) / 4 * 4;  // a folded sheet has four pages
  const auto page = [&](std::uint32_t number) { return number <= total ? number : 0; };
  draw_annotations(*pdf->file);
  SheetMaker maker(*pdf->file, *grid);
  for (std::uint32_t i = 0; i < whole / 2; i += 2) {
    maker.add({page(whole - i), page(i + 1)});
    maker.add({page(i + 2), page(whole - i - 1)});
  }
  maker.finish();
  return finish_sheets(work, *pdf);
}

Result<Finished> resize(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  const auto chosen = page_set(work, *pdf);
  if (!chosen) return Failed(chosen.error());
  QPDFPageDocumentHelper helper(*pdf->file);
  helper.pushInheritedAttributesToPage();
  auto pages = helper.getAllPages();
  for (const auto number : *chosen)
    put_on_paper(*pdf->file, pages.at(number - 1), sheet_of(work), work.decimal("Margin").value_or(0), work.flag("Upscale", true));
  return finish_sheets(work, *pdf);
}

Result<Finished> crop(child::Work& work) {
  std::array<double, 4> cut{};
  for (std::size_t i = 0; i < cut.size(); ++i) cut.at(i) = work.decimal(std::array{"Left", "Bottom", "Right", "Top"}.at(i)).value_or(0);
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  const auto chosen = page_set(work, *pdf);
  if (!chosen) return Failed(chosen.error());
  auto pages = QPDFPageDocumentHelper(*pdf->file).getAllPages();
  for (const auto number : *chosen) {
    auto& page = pages.at(number - 1);
    const auto view = PageView::of(page);
    const Handle::Rectangle left{cut[0], cut[1], view.width - cut[2], view.height - cut[3]};
    if (left.urx - left.llx < 1 || left.ury - left.lly < 1)
      return Failed(fail(
          ErrorCode::BadRequest,
          fmt::format("Nothing of page {} would be left; it is {:.0f} by {:.0f} points. Cut less off.", number, view.width, view.height)));
    auto own = page.getObjectHandle();
    own.replaceKey("/CropBox", Handle::newArray(view.to_page.transformRectangle(left)));
    for (const auto* key : {"/TrimBox", "/BleedBox", "/ArtBox"}) own.removeKey(key);
  }
  return finish_sheets(work, *pdf);
}

}  // namespace docmill::engines::pdf
