#include "templating/value.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "templating/decimal.h"
#include "templating/value_nodes.h"

namespace docmill::templating {

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

}  // namespace docmill::templating
