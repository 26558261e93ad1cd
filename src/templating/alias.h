#pragma once
#include "base/result.h"
#include "templating/context.h"
#include "templating/token.h"

namespace docmill::templating {

/// Evaluates `token` ({{name = …}} of either dialect) against context.data and puts what comes out there under the token's name: a new name
/// at the root (Classic), or also a property of an object in it (Modern: {{order.isValid = …}}), of every item where the path leads through
/// a collection ({{items.sum = items.qty * items.price}}). What a name had before is replaced. Call it for all definitions in the order of
/// the document before anything is repeated, and take scopes of the data only afterwards: its lists move.
///
/// A root array gets no names, nor does a path through anything but objects: a warning, and nothing is changed.
/// Errors: InputTooComplex when context.aliases or context.work is used up.
Result<void> apply_alias(const Token& token, Context& context);

}  // namespace docmill::templating
