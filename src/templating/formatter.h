#pragma once
#include <optional>
#include <string_view>

#include "base/result.h"
#include "templating/context.h"
#include "templating/outcome.h"
#include "templating/path.h"
#include "templating/token.h"

namespace docmill::templating {

/// What becomes of `token` (a Value, Barcode, QrCode or HideIf one) where `scope` stands: its value is looked up or reckoned, and its
/// formatters are applied from left to right (§5). A path through a collection that nothing repeats takes the first item.
///
/// HideIf: HideBlock or Nothing. A missing name: as context.missing says. An unknown formatter leaves the value as it is, as does one that
/// does not suit the value's type; each is a warning. `page`, `sheet`, `horizontal-resize`: see Token::marks; they leave the value.
///
/// Errors: BadRequest (a missing name, where the policy is Error), InputTooComplex (context.work is used up).
Result<Outcome> apply_token(const Token& token, const Scope& scope, Context& context);

/// The same for a value at hand: an element of a grid.
Result<Outcome> apply_formatters(const Token& token, const Value& value, Context& context);

/// What apply_token() would print for a text of the data that no formatter changes, without a copy of it; it lives as long as the data.
/// nullopt: it is something else, so ask apply_token().
std::optional<std::string_view> text_at_hand(const Token& token, const Scope& scope, Context& context);

/// Whether the token prints text wherever it stands (or a grid, if the data has one), and says nothing of what is around it.
bool prints_text(const Token& token);

/// Whether {{#if …}} holds. Errors: InputTooComplex.
Result<bool> condition_holds(const Token& token, const Scope& scope, Context& context);

/// Whether the token has something to say where the data has no value: {{x}:empty(none)}.
bool takes_absence(const Token& token);

/// Whether a formatter or function has this name in `dialect`.
bool is_known_call(std::string_view name, Dialect dialect);

}  // namespace docmill::templating
