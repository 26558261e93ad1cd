// What values mean to the language: when they are empty, what kind of list they are, when they are equal.
#include <algorithm>
#include <cmath>

#include "templating/decimal.h"
#include "templating/value.h"

namespace docmill::templating {

bool Value::is_empty() const {
  return tag_ == Tag::Null || (tag_ == Tag::Text && text().empty()) || (tag_ == Tag::List && items().empty());
}

bool Value::is_collection() const {
  return !items().empty() && items().front().is_object();
}

bool Value::is_grid() const {
  return !items().empty() && items().front().is_list();
}

bool Value::is_scalar_list() const {
  return is_list() && !is_collection() && !is_grid();
}

namespace {

bool same_number(const Number& a, const Number& b) {
  if (a.integer && b.integer) return *a.integer == *b.integer;
  if (a.spelling.empty() && b.spelling.empty()) return a.value == b.value;
  if (!std::isfinite(a.value) || !std::isfinite(b.value)) return a.value == b.value && a.spelling.empty() == b.spelling.empty();
  const auto left = Decimal::of(a);
  const auto right = Decimal::of(b);
  return left.negative == right.negative && left.point == right.point && left.digits == right.digits;
}

}  // namespace

bool operator==(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Value::Kind::Null: return true;
    case Value::Kind::Bool: return a.boolean() == b.boolean();
    case Value::Kind::Number: return same_number(a.number(), b.number());
    case Value::Kind::Text: return a.text() == b.text();
    case Value::Kind::DateTime: return a.date_time() == b.date_time();
    case Value::Kind::List: return std::ranges::equal(a.items(), b.items());
    case Value::Kind::Object: break;
  }
  return a.size() == b.size() && std::ranges::all_of(a.members(), [&](const Member& member) {
           const auto* other = b.find(member.key());
           return other != nullptr && *other == member.value;
         });
}

}  // namespace docmill::templating
