#pragma once
#include <boost/json/value.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace docmill::engines::data {

using JsonRow = std::function<Result<bool>(const boost::json::value&)>;

/// Finds the array at a dotted path ("a.b.c"; empty is the document itself) and gives its elements one by one, without holding the
/// document: only the element at hand is in memory. Something else than an array counts as an array of that one thing. `row` returns false
/// to stop. A whole number too large for 64 bits comes as the string of its digits. Errors: InputDamaged (no JSON, with the line; nested
/// more than 64 deep), BadRequest (nothing at the path), or those of `row`.
Result<void> each_json_row(std::string_view text, std::string_view path, const JsonRow& row);

/// The keys of all rows in the order they first come; rows that are no objects have the one column "Value".
/// Errors: as each_json_row; InputTooComplex (over 16,384 columns).
Result<std::vector<std::string>> json_columns(std::string_view text, std::string_view path);

/// A row's value in a column; nullptr when it has none.
const boost::json::value* json_cell(const boost::json::value& row, std::string_view column);

}  // namespace docmill::engines::data
