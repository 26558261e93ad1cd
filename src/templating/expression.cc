#include "templating/expression.h"

#include <algorithm>

#include "templating/expression_tree.h"
#include "templating/functions.h"

namespace docmill::templating {

namespace {

/// Adds all values that `path` leads to from its `from`-th name on, through lists.
Result<void> gather(const Value& value, const Path& path, std::size_t from, std::vector<Value>& found, Context& context) {
  if (auto spent = context.spend(1); !spent) return spent;
  auto there = resolve_in(value, path, from, context.region);
  if (there.state != Resolved::State::Collection) {
    if (!there.value().is_null()) found.push_back(there.value());
    return {};
  }
  for (const auto& item : there.in_data->items())
    if (auto done = gather(item, path, there.names, found, context); !done) return done;
  return {};
}

Result<Value> binary(const Node& node, const Scope& scope, Context& context, const Value* item) {
  auto left = evaluate(*node.children[0], scope, context, item);
  if (!left) return left;
  const bool logical = node.op == Operator::And || node.op == Operator::Or;
  if (logical && is_true(*left) == (node.op == Operator::Or)) return Value::of(node.op == Operator::Or);
  auto right = evaluate(*node.children[1], scope, context, item);
  if (!right) return right;
  if (logical) return Value::of(is_true(*right));
  return operate(node.op, *left, *right, context);
}

Result<Value> bracket(const Node& node, const Scope& scope, Context& context, const Value* item) {
  const bool known = !resolve(scope, node.path, context.region).missing();
  if (known || node.children.empty()) return look_up(node.path, scope, context, item);
  return evaluate(*node.children[0], scope, context, item);
}

Value negative(const Value& value, Context& context) {
  const auto number = as_number(value);
  if (!number) return {};
  auto result = operate(Operator::Minus, Value::of(std::int64_t{0}), value, context);
  return result ? *result : Value();
}

}  // namespace

Result<void> Context::spend(std::uint64_t steps) {
  if (steps > work) {
    work = 0;
    return Failed(
        fail(ErrorCode::InputTooComplex,
             "The expressions of the template take too much work for this data. Use fewer nested filters, or filter the data beforehand."));
  }
  work -= steps;
  return {};
}

Result<Value> look_up(const Path& path, const Scope& scope, Context& context, const Value* item) {
  if (path.size() == 1 && path[0] == "@date") return Value::of(context.now);
  if (path.size() == 1 && path[0] == "@number") return Value::of(context.number);
  auto found = resolve(scope, path, context.region);
  if (found.missing() && item != nullptr) found = resolve_in(*item, path, 0, context.region);
  if (found.state != Resolved::State::Collection) return found.value();
  std::vector<Value> all;
  if (auto done = gather(*found.in_data, path, found.names, all, context); !done) return Failed(done.error());
  return Value::list(std::move(all));
}

Result<Value> evaluate(const Node& node, const Scope& scope, Context& context, const Value* item) {
  if (auto spent = context.spend(1); !spent) return Failed(spent.error());
  switch (node.kind) {
    case Node::Kind::Literal: return node.literal;
    case Node::Kind::Path: return look_up(node.path, scope, context, item);
    case Node::Kind::Bracket: return bracket(node, scope, context, item);
    case Node::Kind::Binary: return binary(node, scope, context, item);
    case Node::Kind::Item: return item != nullptr ? resolve_in(*item, node.path, 0, context.region).value() : Value();
    default: break;
  }
  auto child = evaluate(*node.children[0], scope, context, item);
  if (!child) return child;
  if (node.kind == Node::Kind::Not) return Value::of(!is_true(*child));
  if (node.kind == Node::Kind::Negate) return negative(*child, context);
  return apply_call(*std::move(child), node.call, scope, context, item);
}

Result<Expression> Expression::parse(std::string_view text) {
  auto root = parse_expression(text);
  if (!root) return Failed(root.error());
  Expression expression;
  expression.root_ = *std::move(root);
  collect_paths(*expression.root_, expression.paths_);
  return expression;
}

Result<Value> Expression::evaluate(const Scope& scope, Context& context) const {
  return templating::evaluate(*root_, scope, context);
}

Result<bool> Expression::holds(const Scope& scope, Context& context) const {
  auto value = evaluate(scope, context);
  if (!value) return Failed(value.error());
  return is_true(*value);
}

const Path* Expression::plain_path() const {
  return root_->kind == Node::Kind::Path ? &root_->path : nullptr;
}

std::vector<Call> Expression::take_calls() {
  std::vector<Call> calls;
  while (root_->kind == Node::Kind::Call) {
    calls.push_back(root_->call);
    root_ = root_->children[0];
  }
  std::reverse(calls.begin(), calls.end());
  return calls;
}

}  // namespace docmill::templating
