#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace docmill::model {

/// Columns of a row that are read: what a sheet of Excel holds ("Excel specifications and limits").
constexpr std::size_t kMostColumns = 16'384;

/// The fields of one row; they live until the callback returns.
using CsvRow = std::vector<std::string_view>;

/// Reads CSV as RFC 4180 describes it and as people write it: rows end with CR, LF or both; blank rows are skipped; a field may be quoted,
/// then a doubled quote is a quote; quotes elsewhere are characters ("5\" disk"), and what follows a closing quote belongs to the field, as
/// in Excel. Spaces are kept. `text` is valid UTF-8.
/// `row` returns false to stop. Own code because Debian's reader, libcsv 3.0.3, trims spaces, knows delimiters of one byte only and lets a
/// stray quote swallow the rows behind it.
/// Errors: InputDamaged (a quote is not closed; the message names the line), InputTooComplex (over 16,384 columns), or those of `row`.
Result<void> read_csv(std::string_view text, std::string_view delimiter, const std::function<Result<bool>(const CsvRow&)>& row);

/// The names in a field like Headers, itself a line of CSV: "Id,Name". Spaces around a name do not count; an empty text has none.
/// Errors: BadRequest.
Result<std::vector<std::string>> column_names(std::string_view text);

/// The names of a table's columns made fit for keys: an empty one becomes "Column3", one that is there already gets a number: "Name (2)".
std::vector<std::string> distinct_names(std::vector<std::string> names);

}  // namespace docmill::model
