#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engines/ooxml/child/parts/part_import.h"
#include "engines/ooxml/child/parts/xml_tools.h"
#include "ooxml/package.h"

namespace docmill::engines::ooxml {

/// A Word document that is merged with others.
class Document {
 public:
  /// `bytes` is borrowed; `label` names the document in errors: "report.docx". Macros are left out, a template becomes a document.
  /// Errors: as Package::open, UnsupportedType (it is no Word document); each with the label.
  static Result<Document> open(std::string_view bytes, std::string label, const docmill::ooxml::Limits& limits);

  Package& package() { return package_; }
  const std::string& main() const { return main_; }
  const std::string& label() const { return label_; }
  pugi::xml_node root() const { return root_; }
  pugi::xml_node body() const { return root_.child("w:body"); }
  /// Where the main part leads by a kind: "styles"; empty when there is no such part.
  std::string part_name(std::string_view kind) const;
  /// The root of that part, to be edited; null when there is none. Errors: InputDamaged, InputTooComplex.
  Result<pugi::xml_node> part(std::string_view kind);
  /// The same, made of `xml` when there is none. Errors: as part().
  Result<pugi::xml_node> part_or_new(std::string_view kind, const std::string& name, std::string_view content_type, const std::string& xml);
  /// The names of all parts that hold paragraphs: the main part, headers, footers, notes, comments.
  std::vector<std::string> stories() const;

 private:
  Document(Package package, std::string label) : package_(std::move(package)), label_(std::move(label)) {}
  Result<void> prepare();
  void leave_out_macros();

  Package package_;
  std::string label_;
  std::string main_;
  pugi::xml_node root_;
};

}  // namespace docmill::engines::ooxml
