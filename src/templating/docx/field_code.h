#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "templating/context.h"

namespace docmill::templating::docx {

/// What the instruction of a MERGEFIELD says (ECMA-376 part 1, 17.16.5.35, and its general switches).
struct MergeField {
  std::string name;
  std::string letters;  // \*: "upper", "lower", "firstcap", "caps", or empty
  std::string date;     // \@
  std::string number;   // \#
  std::string before;   // \b: printed when there is a value
  std::string after;    // \f
};

/// nullopt: it is another field.
std::optional<MergeField> parse_merge_field(std::string_view instruction);

/// What the field shows; nullopt when the data has no such property.
Result<std::optional<std::string>> shown_by(const MergeField& field, const Context& context);

}  // namespace docmill::templating::docx
