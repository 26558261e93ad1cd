#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engines/data/child/tables/number_kind.h"
#include "engines/data/child/tables/xlsx_package.h"

namespace docmill::engines::data {

/// A moment or a length of time that a cell shows, as ISO 8601 writes it.
struct CellDate {
  std::string date;  // "2024-01-31"; empty for a time alone
  std::string time;  // "09:05:00"; empty for a date alone
};

/// What a cell shows; a formula's last result. An error such as #N/A is text.
using CellValue = std::variant<std::monostate, std::string, double, bool, CellDate>;

struct SheetRow {
  std::uint32_t number = 0;  // from 1
  std::vector<CellValue> cells;

  bool empty() const;
};

/// A workbook that is read: what its sheets share is in memory, their rows are not.
class Workbook {
 public:
  /// `bytes` is borrowed and outlives the workbook. Errors: as XlsxPackage, InputDamaged.
  static Result<Workbook> open(std::string_view bytes, const DocumentLimits& limits);

  /// Gives the rows of a sheet that hold something, in order; `row` returns false to stop. `sheet`: its name, or its number from 1; empty
  /// is the first. Errors: BadRequest (no such sheet), InputDamaged, InputTooComplex, or those of `row`.
  Result<void> each_row(const std::string& sheet, const std::function<Result<bool>(const SheetRow&)>& row);

 private:
  friend class SheetSink;
  struct Sheet {
    std::string name;
    std::string part;
  };
  explicit Workbook(XlsxPackage package) : package_(std::move(package)) {}
  Result<void> read_parts();
  Result<std::string> part_of(const std::string& sheet) const;

  XlsxPackage package_;
  std::vector<Sheet> sheets_;
  std::vector<std::string> strings_;
  std::vector<NumberKind> styles_;  // of each cell format
  bool from_1904_ = false;
};

}  // namespace docmill::engines::data
