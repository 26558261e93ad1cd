#pragma once
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "engines/data/child/text/output_file.h"

namespace docmill::engines::data {

/// A JSON string of valid UTF-8, with its quotes.
std::string json_quoted(std::string_view utf8);
/// The same into a file, without a copy of the whole.
void put_json_quoted(OutputFile& out, std::string_view utf8);

/// The shortest text that reads back as this number: "0.1", "5", "1e+30". Infinite and not-a-number become "null".
std::string json_number(double number);

/// A value as compact JSON, its numbers as people write them. (Boost.JSON 1.81 writes 1.5 as 1.5E0.) No deeper than its parser allowed.
std::string json_compact(const boost::json::value& value);

}  // namespace docmill::engines::data
