// What the operators of expressions do to values.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/small_letters.h"
#include "templating/characters.h"
#include "templating/functions.h"
#include "templating/print.h"

namespace docmill::templating {

namespace {

/// A day as dates are added and subtracted: a number of days, as spreadsheets have it.
std::optional<DateTime> shifted(DateTime moment, double days) {
  const auto ticks = days * static_cast<double>(kTicksPerDay);
  if (!(std::abs(ticks) < 9e18)) return std::nullopt;
  return moment.plus({static_cast<std::int64_t>(ticks)});
}

std::optional<std::int64_t> exact(Operator op, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  switch (op) {
    case Operator::Plus: return __builtin_add_overflow(a, b, &result) ? std::nullopt : std::optional(result);
    case Operator::Minus: return __builtin_sub_overflow(a, b, &result) ? std::nullopt : std::optional(result);
    case Operator::Times: return __builtin_mul_overflow(a, b, &result) ? std::nullopt : std::optional(result);
    case Operator::Divided: return b == 0 || b == -1 || a % b != 0 ? std::nullopt : std::optional(a / b);
    case Operator::Remainder: return b == 0 || b == -1 ? std::nullopt : std::optional(a % b);
    default: return std::nullopt;
  }
}

double inexact(Operator op, double a, double b) {
  switch (op) {
    case Operator::Plus: return a + b;
    case Operator::Minus: return a - b;
    case Operator::Times: return a * b;
    case Operator::Divided: return a / b;
    default: return std::fmod(a, b);
  }
}

Value arithmetic(Operator op, const Number& a, const Number& b, Context& context) {
  if (a.integer && b.integer)
    if (const auto whole = exact(op, *a.integer, *b.integer)) return Value::of(*whole);
  const auto result = inexact(op, a.value, b.value);
  if (std::isfinite(result)) return reckoned_number(result);
  context.warn("", "A division by zero, or a number too large, printed nothing. Check the numbers the expression is given.");
  return {};
}

/// Dates: plus and minus days, and the days between two of them.
std::optional<Value> date_arithmetic(Operator op, const Value& a, const Value& b) {
  if (!a.is_date_time()) return std::nullopt;
  const auto days = as_number(b);
  if (days && (op == Operator::Plus || op == Operator::Minus)) {
    const auto moved = shifted(a.date_time(), op == Operator::Plus ? days->value : -days->value);
    return moved ? Value::of(*moved) : Value();
  }
  if (op == Operator::Minus && b.is_date_time())
    return reckoned_number(static_cast<double>(a.date_time().ticks() - b.date_time().ticks()) / static_cast<double>(kTicksPerDay));
  return std::nullopt;
}

Result<Value> sum_or_text(const Value& a, const Value& b, Context& context) {
  auto text = print(a, context.region);
  text += print(b, context.region);
  return bounded_text(std::move(text), context);
}

/// A text beside a date-time is taken for one, as dates alone stay texts in data.
std::optional<DateTime> as_date(const Value& value, const Context& context) {
  if (value.is_date_time()) return value.date_time();
  return value.is_text() ? parse_iso(value.text(), *context.region.zone) : std::nullopt;
}

/// What a == b says, but definitions can make values that share their parts over and over, so that looking at all of them would not end:
/// false when `left` steps are not enough.
bool same_within(const Value& a, const Value& b, std::uint64_t& left) {
  if (left == 0) return false;
  --left;
  if (a.kind() != b.kind() || a.size() != b.size()) return false;
  if (a.is_list()) return std::ranges::equal(a.items(), b.items(), [&](const Value& x, const Value& y) { return same_within(x, y, left); });
  if (!a.is_object()) return a == b;
  return std::ranges::all_of(a.members(), [&](const Member& member) {
    const auto* other = b.find(member.key());
    return other != nullptr && same_within(member.value, *other, left);
  });
}

template <class T>
int order_of(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

}  // namespace

Value reckoned_number(double value) {
  if (std::abs(value) < 9e15 && value == std::trunc(value)) return Value::of(static_cast<std::int64_t>(value));
  char digits[40];
  const auto written = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, 15);
  double rounded = value;
  std::from_chars(digits, written.ptr, rounded);
  return Value::of(rounded);
}

std::optional<Number> as_number(const Value& value) {
  if (value.is_number()) return value.number();
  if (!value.is_text()) return std::nullopt;
  auto text = trimmed(value.text());
  const auto digit = text.find_first_of("0123456789");
  if (digit > 1 || text.size() > 100 || (digit == 1 && text[0] != '-')) return std::nullopt;
  Number number;
  const auto end = text.data() + text.size();
  if (const auto read = std::from_chars(text.data(), end, number.value); read.ec != std::errc() || read.ptr != end) return std::nullopt;
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(text.data(), end, whole); read.ec == std::errc() && read.ptr == end) number.integer = whole;
  return number;
}

