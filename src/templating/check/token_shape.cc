#include "templating/check/token_shape.h"

#include <algorithm>
#include <array>
#include <span>

#include "templating/characters.h"
#include "templating/check/call_guess.h"
#include "templating/expression.h"
#include "templating/expression_tree.h"
#include "templating/formatter.h"
#include "templating/functions.h"
#include "templating/value_properties.h"

namespace docmill::templating {
namespace {

/// What a name stands for that the template defines: another name, or nothing that the data has.
using Aliases = std::map<std::string, std::optional<Path>, std::less<>>;

/// sum(price * count): its names are of the items.
bool reckons_of_items(const Call& call) {
  const auto has_operator = [](const Argument& argument) { return argument.node && argument.node->kind == Node::Kind::Binary; };
  return call.parsed && !joins(call.name) && std::ranges::any_of(call.parsed->list, has_operator);
}

/// Properties of values that are hardly ever names of data; `Date` or `Year` are, unless they stand behind what is a date.
bool is_value_property(std::string_view name, std::string_view behind) {
  static constexpr std::array<std::string_view, 7> kNames{"Date", "Day", "Hour", "Minute", "Month", "Second", "Year"};
  if (std::ranges::find(kNames, name) != kNames.end()) return looks_like_a_date(behind);
  return value_property(Value::of(DateTime()), name, {}).has_value() || value_property(Value::of("x"), name, {}).has_value();
}

Guess guess_of_property(std::string_view name) {
  if (name == "ToLower" || name == "ToUpper" || name == "Trim") return Guess::Text;
  return name == "Length" || name == "GetHashCode" ? Guess::Unknown : Guess::Date;
}

Guess guess_of_literal(const Value& value) {
  if (value.is_number()) return Guess::Number;
  if (value.is_bool()) return Guess::Boolean;
  return value.is_text() ? Guess::Text : Guess::Unknown;
}

class Reading {
 public:
  explicit Reading(DataShape& shape) : shape_(shape) {}

  void define(const Token& token) {
    if (token.kind != TokenKind::Alias || !token.expression) return;
    const auto* node = &token.expression->root();
    while (node->kind == Node::Kind::Call && gives_items(node->call.name)) node = node->children[0].get();
    const bool is_name = node->kind == Node::Kind::Path || node->kind == Node::Kind::Bracket;
    aliases_[to_text(token.path)] = is_name ? std::optional(node->path) : std::nullopt;
  }

  void read(const FoundToken& found) {
    const auto& token = found.token;
    if (token.is_equals() || token.has_call("keep-token")) return;
    block_ = found.where.block;
    const bool prints = !token.is_control();
    needed_ = prints && !takes_absence(token);
    if (!token.path.empty() && token.kind == TokenKind::Value) read_value(token);
    // A hyphen in a path may be a minus: then the path was read above.
    if (token.expression && (token.path.empty() || token.kind != TokenKind::Value)) {
      const bool asks = token.kind == TokenKind::If || token.kind == TokenKind::Else || token.kind == TokenKind::HideIf;
      const bool draws = token.kind == TokenKind::Barcode || token.kind == TokenKind::QrCode;
      walk(token.expression->root(), draws ? Guess::Text : Guess::Unknown, nullptr, asks);
      for (const auto& call : token.calls) walk_arguments(call, nullptr);
    }
  }

 private:
  using Shaped = DataShape::Node;

  std::optional<Path> without_aliases(Path path) const {
    for (int i = 0; i < 16; ++i) {
      std::optional<std::optional<Path>> source;
      std::size_t names = path.size();
      for (; names > 0 && !source; --names) {
        const auto known = aliases_.find(to_text(Path(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(names))));
        if (known != aliases_.end()) source = known->second;
      }
      if (!source) return path;
      if (!*source) return std::nullopt;
      Path whole = **source;
      whole.insert(whole.end(), path.begin() + static_cast<std::ptrdiff_t>(names) + 1, path.end());
      if (whole == path || whole.size() > kMostNames) return std::nullopt;
      path = std::move(whole);
    }
    return std::nullopt;
  }

  static void set(Shaped& node, Guess guess) {
    if (node.guess == Guess::Unknown) node.guess = guess;
  }

  /// A path whose value is used. nullptr: it is none of the data's.
  Shaped* use(const Path& written, Guess guess) {
    if (written.empty() || written.front().starts_with('@')) return nullptr;
    auto path = without_aliases(written);
    if (!path || path->empty()) return nullptr;
    if (path->size() > 1 && is_value_property(path->back(), (*path)[path->size() - 2])) {
      guess = guess_of_property(path->back());
      path->pop_back();
    }
    auto* node = shape_.at(*path);
    if (node == nullptr) return nullptr;
    set(*node, guess);
    node->needed = node->needed || needed_;
    node->whole = true;
    node->blocks.insert(block_);
    return node;
  }

  void read_value(const Token& token) {
    auto* node = use(token.path, Guess::Unknown);
    if (node == nullptr || token.calls.empty()) {
      for (const auto& call : token.calls) walk_arguments(call, nullptr);
      return;
    }
    follow(token.path, *node, token.calls);
    if (token.path.size() > 1 && (token.marks.page || token.marks.sheet || token.marks.horizontal_resize)) {
      if (const auto path = without_aliases(token.path); path && path->size() > 1) shape_.list_at(Path(path->begin(), path->end() - 1));
    }
  }

