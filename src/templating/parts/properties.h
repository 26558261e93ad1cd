#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "ooxml/package.h"
#include "templating/context.h"
#include "templating/path.h"

namespace docmill::templating {

/// The parts that hold a package's properties.
std::vector<std::string> parts_of_properties(const ooxml::Package& package);

/// Where their tokens stand, for who wrote the template.
inline constexpr const char* kPropertiesPlace = "document properties";

/// Fills the tokens of a package's properties: title, subject, author, company, those of the author's own. `scope`: all data.
/// Errors: InputDamaged, as apply_token().
Result<void> fill_properties(ooxml::Package& package, const Scope& scope, Context& context);

}  // namespace docmill::templating
