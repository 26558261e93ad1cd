#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace docmill::templating::docx {

/// Whether an instruction is that of an IF (ECMA-376 part 1, 17.16.5.26).
bool is_if_field(std::string_view instruction);

/// What an IF shows: `IF "Ada" = "A*" "yes" "no"`, fields within replaced by what they show. Numbers are compared as numbers; ? and * of
/// the second text stand for one and for any characters. nullopt: it cannot be read.
std::optional<std::string> shown_by_if(std::string_view instruction);

}  // namespace docmill::templating::docx
