#include "templating/alias.h"

#include <fmt/format.h>

#include "templating/expression.h"
#include "templating/path.h"

namespace docmill::templating {

namespace {

class Definition {
 public:
  Definition(const Token& token, Context& context) : token_(token), context_(context) {}

  /// What `there` (which `path_` leads to with its first `names` names) becomes with the new property in it.
  Result<Value> with_property(const Value& there, std::size_t names, const Scope& scope) {
    if (auto spent = context_.spend(1); !spent) return Failed(spent.error());
    if (there.is_collection()) return with_items(there, names, scope);
    if (!there.is_object() && !there.is_null()) return unchanged(there, names);
    auto value = value_below(there, names, scope);
    if (!value) return value;
    auto changed = there;
    changed.set(path()[names], *std::move(value));
    return changed;
  }

 private:
  const Path& path() const { return token_.path; }

  Result<Value> value_below(const Value& there, std::size_t names, const Scope& scope) {
    if (names + 1 == path().size()) return token_.expression->evaluate(scope, context_);
    const auto* member = there.find(path()[names]);
    return with_property(member != nullptr ? *member : Value(), names + 1, scope);
  }

  Result<Value> with_items(const Value& list, std::size_t names, const Scope& scope) {
    const Path prefix(path().begin(), path().begin() + static_cast<std::ptrdiff_t>(names));
    std::vector<Value> items;
    items.reserve(list.size());
    for (const auto& item : list.items()) {
      auto changed = item.is_object() ? with_property(item, names, Scope(scope, prefix, item)) : Result<Value>(item);
      if (!changed) return changed;
      items.push_back(*std::move(changed));
    }
    return Value::list(std::move(items));
  }

  Value unchanged(const Value& there, std::size_t names) {
    context_.warn(token_.source,
                  fmt::format("“{}” is no object of the data, so it gets no “{}”.",
                              to_text(Path(path().begin(), path().begin() + static_cast<std::ptrdiff_t>(names))), path()[names]));
    return there;
  }

  const Token& token_;
  Context& context_;
};

}  // namespace

Result<void> apply_alias(const Token& token, Context& context) {
  if (!token.expression || token.path.empty()) return {};
  if (context.aliases == 0)
    return Failed(fail(ErrorCode::InputTooComplex, "The template defines more than 2000 names. Use fewer, or reckon them in the data."));
  --context.aliases;
  if (!context.data.is_object() && !context.data.is_null() && token.path.size() == 1) {
    context.warn(token.source, "The data is a list at its root, which has no room for a name. Wrap it in an object.");
    return {};
  }
  const Value data = context.data;  // shares: what is evaluated stays while the copy changes
  auto changed = Definition(token, context).with_property(data, 0, Scope(data));
  if (!changed) return Failed(changed.error());
  context.data = *std::move(changed);
  return {};
}

}  // namespace docmill::templating
