#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "templating/context.h"
#include "templating/path.h"

namespace docmill::templating {

/// `text` with what its tokens print: for texts that can hold nothing but text and that never repeat (a title, a description, an
/// attribute). A token behind a collection shows the first item; one that stays, and one that steers, is left as it is written.
/// Errors: as apply_token().
Result<std::string> fill_plain_text(const std::string& text, const Scope& scope, Context& context);

/// Without what XML 1.0 cannot say.
std::string sayable(std::string_view text);

}  // namespace docmill::templating
