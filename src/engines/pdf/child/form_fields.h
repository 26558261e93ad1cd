#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {

/// A form field as a person sees it: everything in a document that has one name and changes together.
struct FormField {
  std::string name;                              // with the names of what it lies in: "person.name"
  std::vector<QPDFFormFieldObjectHelper> parts;  // usually one
  std::vector<QPDFAnnotationObjectHelper> widgets;

  QPDFFormFieldObjectHelper& first() { return parts.front(); }
  enum class Kind { Text, Check, Radio, Combo, List, Button, Signature, Unknown };
  Kind kind();
};

/// One of the choices of a combo box or list.
struct FormOption {
  std::string value;  // what is stored
  std::string shown;
};
std::vector<FormOption> options_of(FormField& field);

/// The state in which a check box or radio button is on, without its slash; empty when nothing says so.
std::string on_state(QPDFAnnotationObjectHelper widget);
/// Whether that state's picture is a letter of ZapfDingbats and the document does not carry the font, which not every viewer has.
bool needs_dingbats(QPDFAnnotationObjectHelper widget, const std::string& state);
/// What each widget of a group of buttons stands for: its export value where the form has them, else its state.
std::vector<std::string> export_values(FormField& field);

/// All fields of a document that are shown somewhere.
class FormFields {
 public:
  explicit FormFields(QPDF& pdf);

  std::vector<FormField>& all() { return fields_; }
  /// By the whole name; or by its last part or without the numbers of XFA ("name[0]", "form1.name" and "name" of "form1[0].name[0]") where
  /// only one field is called so.
  FormField* find(const std::string& name);

 private:
  std::vector<FormField> fields_;
  std::map<std::string, std::size_t> by_name_;
  std::map<std::string, std::optional<std::size_t>> by_part_;  // nullopt: several
};

}  // namespace docmill::engines::pdf
