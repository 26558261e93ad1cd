#pragma once
#include <string>
#include <vector>

#include "engines/pdf/child/field_look.h"
#include "engines/pdf/child/form_fields.h"
#include "engines/pdf/child/form_values.h"

namespace docmill::engines::pdf {

/// Puts values into fields and draws them.
class FormFiller {
 public:
  /// Borrowed.
  explicit FormFiller(FieldLook& look) : look_(look) {}

  void fill(FormField& field, const FormValue& value);
  /// Draws a field's value again, or for the first time.
  void draw(FormField& field);
  /// Sentences for the customer about values that could not be put as they were, the first few.
  std::vector<std::string> take_warnings() { return std::move(warnings_); }

 private:
  void fill_text(FormField& field, std::string text);
  void fill_buttons(FormField& field, const FormValue& value);
  void fill_choice(FormField& field, std::vector<std::string> wanted);
  void set_buttons(FormField& field, const std::string& state, std::size_t widget);
  void warn(const FormField& field, const std::string& what);

  FieldLook& look_;
  std::vector<std::string> warnings_;
};

}  // namespace docmill::engines::pdf
