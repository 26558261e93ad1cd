#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace docmill::templating::markup {

/// "tomato" as "FF6347". Source: CSS Color Module Level 4, section 6.1. nullopt: no such name.
std::optional<std::string> color_named(std::string_view name);

}  // namespace docmill::templating::markup
