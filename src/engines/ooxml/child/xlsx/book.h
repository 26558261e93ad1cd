#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engines/ooxml/child/parts/part_import.h"
#include "engines/ooxml/child/parts/xml_tools.h"
#include "ooxml/package.h"

namespace docmill::engines::ooxml {

/// A workbook that is merged with others.
class Book {
 public:
  /// `bytes` is borrowed; `label` names it in errors. Macros are left out, a template becomes a workbook.
  /// Errors: as Package::open, UnsupportedType (it is no workbook, or one in the binary format); each with the label.
  static Result<Book> open(std::string_view bytes, std::string label, const docmill::ooxml::Limits& limits);

  Package& package() { return package_; }
  const std::string& main() const { return main_; }
  const std::string& label() const { return label_; }
  /// The element workbook.
  pugi::xml_node root() const { return root_; }
  /// The elements sheet, in order.
  std::vector<pugi::xml_node> sheets() const;
  std::string part_name(std::string_view kind) const;
  /// The root of the part that the workbook leads to by a kind; null when there is none. Errors: InputDamaged, InputTooComplex.
  Result<pugi::xml_node> part(std::string_view kind);
  Result<pugi::xml_node> part_or_new(std::string_view kind, const std::string& name, std::string_view content_type, const std::string& xml);
  bool counts_from_1904() const;

 private:
  Book(Package package, std::string label) : package_(std::move(package)), label_(std::move(label)) {}
  Result<void> prepare();

  Package package_;
  std::string label_;
  std::string main_;
  pugi::xml_node root_;
};

}  // namespace docmill::engines::ooxml
