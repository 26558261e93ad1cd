#include "templating/value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <new>
#include <numeric>
#include <utility>

#include "templating/decimal.h"

namespace docmill::templating {

/// What values share. Owners are counted without atomics: one thread has them all.
struct Value::Node {
  std::size_t owners = 1;
};

/// A text and its bytes in one piece of memory.
struct Value::TextNode : Node {
  std::size_t size = 0;

  static TextNode* make(std::string_view text) {
    auto* node = new (::operator new(sizeof(TextNode) + text.size())) TextNode;
    node->size = text.size();
    if (!text.empty()) std::memcpy(node->bytes(), text.data(), text.size());
    return node;
  }
  char* bytes() { return reinterpret_cast<char*>(this + 1); }
  std::string_view view() { return {bytes(), size}; }
};

struct Value::ListNode : Node {
  std::vector<Value> items;
};

struct Value::ObjectNode : Node {
  /// Below this, looking at one name after the other is faster than searching.
  static constexpr std::size_t kFewMembers = 12;

  std::vector<Member> members;
  /// Places of the members in the order of their names; empty while they are few.
  std::vector<std::uint32_t> order;

  std::string_view key(std::uint32_t at) const { return members[at].key(); }

  /// The member's place; the number of members when there is none.
  std::size_t place_of(std::string_view name) const {
    if (order.empty()) {
      const auto found = std::ranges::find_if(members, [&](const Member& member) { return member.key() == name; });
      return static_cast<std::size_t>(found - members.begin());
    }
    const auto found = std::ranges::lower_bound(order, name, {}, [&](std::uint32_t at) { return key(at); });
    return found != order.end() && key(*found) == name ? *found : members.size();
  }

  void add(Member member) {
    const auto at = static_cast<std::uint32_t>(members.size());
    members.push_back(std::move(member));
    if (members.size() <= kFewMembers) return;
    if (order.empty()) {
      sort();
    } else {
      const auto place = std::ranges::upper_bound(order, key(at), {}, [&](std::uint32_t other) { return key(other); });
      order.insert(place, at);
    }
  }

  void sort() {
    order.resize(members.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::uint32_t at) { return std::pair(key(at), at); });
  }

  bool repeats_no_name() const {
    for (std::size_t i = 1; i < members.size(); ++i) {
      for (std::size_t before = 0; before < i; ++before) {
        if (members[before].key() == members[i].key()) return false;
      }
    }
    return true;
  }

  /// Of members with one name keeps the first place and the last value.
  void settle() {
    if (members.size() <= kFewMembers && repeats_no_name()) return;
    sort();
    std::vector<bool> gone(members.size());
    bool any = false;
    for (std::size_t at = 0; at + 1 < order.size();) {
      auto next = at + 1;
      while (next < order.size() && key(order[next]) == key(order[at])) gone[order[next++]] = any = true;
      if (next > at + 1) std::swap(members[order[at]].value, members[order[next - 1]].value);
      at = next;
    }
    if (any) {
      std::size_t kept = 0;
      for (std::size_t at = 0; at < members.size(); ++at) {
        if (gone[at]) continue;
        if (kept != at) members[kept] = std::move(members[at]);
        ++kept;
      }
      members.erase(members.begin() + static_cast<std::ptrdiff_t>(kept), members.end());
      sort();
    }
    if (members.size() <= kFewMembers) order.clear();
  }
};

namespace {

/// A double keeps 15 decimal digits of whatever is written; more are kept as they were spelled.
constexpr std::size_t kDigitsOfDouble = 15;
/// A spelling longer than this is a number nobody reads; its double stands for it.
constexpr std::size_t kLongestSpelling = 1000;

/// The text behind the digits that are at its beginning, which must be there.
bool skip_digits(std::string_view& text) {
  const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(end);
  return end > 0;
}

/// JSON's grammar (RFC 8259, 6), leading zeros allowed.
bool is_number_spelling(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (!skip_digits(text)) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!skip_digits(text)) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (!skip_digits(text)) return false;
  }
  return text.empty();
}

double nearest_double(std::string_view spelling) {
  double value = 0;
  const auto read = std::from_chars(spelling.data(), spelling.data() + spelling.size(), value);
  if (read.ec != std::errc::result_out_of_range) return value;
  const auto decimal = Decimal::of_spelling(spelling);
  const double size = decimal.point > 0 && !decimal.is_zero() ? std::numeric_limits<double>::infinity() : 0.0;
  return decimal.negative ? -size : size;
}

}  // namespace

Member::Member(Value of_name, Value of_value) : name(std::move(of_name)), value(std::move(of_value)) {}
Member::Member(std::string_view of_name, Value of_value) : name(Value::of(of_name)), value(std::move(of_value)) {}

Value Value::of(bool value) {
  Value made;
  made.tag_ = Tag::Bool;
  made.bool_ = value;
  return made;
}

Value Value::of(double value) {
  Value made;
  made.tag_ = Tag::Double;
  made.double_ = value;
  return made;
}

Value Value::of(std::int64_t value) {
  Value made;
  made.tag_ = Tag::Integer;
  made.integer_ = value;
  return made;
}

Value Value::of(std::string_view text) {
  return {Tag::Text, TextNode::make(text)};
}

Value Value::of(DateTime moment) {
  Value made;
  made.tag_ = Tag::DateTime;
  made.moment_ = moment.bits_;
  return made;
}

