#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "engines/data/child/tables/column_type.h"
#include "engines/data/child/tables/locale_values.h"

namespace docmill::engines::data {

/// Writes a workbook of one sheet, row by row, holding no more than a row in memory: rows go to a file in the working directory, which in
/// the jail is the child's own. What is written as text stays text, whatever it begins with: no cell ever becomes a formula.
class XlsxWriter {
 public:
  /// One type for each column. Errors: InputTooComplex (over 16,384 columns), EngineFailed.
  static Result<XlsxWriter> create(std::vector<ColumnType> types);
  ~XlsxWriter();
  XlsxWriter(XlsxWriter&&) noexcept;

  /// A row of column titles, in bold; it stays in sight. Errors: as text.
  Result<void> titles(const std::vector<std::string>& titles);
  /// Valid UTF-8. Errors: InputTooComplex (over 32,767 characters; the message says where).
  Result<void> text(std::size_t column, std::string_view utf8);
  void number(std::size_t column, double value);
  void boolean(std::size_t column, bool value);
  /// Excel knows dates from 1900 on; false for another.
  bool date(std::size_t column, const DateTime& value);
  /// Errors: InputTooComplex (over 1,048,576 rows).
  Result<void> end_row();
  ColumnType type(std::size_t column) const;
  /// Errors: EngineFailed, StorageFull.
  Result<UniqueFd> finish();

 private:
  struct State;
  explicit XlsxWriter(std::unique_ptr<State> state);
  Result<void> write_text(std::size_t column, std::string_view utf8, void* format);

  std::unique_ptr<State> state_;
};

}  // namespace docmill::engines::data
