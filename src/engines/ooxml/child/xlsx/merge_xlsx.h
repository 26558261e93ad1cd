#pragma once
#include <memory>
#include <set>

#include "engines/ooxml/child/xlsx/sheet.h"

namespace docmill::engines::ooxml {

/// Puts the sheets of workbooks behind each other in one. The first one's theme, views and properties are those of the result; of the
/// others cells keep their values, formulas and looks, and sheets all that belongs to them.
class XlsxMerge {
 public:
  /// `base`: the first workbook. Errors: what reading it can cause.
  static Result<std::unique_ptr<XlsxMerge>> begin(Book base);
  /// Adds a workbook; it is used up. Errors: what reading it can cause, with its label.
  Result<void> add(Book other);
  /// The merged workbook; it is calculated anew when it is opened. Errors: as Package::write.
  Result<std::string> end();
  /// What could not be kept, as sentences for the customer.
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  explicit XlsxMerge(Book base) : base_(std::move(base)) {}
  Result<void> prepare();
  Result<void> take(Book& other);
  Result<void> leave_theme(Book& other);
  Result<void> add_strings(Book& other, BookNames& names);
  Result<void> choose_sheets(Book& other, BookNames& names);
  Result<void> choose_tables(Package& package, const std::string& sheet, BookNames& names);
  void choose_defined_names(Book& other, BookNames& names);
  void choose_pivots(Book& other, BookNames& names);
  Result<void> add_external_books(Book& other, PartImport& import);
  Result<void> add_pivots(Book& other, const BookNames& names, PartImport& import);
  Result<void> add_sheets(Book& other, const BookNames& names, PartImport& import);
  void add_defined_names(Book& other, const BookNames& names, std::size_t sheets_before);
  Result<void> add_other_parts(Book& other, BookNames& names, PartImport& import);
  Result<void> add_people(Book& other);
  Result<void> rename(const BookNames& names, Book& other, std::string_view kind, const std::string& part);
  Result<void> forget_calculations();
  void warn(std::string sentence);

  Book base_;
  std::unique_ptr<Formats> formats_;
  Pictures pictures_;
  std::unordered_map<std::string, int> strings_;
  int string_count_ = 0;
  std::set<std::string> sheet_names_;  // small letters
  std::set<std::string> names_;        // of tables and defined names, small letters
  int last_sheet_ = 0;
  int last_table_ = 0;
  int last_pivot_ = 0;
  std::uint32_t books_ = 1;
  std::vector<std::string> warnings_;
};

}  // namespace docmill::engines::ooxml
