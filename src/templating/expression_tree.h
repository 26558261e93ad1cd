#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "templating/path.h"
#include "templating/token.h"
#include "templating/value.h"

namespace docmill::templating {

enum class Operator : std::uint8_t {
  Or,
  And,
  Equal,
  Unequal,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  Plus,
  Minus,
  Times,
  Divided,
  Remainder
};

/// What a place of an expression is. Never changed once parsed, and shared by all that hold it.
struct Node {
  enum class Kind : std::uint8_t {
    Literal,
    Path,     // a name of the data
    Item,     // @value and what lies in it
    Bracket,  // [date value]: `path` if the data has it, else the expression that is its child, if there is one
    Negate,
    Not,
    Binary,
    Call,  // a function; its first child is what it is applied to
  };

  Kind kind = Kind::Literal;
  Operator op = Operator::Or;
  Value literal = {};
  Path path = {};
  std::vector<std::shared_ptr<const Node>> children = {};
  Call call = {};
  int height = 1;
};

using NodePtr = std::shared_ptr<const Node>;

/// One argument of a function: its text, quotes and escapes gone, and what it is as an expression; no node when it is none.
struct Argument {
  std::string text;
  NodePtr node;
};
struct Arguments {
  std::vector<Argument> list;
};

inline constexpr std::size_t kLongestExpression = 16 * 1024;
inline constexpr int kDeepestExpression = 64;  // parentheses, signs and arguments within one another
inline constexpr int kHighestTree = 400;       // operators in a row

/// The tree of `text`. Errors: BadRequest with the place.
Result<NodePtr> parse_expression(std::string_view text);

/// Functions written `|f(…)|g(…)`, all of `text`. Errors: BadRequest with the place.
Result<std::vector<Call>> parse_calls(std::string_view text);

/// The paths that decide about repetition around `node` (Token::paths).
void collect_paths(const Node& node, std::vector<Path>& paths);
void collect_paths(const Call& call, std::vector<Path>& paths);

}  // namespace docmill::templating
