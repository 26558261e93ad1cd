#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engines/data/child/text/output_file.h"

namespace docmill::engines::data {

/// The fields of one row; they live until the callback returns.
using CsvRow = std::vector<std::string_view>;

/// The parameter Delimiter: Comma, Semicolon, Tab, Pipe in any case, or one character itself; a comma when empty.
/// Errors: BadRequest (longer, a quote or a line end).
Result<std::string> csv_delimiter(const std::string& wanted);

/// Reads CSV as RFC 4180 describes it and as people write it: rows end with CR, LF or both; blank rows are skipped; a field may be quoted,
/// then a doubled quote is a quote; quotes elsewhere are characters ("5\" disk"), and what follows a closing quote belongs to the field, as
/// in Excel. Spaces are kept. `text` is valid UTF-8.
/// `row` returns false to stop. Own code because Debian's reader, libcsv 3.0.3, trims spaces, knows delimiters of one byte only and lets a
/// stray quote swallow the rows behind it.
/// Errors: InputDamaged (a quote is not closed; the message names the line), InputTooComplex (over 16,384 columns), or those of `row`.
Result<void> read_csv(std::string_view text, std::string_view delimiter, const std::function<Result<bool>(const CsvRow&)>& row);

/// Writes fields as RFC 4180 wants them: rows end with CR LF; quoted where needed.
class CsvWriter {
 public:
  /// Both are borrowed.
  CsvWriter(OutputFile& out, std::string_view delimiter) : out_(out), delimiter_(delimiter) {}
  void field(std::string_view text);
  void end_row();

 private:
  bool needs_quotes(std::string_view text) const;

  OutputFile& out_;
  std::string_view delimiter_;
  bool first_ = true;
};

}  // namespace docmill::engines::data
