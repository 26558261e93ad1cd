// Functions on lists. A list they are not given is a list of one value, and null is an empty one.
#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

#include "base/small_letters.h"
#include "templating/characters.h"
#include "templating/function_rows.h"
#include "templating/print.h"
#include "templating/value_formatters.h"

namespace docmill::templating {

namespace {

std::span<const Value> items_of(const Value& value) {
  if (value.is_list()) return value.items();
  return value.is_null() ? std::span<const Value>() : std::span(&value, 1);
}

Value list_of(std::span<const Value> items) {
  return Value::list({items.begin(), items.end()});
}

/// The i-th argument as a number of items.
Result<std::size_t> how_many(Invocation& call, std::size_t i) {
  auto value = call.value(i);
  if (!value) return Failed(value.error());
  const auto number = as_number(*value);
  if (!number || !(number->value >= 0)) return std::size_t{0};
  return static_cast<std::size_t>(std::min(number->value, 1e15));
}

/// The numbers of the list, or of one member of each item when the function names one: sum(price), sum(price * count).
Result<std::vector<double>> numbers(Invocation& call) {
  std::vector<double> found;
  for (const auto& item : items_of(call.input())) {
    auto value = call.count() > 0 ? call.of_item(0, item) : Result<Value>(item);
    if (!value) return Failed(value.error());
    if (const auto number = as_number(*value)) found.push_back(number->value);
  }
  return found;
}

/// Kahan's sum, so that many cents do not add up to a wrong one.
double total(const std::vector<double>& numbers) {
  double sum = 0;
  double lost = 0;
  for (const double number : numbers) {
    const double more = number - lost;
    const double next = sum + more;
    lost = (next - sum) - more;
    sum = next;
  }
  return sum;
}

Result<Value> count(Invocation& call) {
  const auto items = items_of(call.input());
  if (call.count() == 0) return Value::of(static_cast<std::int64_t>(items.size()));
  std::int64_t found = 0;
  for (const auto& item : items) {
    auto holds = call.holds(0, item);
    if (!holds) return Failed(holds.error());
    found += *holds ? 1 : 0;
  }
  return Value::of(found);
}

Result<Value> sum(Invocation& call) {
  auto found = numbers(call);
  if (!found) return Failed(found.error());
  return reckoned_number(total(*found));
}

Result<Value> avg(Invocation& call) {
  auto found = numbers(call);
  if (!found) return Failed(found.error());
  if (found->empty()) return Value();
  return reckoned_number(total(*found) / static_cast<double>(found->size()));
}

/// The item that comes first (`sign` -1) or last in order.
Result<Value> extreme(Invocation& call, int sign) {
  Value best;
  for (const auto& item : items_of(call.input())) {
    auto value = call.count() > 0 ? call.of_item(0, item) : Result<Value>(item);
    if (!value) return value;
    if (value->is_null()) continue;
    if (best.is_null() || compare(*value, best, call.context()) == sign) best = *std::move(value);
  }
  return best;
}

Result<Value> min(Invocation& call) {
  return extreme(call, -1);
}
Result<Value> max(Invocation& call) {
  return extreme(call, 1);
}

Result<Value> filter(Invocation& call) {
  std::vector<Value> kept;
  for (const auto& item : items_of(call.input())) {
    auto holds = call.holds(0, item);
    if (!holds) return Failed(holds.error());
    if (*holds) kept.push_back(item);
  }
  return Value::list(std::move(kept));
}

/// -1, 0, 1 by some order for all values: null first, then booleans, what is no number, numbers, dates, texts, everything else. Numbers go
/// by their nearest double alone, so that no three of them run in a circle.
int in_order(const Value& a, const Value& b, const Context& context) {
  const auto rank = [](const Value& value) {
    switch (value.kind()) {
      case Value::Kind::Null: return 0;
      case Value::Kind::Bool: return 1;
      case Value::Kind::Number: return std::isnan(value.number().value) ? 2 : 3;
      case Value::Kind::DateTime: return 4;
      case Value::Kind::Text: return 5;
      default: return 6;
    }
  };
  const int first = rank(a);
  if (first != rank(b)) return first < rank(b) ? -1 : 1;
  if (first == 3) return a.number().value < b.number().value ? -1 : a.number().value > b.number().value ? 1 : 0;
  return first == 2 || first == 6 ? 0 : compare(a, b, context).value_or(0);
}

/// sort(price), sort(price, DESC), sort(DESC), sort().
Result<Value> sort(Invocation& call) {
  const auto last = call.count() == 0 ? std::string_view() : call.text(call.count() - 1);
  const bool down = same_but_for_case(last, "desc") || same_but_for_case(last, "descending");
  const bool has_direction = down || same_but_for_case(last, "asc") || same_but_for_case(last, "ascending");
  const bool has_name = call.count() > (has_direction ? 1U : 0U);
  struct Keyed {
    Value key;
    const Value* item;
  };
  std::vector<Keyed> keyed;
  for (const auto& item : items_of(call.input())) {
    auto key = has_name ? call.of_item(0, item) : Result<Value>(item);
    if (!key) return key;
    keyed.push_back({*std::move(key), &item});
  }
  std::ranges::sort(keyed, [&](const Keyed& a, const Keyed& b) {
    const int order = in_order(a.key, b.key, call.context());
    return order == 0 ? a.item < b.item : (order < 0) != down;
  });
  std::vector<Value> sorted;
  sorted.reserve(keyed.size());
  for (const auto& one : keyed) sorted.push_back(*one.item);
  return Value::list(std::move(sorted));
}

Result<Value> top(Invocation& call) {
  auto many = how_many(call, 0);
  if (!many) return Failed(many.error());
  const auto items = items_of(call.input());
  return list_of(items.first(std::min(*many, items.size())));
}

Result<Value> skip(Invocation& call) {
  auto many = how_many(call, 0);
  if (!many) return Failed(many.error());
  const auto items = items_of(call.input());
  return list_of(items.subspan(std::min(*many, items.size())));
}

Result<Value> at(Invocation& call) {
  auto place = how_many(call, 0);
  if (!place) return Failed(place.error());
  const auto items = items_of(call.input());
  return *place < items.size() ? items[*place] : Value();
}

Result<Value> first(Invocation& call) {
  const auto items = items_of(call.input());
  return items.empty() ? Value() : items.front();
}

Result<Value> last(Invocation& call) {
  const auto items = items_of(call.input());
  return items.empty() ? Value() : items.back();
}

Result<Value> reversed(Invocation& call) {
  const auto items = items_of(call.input());
  return Value::list({items.rbegin(), items.rend()});
}

/// Each value once; of objects, with a name, the first of each value of that member.
Result<Value> distinct(Invocation& call) {
  std::unordered_set<std::string> seen;
  std::vector<Value> kept;
  for (const auto& item : items_of(call.input())) {
    auto key = call.count() > 0 ? call.of_item(0, item) : Result<Value>(item);
    if (!key) return key;
    if (key->is_scalar() ? seen.insert(print_invariant(*key)).second : true) kept.push_back(item);
  }
  return Value::list(std::move(kept));
}

/// One member of each item: select(price).
Result<Value> select(Invocation& call) {
  std::vector<Value> members;
  for (const auto& item : items_of(call.input())) {
    auto member = call.of_item(0, item);
    if (!member) return member;
    members.push_back(*std::move(member));
  }
  return Value::list(std::move(members));
}

/// The formatter; it is here as well so that its list does not repeat: items.name|join(", ").
Result<Value> join(Invocation& call) {
  return apply_value_formatter(call.call(), call.input(), call.context()).value_or(call.input());
}

constexpr std::array kListFunctions = {
    FunctionRow{"count", count, 0, 1, true, ArgumentKind::Conditions},
    FunctionRow{"sum", sum, 0, 1, true, ArgumentKind::Words},
    FunctionRow{"avg", avg, 0, 1, true, ArgumentKind::Words},
    FunctionRow{"average", avg, 0, 1, true, ArgumentKind::Words},
    FunctionRow{"min", min, 0, 1, true, ArgumentKind::Words},
    FunctionRow{"max", max, 0, 1, true, ArgumentKind::Words},
    FunctionRow{"filter", filter, 1, 1, true, ArgumentKind::Conditions},
    FunctionRow{"sort", sort, 0, 2, true, ArgumentKind::Words},
    FunctionRow{"top", top, 1, 1, true},
    FunctionRow{"skip", skip, 1, 1, true},
    FunctionRow{"at", at, 1, 1, true},
    FunctionRow{"first", first, 0, 0, true},
    FunctionRow{"last", last, 0, 0, true},
    FunctionRow{"reverse", reversed, 0, 0, true},
    FunctionRow{"distinct", distinct, 0, 1, true, ArgumentKind::Words},
    FunctionRow{"join", join, 0, 20, true, ArgumentKind::Words},
    FunctionRow{"select", select, 1, 1, true, ArgumentKind::Words},
};

}  // namespace

Result<Value> member_of(const Value& item, std::string_view name, Context& context) {
  if (auto spent = context.spend(1); !spent) return Failed(spent.error());
  for (const std::string_view front : {"@value", "value"}) {
    if (name == front && (front[0] == '@' || item.find(name) == nullptr)) return item;
    if (name.starts_with(front) && name.substr(front.size(), 1) == "." && item.find(front) == nullptr) name.remove_prefix(front.size() + 1);
  }
  if (const auto* member = item.find(name)) return *member;
  const auto path = parse_path(name);
  return path ? resolve_in(item, *path, 0, context.region).value() : Value();
}

std::span<const FunctionRow> list_functions() {
  return kListFunctions;
}

}  // namespace docmill::templating
