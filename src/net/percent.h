#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace docmill::net {

/// Names and values of a URL's query, not percent-encoded.
using Query = std::vector<std::pair<std::string, std::string>>;

/// Percent-encodes all but letters, digits, '-', '.', '_', '~' and what is in `kept`.
std::string percent_encoded(std::string_view text, std::string_view kept = {});
/// "name=value&name=value", encoded.
std::string encoded_query(const Query& query);

}  // namespace docmill::net
