#pragma once
#include <boost/json/value.hpp>
#include <string>

namespace docmill::engines::child {

/// JSON for customers: as boost::json::serialize(), but numbers as people write them, 170 and 0.5, where that writes 1.7E2 and 5E-1.
/// Very large and very small ones have an exponent all the same; what is no number at all (infinity) is null.
std::string json_text(const boost::json::value& value);

}  // namespace docmill::engines::child
