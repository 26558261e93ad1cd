#pragma once
#include <string>
#include <string_view>

#include "templating/context.h"
#include "templating/findings.h"

namespace docmill::templating {

/// What is wrong with tokens that could be read: a formatter or function that there is not, too few arguments, {{#if …}} without its
/// {{/if}}. Each becomes one of the context's warnings, with its place.
void find_problems(const Findings& findings, Context& context);

/// The formatter or function that was likely meant, one letter away: "formt" is "format". Empty: none is that near.
std::string nearest_call(std::string_view name, Dialect dialect);

}  // namespace docmill::templating
