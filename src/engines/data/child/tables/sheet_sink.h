#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engines/data/child/tables/workbook.h"
#include "engines/data/child/tables/xml_reader.h"

namespace docmill::engines::data {

/// What the cells of a sheet refer to; borrowed.
struct SheetContext {
  const std::vector<std::string>& strings;
  const std::vector<NumberKind>& styles;
  bool from_1904 = false;
};

/// Makes rows of a sheet's XML while it is read (ECMA-376 part 1, 18.3.1).
class SheetSink final : public XmlSink {
 public:
  using Row = std::function<Result<bool>(const SheetRow&)>;
  SheetSink(SheetContext context, const Row& row) : context_(context), row_(row) {}

  void start(std::string_view name, const XmlAttributes& attributes) override;
  void end(std::string_view name) override;
  void text(std::string_view piece) override;
  std::optional<Error> trouble() override { return failure_; }
  bool enough() const override { return stopped_; }

 private:
  void begin_row(const XmlAttributes& attributes);
  void begin_cell(const XmlAttributes& attributes);
  void end_row();
  CellValue cell_value() const;
  CellValue number_value() const;

  SheetContext context_;
  const Row& row_;
  SheetRow current_;
  std::size_t column_ = 0;  // from 0, of the cell at hand
  std::size_t next_ = 0;    // where a cell that does not say stands
  std::string type_;        // attribute t
  std::size_t style_ = 0;   // attribute s
  std::string value_;
  bool in_row_ = false;
  bool in_cell_ = false;
  bool in_text_ = false;
  bool phonetic_ = false;
  bool stopped_ = false;
  std::optional<Error> failure_;
};

/// Text of a cell with its _x000D_ escapes resolved (ECMA-376 part 1, 22.4.2.4).
std::string unescaped_cell(std::string text);

/// "BC23" is column 54, from 0; nullopt when there are no letters or too many.
std::optional<std::size_t> column_of_reference(std::string_view reference);

}  // namespace docmill::engines::data