Value Value::number(std::string_view spelling) {
  if (!is_number_spelling(spelling)) return {};
  const bool whole = spelling.find_first_of(".eE") == std::string_view::npos;
  std::int64_t integer = 0;
  if (whole && std::from_chars(spelling.data(), spelling.data() + spelling.size(), integer).ec == std::errc{}) return of(integer);
  if (spelling.size() > kLongestSpelling || spelling.find_first_of("eE") != std::string_view::npos) return of(nearest_double(spelling));
  const bool few_digits = spelling.size() <= kDigitsOfDouble || Decimal::of_spelling(spelling).digits.size() <= kDigitsOfDouble;
  if (few_digits && !whole) return of(nearest_double(spelling));
  return {Tag::Spelled, TextNode::make(spelling)};
}

Value Value::list(std::vector<Value> items) {
  auto* node = new ListNode;
  node->items = std::move(items);
  return {Tag::List, node};
}

Value Value::object(std::vector<Member> members) {
  auto* node = new ObjectNode;
  node->members = std::move(members);
  node->settle();
  return {Tag::Object, node};
}

Value Value::object() {
  return {Tag::Object, new ObjectNode};
}

Value::Value(const Value& other) noexcept : tag_(other.tag_), node_(other.node_) {
  if (shares()) ++node_->owners;
}

Value::Value(Value&& other) noexcept : tag_(std::exchange(other.tag_, Tag::Null)), node_(other.node_) {}

Value& Value::operator=(const Value& other) noexcept {
  Value copy(other);
  std::swap(tag_, copy.tag_);
  std::swap(node_, copy.node_);
  return *this;
}

Value& Value::operator=(Value&& other) noexcept {
  Value moved(std::move(other));
  std::swap(tag_, moved.tag_);
  std::swap(node_, moved.node_);
  return *this;
}

Value::~Value() {
  if (shares()) release();
}

void Value::release() noexcept {
  if (--node_->owners != 0) return;  // NOLINT(clang-analyzer-cplusplus.NewDelete): the analyser does not count owners
  if (tag_ == Tag::List) {
    delete static_cast<ListNode*>(node_);
  } else if (tag_ == Tag::Object) {
    delete static_cast<ObjectNode*>(node_);
  } else {
    ::operator delete(static_cast<TextNode*>(node_));
  }
}

Value::Kind Value::kind() const {
  switch (tag_) {
    case Tag::Null: return Kind::Null;
    case Tag::Bool: return Kind::Bool;
    case Tag::Text: return Kind::Text;
    case Tag::DateTime: return Kind::DateTime;
    case Tag::List: return Kind::List;
    case Tag::Object: return Kind::Object;
    default: return Kind::Number;
  }
}

bool Value::boolean() const {
  return tag_ == Tag::Bool && bool_;
}

Number Value::number() const {
  if (tag_ == Tag::Double) return {.value = double_, .integer = {}, .spelling = {}};
  if (tag_ == Tag::Integer) return {.value = static_cast<double>(integer_), .integer = integer_, .spelling = {}};
  if (tag_ != Tag::Spelled) return {};
  const auto spelling = static_cast<TextNode*>(node_)->view();
  return {.value = nearest_double(spelling), .integer = {}, .spelling = spelling};
}

std::string_view Value::text() const {
  return tag_ == Tag::Text ? static_cast<TextNode*>(node_)->view() : std::string_view{};
}

DateTime Value::date_time() const {
  return tag_ == Tag::DateTime ? DateTime(moment_) : DateTime();
}

std::span<const Value> Value::items() const {
  if (tag_ != Tag::List) return {};
  return static_cast<ListNode*>(node_)->items;
}

std::span<const Member> Value::members() const {
  if (tag_ != Tag::Object) return {};
  return static_cast<ObjectNode*>(node_)->members;
}

std::size_t Value::size() const {
  return tag_ == Tag::List ? items().size() : members().size();
}

const Value* Value::find(std::string_view name) const {
  if (tag_ != Tag::Object) return nullptr;
  const auto& object = *static_cast<ObjectNode*>(node_);
  const auto place = object.place_of(name);
  return place < object.members.size() ? &object.members[place].value : nullptr;
}

Value::ObjectNode& Value::own_object() {
  if (tag_ != Tag::Object) *this = object();
  if (node_->owners > 1) {
    const auto& shared = *static_cast<ObjectNode*>(node_);
    auto* mine = new ObjectNode;
    mine->members = shared.members;
    mine->order = shared.order;
    *this = Value(Tag::Object, mine);
  }
  return *static_cast<ObjectNode*>(node_);
}

void Value::set(std::string_view name, Value value) {
  auto& object = own_object();
  const auto place = object.place_of(name);
  if (place < object.members.size()) {
    object.members[place].value = std::move(value);
  } else {
    object.add({name, std::move(value)});
  }
}

Value& Value::object_at(std::string_view name) {
  auto& object = own_object();
  const auto place = object.place_of(name);
  if (place == object.members.size()) object.add({name, Value::object()});
  auto& value = object.members[place].value;
  if (!value.is_object()) value = Value::object();
  return value;
}

void Value::push_back(Value item) {
  if (tag_ != Tag::List) *this = list({});
  if (node_->owners > 1) *this = list(static_cast<ListNode*>(node_)->items);
  static_cast<ListNode*>(node_)->items.push_back(std::move(item));
}

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
