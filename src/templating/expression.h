#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "templating/path.h"
#include "templating/token.h"
#include "templating/value.h"

namespace docmill::templating {

struct Context;
struct Node;  // of the tree; expression_tree.h

/// An expression of the Modern dialect (§13), of an alias or of `filter(…)`, parsed once and evaluated for every item.
///
///   order.items|count() > 0 and order.status == "Active"      qty * price      [date value]      first + " " + last
///
/// Loosest first: `or` `||`, `and` `&&`, `==` `!=`, `<` `<=` `>` `>=`, `+` `-`, `*` `/` `%`, `not` `!` and a sign, then functions behind
/// `|`. Literals: numbers, "text" and 'text' (straight or typographic quotes), true, false, null. A name with blanks or operators
/// stands in brackets: a name of the data if there is such a one, else an expression. `@value` is the item at hand in `filter`; `value`
/// too.
class Expression {
 public:
  /// Errors: BadRequest, "… at character 12 …". Deeper than 64 levels or longer than 16 KiB is an error too.
  static Result<Expression> parse(std::string_view text);

  /// Its value. null stands for what is missing; an operator that its operands do not suit (`"a" * 2`) gives null and a warning.
  /// Errors: InputTooComplex when context.work is used up.
  Result<Value> evaluate(const Scope& scope, Context& context) const;
  /// Whether it is true: not false, null, missing, 0, "" or [].
  Result<bool> holds(const Scope& scope, Context& context) const;

  /// The paths that decide what is repeated around it (see Token::paths).
  const std::vector<Path>& paths() const { return paths_; }
  /// The path, if it is just that.
  const Path* plain_path() const;

  /// Its tree, for those who read it without evaluating it (check/).
  const Node& root() const { return *root_; }

  /// Takes the functions at its end off, first one first: `x|f()|g()` becomes `x`, f and g.
  std::vector<Call> take_calls();

 private:
  std::shared_ptr<const Node> root_;
  std::vector<Path> paths_;
};

}  // namespace docmill::templating
