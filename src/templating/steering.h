#pragma once
#include <vector>

#include "base/result.h"
#include "templating/fill.h"

namespace docmill::templating {

/// Decides the {{#if …}} of an area whose conditions hang on no item that is still to be repeated, and takes the tokens that are done with
/// out of it. `covered`: empty, or one for each slot: then every {{#if …}} that is not covered is decided, by the first item if need be.
Result<void> steer(Area& area, const Scope& scope, Adapter& adapter, Context& context, const std::vector<char>& covered);

/// Whether a whole {{#if …}} … {{/if}} begins outside of what is covered.
bool has_open_condition(const Area& area, const std::vector<char>& covered);

}  // namespace docmill::templating
