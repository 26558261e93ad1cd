#pragma once
#include <map>
#include <optional>
#include <string>

#include "engines/pdf/child/page_view.h"
#include "engines/pdf/child/parameters.h"
#include "engines/pdf/child/type/embedded_fonts.h"

namespace docmill::engines::pdf {

/// What is put on pages: a form XObject whose picture lies from 0, 0 to width, height.
struct Mark {
  QPDFObjectHandle form;
  double width = 0;
  double height = 0;
};

/// How a text looks.
struct Lettering {
  type::Style style;
  double size = 36;              // points
  std::string colour = "0 0 0";  // operands of rg
};

/// A mark of one or several lines, centred over each other. `missing` becomes true when a character is in none of the fonts.
Mark text_mark(QPDF& pdf, type::EmbeddedFonts& embedded, const type::FontBook& fonts, const std::string& text, const Lettering& lettering,
               bool& missing);

/// A page of another document, as its viewer sees it, with what is annotated on it drawn in.
Mark page_mark(QPDF& pdf, QPDFPageObjectHelper page);

/// The same mark, but so opaque: 0 to 1.
Mark faded(QPDF& pdf, const Mark& mark, double opacity);

/// Where a mark goes, in points as the viewer sees the page.
struct Placing {
  std::string position = "Center";  // one of nine, for when neither x nor y is given
  std::optional<double> x;          // of the left edge of the turned mark, from the left edge of the page
  std::optional<double> y;          // of its bottom edge, from the bottom
  double angle = 0;                 // degrees against the clock
  double margin = 0;                // what `position` keeps from the edges
  std::optional<double> width;      // to be made as wide
  std::optional<double> height;     // and as high
  bool keep_ratio = true;           // fit into both rather than be stretched to them
  bool shrink = false;              // a mark larger than the page is made smaller
  bool tile = false;                // repeated over the whole page
};

/// Reads Position, X, Y, Angle, Margin, Width, Height, AutoScale and Tile.
Placing read_placing(const child::Work& work);

/// Puts marks on pages.
class Stamper {
 public:
  /// Both borrowed.
  Stamper(QPDF& pdf, const Placing& placing, bool over) : pdf_(pdf), placing_(placing), over_(over) {}
  void stamp(QPDFPageObjectHelper page, const Mark& mark);

 private:
  QPDFObjectHandle tiles(const Mark& mark, const PageView& view);

  QPDF& pdf_;
  const Placing& placing_;
  bool over_;
  std::map<std::string, QPDFObjectHandle> tiles_;  // by mark and size of the page
};

}  // namespace docmill::engines::pdf