  /// What functions and formatters say of the value they are first given.
  void follow(const Path& path, Shaped& node, std::span<const Call> calls) {
    bool same = true;  // the value is still the data's own
    for (const auto& call : calls) {
      if (same && takes_list(call.name)) {
        read_list(path, call);
        same = keeps_items(call.name);
      } else if (same) {
        const auto told = guess_of_call(call);
        set(node, told.guess);
        if (told.example && !node.example) node.example = told.example;
        same = told.passes;
        walk_arguments(call, nullptr);
      } else {
        walk_arguments(call, nullptr);
      }
    }
  }

  /// `items.price|sum()` is of a list of items, `order.items|count()` of items; the names tell.
  void read_list(const Path& written, const Call& call) {
    const auto path = without_aliases(written);
    if (!path || path->empty()) return;
    const bool reckons = takes_numbers(call.name);
    const bool of_items = path->size() > 1 && !looks_plural(path->back()) && looks_plural((*path)[path->size() - 2]);
    const Path list = of_items ? Path(path->begin(), path->end() - 1) : *path;
    shape_.list_at(list);
    auto* node = shape_.at(list);
    if (node == nullptr) return;
    const auto* row = find_function(call.name);
    const auto member =
        call.parsed && !call.parsed->list.empty() && !joins(call.name) ? parse_path(call.parsed->list[0].text) : std::nullopt;
    if (row != nullptr && row->kind == ArgumentKind::Words && member) {
      Path item = list;
      for (const auto& name : *member) {
        if (name != "value" && name != "@value") item.push_back(name);
      }
      if (auto* named = shape_.at(item); named != nullptr && item.size() > list.size() && reckons) set(*named, Guess::Number);
    } else if (row != nullptr && (row->kind == ArgumentKind::Conditions || reckons_of_items(call))) {
      walk_arguments(call, &list);
    } else if (reckons) {
      if (auto* value = shape_.at(*path)) set(*value, Guess::Number);
    }
  }

  void walk_arguments(const Call& call, const Path* item) {
    if (!call.parsed) return;
    for (const auto& argument : call.parsed->list) {
      if (!argument.node) continue;
      // A bare word is as likely a text as a name.
      const bool bare = argument.node->kind == Node::Kind::Path && (item == nullptr || argument.node->path.size() < 2);
      if (!bare) walk(*argument.node, Guess::Unknown, item, item != nullptr);
    }
  }

  void walk(const Node& node, Guess guess, const Path* item, bool asks) {
    switch (node.kind) {
      case Node::Kind::Literal: return;
      case Node::Kind::Path: return walk_path(node.path, guess, item, asks);
      case Node::Kind::Item: return walk_item(node.path, guess, item);
      case Node::Kind::Bracket:
        if (!node.children.empty() && !parse_path(to_text(node.path))) return walk(*node.children[0], guess, item, asks);
        return walk_path(node.path, guess, item, asks);
      case Node::Kind::Not: return walk(*node.children[0], Guess::Unknown, item, true);
      case Node::Kind::Negate: return walk(*node.children[0], Guess::Number, item, false);
      case Node::Kind::Binary: return walk_binary(node, item);
      case Node::Kind::Call: return walk_call(node, item);
    }
  }

  void walk_path(const Path& path, Guess guess, const Path* item, bool asks) {
    if (item != nullptr && (path.front() == "value" || path.size() == 1)) return walk_item(path, guess, item);
    auto* node = use(path, guess);
    if (node != nullptr && asks && node->guess == Guess::Unknown) node->asked = true;
  }

  void walk_item(const Path& path, Guess guess, const Path* item) {
    if (item == nullptr) return;
    Path whole = *item;
    for (const auto& name : path) {
      if (&name != &path.front() || (name != "value" && name != "@value")) whole.push_back(name);
    }
    if (auto* node = whole.size() > item->size() ? shape_.at(whole) : nullptr) set(*node, guess);
  }

  void walk_binary(const Node& node, const Path* item) {
    const auto& left = *node.children[0];
    const auto& right = *node.children[1];
    if (node.op == Operator::And || node.op == Operator::Or) {
      walk(left, Guess::Unknown, item, true);
      return walk(right, Guess::Unknown, item, true);
    }
    const bool reckons =
        node.op == Operator::Minus || node.op == Operator::Times || node.op == Operator::Divided || node.op == Operator::Remainder;
    walk(left, reckons ? Guess::Number : guess_of_literal(right.literal), item, false);
    walk(right, reckons ? Guess::Number : guess_of_literal(left.literal), item, false);
  }

  void walk_call(const Node& node, const Path* item) {
    const auto& child = *node.children[0];
    const bool is_name = child.kind == Node::Kind::Path && item == nullptr;
    if (auto* named = is_name ? use(child.path, Guess::Unknown) : nullptr) return follow(child.path, *named, std::span(&node.call, 1));
    walk(child, guess_of_call(node.call).guess, item, false);
    walk_arguments(node.call, nullptr);
  }

  DataShape& shape_;
  Aliases aliases_;
  std::uint64_t block_ = 0;
  bool needed_ = false;
};

}  // namespace

DataShape shape_of(const Findings& findings) {
  DataShape shape;
  Reading reading(shape);
  for (const auto& found : findings.tokens()) reading.define(found.token);
  for (const auto& found : findings.tokens()) reading.read(found);
  shape.settle_lists();
  return shape;
}

}  // namespace docmill::templating
