#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "templating/expression_tree.h"

namespace docmill::templating {

/// How tightly operators bind: level 0 is `or`, level kOperatorLevels - 1 is `*`.
inline constexpr std::size_t kOperatorLevels = 6;

/// The text of an expression and how far it was read; the words, signs, numbers and quotes of the language. What is not there is not
/// read: the place stays.
class ExpressionText {
 public:
  explicit ExpressionText(std::string_view text) : text_(text) {}

 protected:
  void skip_blanks();
  /// Signs and words may have blanks before them.
  bool take(std::string_view sign);
  bool take_word(std::string_view word);
  std::optional<Operator> take_operator(std::size_t level);
  /// "|", which begins a function; "||" does not.
  bool take_pipe();

  /// Letters, digits and what else names are made of; empty when there is none here.
  std::string_view take_name();
  /// The same with hyphens in it: merge-nulls.
  std::string_view take_function_name();
  /// Digits with or without a point, spelled as JSON does: "0.5" for .5, "7" for 007.
  std::string take_number();
  /// What stands between the quotes that begin here, escapes gone. nullopt: they are not closed.
  std::optional<std::string> take_quoted();
  /// What stands between the brackets that begin here. nullopt: they are not closed.
  std::optional<std::string_view> take_bracketed();
  /// What stands between the parentheses that begin here. Quotes count only where their parenthesis is closed: format(h 'o''clock').
  std::optional<std::string_view> take_parenthesised();

  std::string_view text_;
  std::size_t at_ = 0;

 private:
  std::optional<std::size_t> closing_parenthesis(bool heed_quotes) const;
  std::size_t behind_quoted(std::size_t at) const;
  void skip_digits();
};

}  // namespace docmill::templating
