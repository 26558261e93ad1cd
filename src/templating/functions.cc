#include "templating/functions.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/small_letters.h"
#include "templating/characters.h"
#include "templating/function_rows.h"
#include "templating/value_formatters.h"

namespace docmill::templating {

namespace {

/// "starts-with", "startsWith" and "StartsWith" are one name.
bool same_function(std::string_view a, std::string_view b) {
  const auto next = [](std::string_view text, std::size_t& at) -> char {
    while (at < text.size() && text[at] == '-') ++at;
    return at < text.size() ? small_letter(text[at++]) : '\0';
  };
  std::size_t i = 0;
  std::size_t j = 0;
  while (true) {
    const char c = next(a, i);
    if (c != next(b, j)) return false;
    if (c == '\0') return true;
  }
}

}  // namespace

Invocation::Invocation(Value input, const Call& call, const Scope& scope, Context& context, const Value* item)
    : input_(std::move(input)), call_(call), scope_(scope), context_(context), item_(item) {}

std::size_t Invocation::count() const {
  return call_.parsed ? call_.parsed->list.size() : 0;
}

std::string_view Invocation::text(std::size_t i) const {
  return i < count() ? std::string_view(call_.parsed->list[i].text) : std::string_view();
}

Result<Value> Invocation::value(std::size_t i) {
  if (i >= count()) return Value();
  const auto& argument = call_.parsed->list[i];
  if (!argument.node) return Value::of(argument.text);
  const bool named = argument.node->kind == Node::Kind::Path;
  if (named && item_ == nullptr && argument.node->path.front().front() != '@' && resolve(scope_, argument.node->path).missing())
    return Value::of(argument.text);
  return evaluate(*argument.node, scope_, context_, item_);
}

Result<Value> Invocation::of_item(std::size_t i, const Value& item) {
  const auto* node = i < count() ? call_.parsed->list[i].node.get() : nullptr;
  using Kind = Node::Kind;
  const bool reckons = node != nullptr && (node->kind == Kind::Binary || node->kind == Kind::Negate || node->kind == Kind::Call);
  if (!reckons || item.find(text(i)) != nullptr) return member_of(item, text(i), context_);
  return evaluate(*node, scope_, context_, &item);
}

Result<bool> Invocation::holds(std::size_t i, const Value& item) {
  if (i >= count()) return false;
  const auto& node = call_.parsed->list[i].node;
  if (!node) return false;
  auto value = evaluate(*node, scope_, context_, &item);
  if (!value) return Failed(value.error());
  return is_true(*value);
}

const FunctionRow* find_function(std::string_view name) {
  for (const auto rows : {list_functions(), number_functions(), text_functions()}) {
    const auto row = std::ranges::find_if(rows, [&](const FunctionRow& one) { return same_function(one.name, name); });
    if (row != rows.end()) return &*row;
  }
  return nullptr;
}

Result<Value> apply_call(Value input, const Call& call, const Scope& scope, Context& context, const Value* item) {
  const auto* row = find_function(call.name);
  if (row == nullptr) {
    if (auto formatted = apply_value_formatter(call, input, context)) return *std::move(formatted);
    context.warn("|" + call.name, fmt::format("There is no function “{}”, so the value is left as it is.", call.name));
    return input;
  }
  if (auto spent = context.spend(1 + (input.is_list() ? input.size() : 0)); !spent) return Failed(spent.error());
  Invocation invocation(input, call, scope, context, item);
  if (invocation.count() >= row->least && invocation.count() <= row->most) return row->apply(invocation);
  invocation.warn(fmt::format("“{}” takes {} to {} arguments but was given {}, so the value is left as it is.", call.name, row->least,
                              row->most, invocation.count()));
  return input;
}

}  // namespace docmill::templating