bool is_true(const Value& value) {
  if (value.is_bool()) return value.boolean();
  if (value.is_number()) return value.number().value != 0;
  return !value.is_empty();
}

Result<Value> bounded_text(std::string text, Context& context) {
  if (text.size() > kLongestText)
    return Failed(fail(ErrorCode::InputTooComplex, "An expression of the template makes a text longer than 16 MiB. Make it shorter."));
  if (auto spent = context.spend(text.size() / 1024); !spent) return Failed(spent.error());
  return Value::of(text);
}

bool are_equal(const Value& a, const Value& b, Context& context) {
  if (a.kind() == b.kind()) return same_within(a, b, context.work);
  if (a.is_null() || b.is_null()) return false;
  if (a.is_date_time() || b.is_date_time()) {
    const auto first = as_date(a, context);
    const auto second = as_date(b, context);
    return first && second && *first == *second;
  }
  if (a.is_bool() || b.is_bool()) return same_but_for_case(print_invariant(a), print_invariant(b));
  const auto first = as_number(a);
  const auto second = as_number(b);
  return first && second && first->value == second->value;
}

std::optional<int> compare(const Value& a, const Value& b, const Context& context) {
  if (a.is_text() && b.is_text()) return order_of(a.text(), b.text());
  if (a.is_date_time() || b.is_date_time()) {
    const auto first = as_date(a, context);
    const auto second = as_date(b, context);
    return first && second ? std::optional(order_of(*first, *second)) : std::nullopt;
  }
  if (a.is_bool() && b.is_bool()) return order_of(a.boolean(), b.boolean());
  const auto first = as_number(a);
  const auto second = as_number(b);
  if (!first || !second) return std::nullopt;
  if (first->integer && second->integer) return order_of(*first->integer, *second->integer);
  return order_of(first->value, second->value);
}

Result<Value> operate(Operator op, const Value& a, const Value& b, Context& context) {
  switch (op) {
    case Operator::Equal: return Value::of(are_equal(a, b, context));
    case Operator::Unequal: return Value::of(!are_equal(a, b, context));
    case Operator::Less: return Value::of(compare(a, b, context).value_or(0) < 0);
    case Operator::Greater: return Value::of(compare(a, b, context).value_or(0) > 0);
    case Operator::LessOrEqual: return Value::of(compare(a, b, context).value_or(1) <= 0);
    case Operator::GreaterOrEqual: return Value::of(compare(a, b, context).value_or(-1) >= 0);
    default: break;
  }
  if (auto date = date_arithmetic(op, a, b)) return *std::move(date);
  if (op == Operator::Plus && (a.is_text() || b.is_text())) return sum_or_text(a, b, context);
  if (a.is_null() || b.is_null()) return Value();
  const auto first = as_number(a);
  const auto second = as_number(b);
  if (first && second) return arithmetic(op, *first, *second, context);
  context.warn("", "An operator of an expression was given something that is no number, so the expression printed nothing.");
  return Value();
}

}  // namespace docmill::templating
