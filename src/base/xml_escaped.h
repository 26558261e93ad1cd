#pragma once
#include <string>
#include <string_view>

namespace docmill {

/// `text` as it stands in XML: between tags, or in an attribute's double quotes.
std::string xml_escaped(std::string_view text);

}  // namespace docmill
