#pragma once
#include <string>

#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {

/// A page as its viewer sees it: turned and cut. Lengths are in points of 1/72 inch; the origin is the bottom left corner seen.
struct PageView {
  double width = 0;
  double height = 0;
  int turned = 0;                        // degrees clockwise: 0, 90, 180, 270
  QPDFMatrix to_page = {};               // from the view to the page's own coordinates
  QPDFObjectHandle::Rectangle box = {};  // what is seen, in the page's own coordinates

  /// Of a page whose boxes are missing or senseless: a sheet of US Letter, as viewers take it.
  static PageView of(QPDFPageObjectHelper page);
};

/// What a content stream leaves behind when it ends: states that it saved and did not restore, and restored without having saved.
struct StateBalance {
  int left_open = 0;
  int missing = 0;
};
StateBalance balance_of(QPDFPageObjectHelper page);

/// Draws over or under a page. Its own content, resources and whatever it shares with other pages stay as they are.
class PagePainter {
 public:
  explicit PagePainter(QPDFPageObjectHelper page);

  const PageView& view() const { return view_; }
  /// Shows a form XObject: `placed` leads from its coordinates to the view.
  void over(QPDFObjectHandle form, const QPDFMatrix& placed) { over_ += shown(form, placed); }
  void under(QPDFObjectHandle form, const QPDFMatrix& placed) { under_ += shown(form, placed); }
  /// Writes it into the page. Call once.
  void finish();

 private:
  std::string shown(QPDFObjectHandle form, const QPDFMatrix& placed);

  QPDFPageObjectHelper page_;
  PageView view_;
  QPDFObjectHandle forms_;  // the page's own /XObject dictionary
  std::string over_;
  std::string under_;
};

/// "1 0 0 1 72 72 cm", without exponents, which PDF does not know.
std::string set_matrix(const QPDFMatrix& matrix);

/// A form XObject that shows what lies in `box`.
QPDFObjectHandle form_object(QPDF& pdf, const std::string& content, QPDFObjectHandle::Rectangle box, QPDFObjectHandle resources);

/// Whether a number may be a length or place on a page: finite, and no more than a viewer can show.
bool is_sane(double number);

}  // namespace docmill::engines::pdf
