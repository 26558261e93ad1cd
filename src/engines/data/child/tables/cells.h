#pragma once
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engines/data/child/tables/xlsx_writer.h"

namespace docmill::engines::data {

/// Fills cells of a workbook from text and JSON, and remembers which values were not of their column's type.
class Cells {
 public:
  /// Both are borrowed. `titles` name the columns in warnings.
  Cells(XlsxWriter& writer, const LocaleValues& locale, std::vector<std::string> titles)
      : writer_(writer), locale_(locale), titles_(std::move(titles)), misfits_(titles_.size()) {}

  /// A text that stands for whatever the column holds; in a General column what is plainly a number becomes one. Errors: as XlsxWriter's.
  Result<void> put(std::size_t column, std::string_view text);
  /// A JSON value as what it is; text of a typed column as put(); objects and arrays as their JSON. nullptr and null leave the cell empty.
  Result<void> put(std::size_t column, const boost::json::value* value);

  /// A sentence for each column with values that are not of its type; they were kept as text.
  std::vector<std::string> warnings() const;

 private:
  bool put_typed(std::size_t column, std::string_view text);

  XlsxWriter& writer_;
  const LocaleValues& locale_;
  std::vector<std::string> titles_;
  std::vector<std::size_t> misfits_;
};

}  // namespace docmill::engines::data
