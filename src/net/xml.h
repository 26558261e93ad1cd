#pragma once
#include <memory>
#include <pugixml.hpp>
#include <string_view>

#include "base/result.h"

namespace docmill::net {

/// Reads an answer whose root element is `root`. Entities of a DOCTYPE are not expanded and nothing is fetched (pugixml has
/// neither). Errors: Corrupt, for anything that is not well-formed, not UTF-8 or has another root.
Result<std::unique_ptr<pugi::xml_document>> parse_xml(std::string_view text, std::string_view root);

/// The text of the child element `name`; "" when there is none.
std::string_view text_of(const pugi::xml_node& parent, const char* name);

}  // namespace docmill::net
