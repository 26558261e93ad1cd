#include <fmt/format.h>

#include "templating/characters.h"
#include "templating/check/samples.h"

namespace docmill::templating {
namespace {

using ShapeNode = DataShape::Node;

constexpr std::size_t kMostSampleValues = 20'000;

// A grey dot, PNG.
constexpr std::string_view kDotPicture =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";

/// "firstName" reads "First name".
std::string said_in_words(std::string_view name) {
  std::string out;
  char before = ' ';
  for (char c : name) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (c == '_' || c == '-') c = ' ';
    if (capital && before >= 'a' && before <= 'z') out += ' ';
    if (out.empty() && c >= 'a' && c <= 'z') {
      out += static_cast<char>(c - 'a' + 'A');
    } else {
      out += capital && !out.empty() && before >= 'a' && before <= 'z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    before = c;
  }
  return out;
}

class Sampling {
 public:
  Value object(const ShapeNode& node, std::size_t item) {
    std::vector<Member> members;
    for (const auto& child : node.children) {
      if (++made_ > kMostSampleValues) break;
      members.emplace_back(child->name, of(*child, item));
    }
    return Value::object(std::move(members));
  }

 private:
  /// `item`: counted from 1 in the list around it; 0 outside of lists. Lists within lists have one item from some depth on, so that they
  /// do not multiply.
  Value of(const ShapeNode& node, std::size_t item) {
    if (!node.list) return node.is_value() ? value(node, item) : object(node, item);
    std::vector<Value> items;
    ++depth_;
    for (std::size_t i = 1; i <= (depth_ > 4 ? 1 : 2); ++i) items.push_back(node.is_value() ? value(node, i) : object(node, i));
    --depth_;
    return Value::list(std::move(items));
  }

  static Value number(const ShapeNode& node, std::size_t item) {
    if (node.example) return Value::number(*node.example);
    const auto whole = static_cast<std::int64_t>(item == 0 ? 1 : item);
    return looks_numeric(node.name) ? Value::of(static_cast<double>(whole) * 12.5) : Value::of(whole);
  }

  static Value value(const ShapeNode& node, std::size_t item) {
    switch (node.guess) {
      case Guess::Number: return number(node, item);
      case Guess::Boolean: return Value::of(true);
      case Guess::Date: return Value::of(fmt::format("2026-01-{:02}T09:30:00", 14 + item));
      case Guess::Picture: return Value::of(kDotPicture);
      case Guess::Link: return Value::of("https://example.com/");
      case Guess::Unknown:
        if (looks_numeric(node.name)) return number(node, item);
        if (looks_like_a_date(node.name)) return Value::of(fmt::format("2026-01-{:02}", 14 + item));
        break;
      case Guess::Text: break;
    }
    if (node.example) return Value::of(*node.example);
    const auto words = said_in_words(node.name);
    return Value::of(item == 0 ? words : fmt::format("{} {}", words, item));
  }

  std::size_t made_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

Value sample_of(const DataShape& shape) {
  return Sampling().object(shape.root(), 0);
}

}  // namespace docmill::templating
