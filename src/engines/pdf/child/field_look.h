#pragma once
#include <set>
#include <string>
#include <vector>

#include "engines/pdf/child/field_font.h"
#include "engines/pdf/child/form_fields.h"

namespace docmill::engines::pdf {

/// Draws the appearance of fields, so that every viewer shows their values the same (ISO 32000-1, 12.7.3.3).
class FieldLook {
 public:
  /// `pdf` and `fonts` are borrowed.
  FieldLook(QPDF& pdf, FieldFonts& fonts) : pdf_(pdf), fonts_(fonts) {}

  /// Shows a text in every widget of a field.
  void show_text(FormField& field, const std::string& text);
  /// Shows a list with some of its options marked.
  void show_list(FormField& field, const std::vector<FormOption>& options, const std::set<std::size_t>& chosen);
  /// Gives a check box or radio button that has no pictures of its states a mark and an empty box. `state` is what it is on as.
  void draw_states(QPDFAnnotationObjectHelper widget, const std::string& state, bool round);
  /// Whether some field could not be shown for want of fonts.
  bool unshown() const { return unshown_; }

 private:
  struct Frame;
  Frame frame_of(QPDFAnnotationObjectHelper widget);
  void set_picture(QPDFAnnotationObjectHelper widget, const Frame& frame, const std::string& content, QPDFObjectHandle fonts);
  QPDFObjectHandle picture(const Frame& frame, const std::string& content, QPDFObjectHandle fonts);

  QPDF& pdf_;
  FieldFonts& fonts_;
  bool unshown_ = false;
};

}  // namespace docmill::engines::pdf
