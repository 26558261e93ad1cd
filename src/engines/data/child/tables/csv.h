#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "engines/data/child/text/output_file.h"
#include "model/csv_rows.h"

namespace docmill::engines::data {

using model::CsvRow;
using model::read_csv;

/// The parameter Delimiter: Comma, Semicolon, Tab, Pipe in any case, or one character itself; a comma when empty.
/// Errors: BadRequest (longer, a quote or a line end).
Result<std::string> csv_delimiter(const std::string& wanted);

/// The rows of a CSV and what divides their fields.
struct CsvRows {
  std::string_view text;
  std::string delimiter;
};

/// What a CSV is to be read with where nobody said: Excel's own line "sep=;" at its top, which is taken off, else a comma, or the
/// commonest of semicolon, tab and bar where the first line has no comma but one of those.
CsvRows found_rows(std::string_view text);

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
