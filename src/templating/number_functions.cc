// Functions on numbers. Null stays null, and what is no number is left as it is, with a warning.
#include <algorithm>
#include <array>
#include <cmath>

#include "templating/decimal.h"
#include "templating/function_rows.h"
#include "templating/number_format.h"
#include "templating/print.h"

namespace docmill::templating {

namespace {

/// The first argument as a number, or `otherwise`.
Result<double> argument(Invocation& call, double otherwise) {
  auto value = call.value(0);
  if (!value) return Failed(value.error());
  const auto number = as_number(*value);
  return number ? number->value : otherwise;
}

Result<Value> of_number(Invocation& call, double (*function)(double)) {
  if (call.input().is_null()) return Value();
  const auto number = as_number(call.input());
  if (!number) {
    call.warn("“" + call.call().name + "” is for numbers; what it was given is left as it is.");
    return call.input();
  }
  const auto result = function(number->value);
  return std::isfinite(result) ? reckoned_number(result) : Value();
}

Result<Value> absolute(Invocation& call) {
  return of_number(call, [](double x) { return std::abs(x); });
}
Result<Value> floor_of(Invocation& call) {
  return of_number(call, [](double x) { return std::floor(x); });
}
Result<Value> ceiling_of(Invocation& call) {
  return of_number(call, [](double x) { return std::ceil(x); });
}
Result<Value> truncated(Invocation& call) {
  return of_number(call, [](double x) { return std::trunc(x); });
}
Result<Value> root_of(Invocation& call) {
  return of_number(call, [](double x) { return std::sqrt(x); });
}

/// By the digits the number is written with, half away from zero, as `format(N2)` rounds.
Result<Value> rounded(Invocation& call) {
  auto places = argument(call, 0);
  if (!places) return Failed(places.error());
  const auto number = as_number(call.input());
  if (!number || !std::isfinite(number->value)) return of_number(call, [](double x) { return x; });
  auto digits = Decimal::of(*number);
  digits.round(static_cast<int>(std::clamp(*places, -15.0, 15.0)));
  std::string spelling = digits.negative ? "-0." : "0.";
  spelling.append(digits.is_zero() ? "0" : digits.digits).append("e").append(std::to_string(digits.is_zero() ? 0 : digits.point));
  return reckoned_number(Value::number(spelling).number().value);
}

Result<Value> with_operator(Invocation& call, Operator op) {
  auto other = call.value(0);
  if (!other) return other;
  return operate(op, call.input(), *other, call.context());
}
Result<Value> plus(Invocation& call) {
  return with_operator(call, Operator::Plus);
}
Result<Value> minus(Invocation& call) {
  return with_operator(call, Operator::Minus);
}
Result<Value> times(Invocation& call) {
  return with_operator(call, Operator::Times);
}
Result<Value> divided(Invocation& call) {
  return with_operator(call, Operator::Divided);
}
Result<Value> remainder_of(Invocation& call) {
  return with_operator(call, Operator::Remainder);
}

Result<Value> power(Invocation& call) {
  auto exponent = argument(call, 1);
  if (!exponent) return Failed(exponent.error());
  const auto number = as_number(call.input());
  if (!number) return of_number(call, [](double x) { return x; });
  const auto result = std::pow(number->value, *exponent);
  return std::isfinite(result) ? reckoned_number(result) : Value();
}

/// A text that spells a number becomes one; any other becomes null.
Result<Value> to_number(Invocation& call) {
  const auto number = as_number(call.input());
  if (!number) return Value();
  return call.input().is_number() ? call.input() : number->integer ? Value::of(*number->integer) : Value::of(number->value);
}

constexpr std::array kNumberFunctions = {
    FunctionRow{"round", rounded, 0, 1},    FunctionRow{"abs", absolute},         FunctionRow{"floor", floor_of},
    FunctionRow{"ceiling", ceiling_of},     FunctionRow{"ceil", ceiling_of},      FunctionRow{"truncate", truncated},
    FunctionRow{"sqrt", root_of},           FunctionRow{"power", power, 1, 1},    FunctionRow{"add", plus, 1, 1},
    FunctionRow{"subtract", minus, 1, 1},   FunctionRow{"multiply", times, 1, 1}, FunctionRow{"divide", divided, 1, 1},
    FunctionRow{"mod", remainder_of, 1, 1}, FunctionRow{"to-number", to_number},
};

}  // namespace

std::span<const FunctionRow> number_functions() {
  return kNumberFunctions;
}

}  // namespace docmill::templating
