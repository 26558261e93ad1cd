#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "templating/context.h"
#include "templating/expression_tree.h"
#include "templating/path.h"
#include "templating/value.h"

namespace docmill::templating {

/// One use of a function: what it is applied to, and its arguments, which are evaluated when they are asked for.
class Invocation {
 public:
  Invocation(Value input, const Call& call, const Scope& scope, Context& context, const Value* item);

  const Value& input() const { return input_; }
  std::size_t count() const;
  /// The i-th argument as it is written; "" when there are fewer.
  std::string_view text(std::size_t i) const;
  /// What it amounts to: a literal, something of the data, or its own text when the data has no such name. null when there are fewer.
  Result<Value> value(std::size_t i);
  /// What it is of this item: a name inside of it, or what is reckoned from such names.
  Result<Value> of_item(std::size_t i, const Value& item);
  /// Whether it holds for this item.
  Result<bool> holds(std::size_t i, const Value& item);

  Context& context() { return context_; }
  const Call& call() const { return call_; }
  void warn(const std::string& message) { context_.warn("|" + call_.name, message); }

 private:
  Value input_;
  const Call& call_;
  const Scope& scope_;
  Context& context_;
  const Value* item_;
};

enum class ArgumentKind : std::uint8_t {
  Values,      // literals, or names of the data
  Conditions,  // of the item at hand, @value
  Words,       // names that mean nothing outside, or expressions of them
};

struct FunctionRow {
  std::string_view name;
  Result<Value> (*apply)(Invocation&);
  std::uint8_t least = 0;  // arguments
  std::uint8_t most = 0;
  bool whole_list = false;  // takes a list whole: what it is applied to does not repeat
  ArgumentKind kind = ArgumentKind::Values;
};

/// The function of this name, without regard to case and to hyphens; nullptr: there is none.
const FunctionRow* find_function(std::string_view name);

/// Applies a function or one of the formatters that make a value of a value (format, map, join, …). An unknown name, or too few arguments,
/// is a warning and leaves the input.
Result<Value> apply_call(Value input, const Call& call, const Scope& scope, Context& context, const Value* item = nullptr);

/// The value of `node`. `item` is what @value stands for.
Result<Value> evaluate(const Node& node, const Scope& scope, Context& context, const Value* item = nullptr);
/// Not false, null, 0, "" or [].
bool is_true(const Value& value);
/// All values a path leads to, through the lists on its way: `items.price` is the list of prices. null when there is none.
Result<Value> look_up(const Path& path, const Scope& scope, Context& context, const Value* item = nullptr);
/// What a name inside an item is: "price", "value.price", "@value.price".
Result<Value> member_of(const Value& item, std::string_view name, Context& context);

// Operators, usable by functions.
Result<Value> operate(Operator op, const Value& a, const Value& b, Context& context);
bool are_equal(const Value& a, const Value& b, Context& context);
/// -1, 0, 1; nullopt when the two have no order.
std::optional<int> compare(const Value& a, const Value& b, const Context& context);
/// A number, or a text that spells one (white space around, decimal point).
std::optional<Number> as_number(const Value& value);
/// A result of arithmetic: 15 significant digits, as people expect of 0.1 + 0.2.
Value reckoned_number(double value);

/// Longest text that may be made by an expression.
inline constexpr std::size_t kLongestText = 16U << 20U;
/// `text` as a value. Errors: InputTooComplex when it is longer than that.
Result<Value> bounded_text(std::string text, Context& context);

}  // namespace docmill::templating
