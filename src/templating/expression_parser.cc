// Recursive descent, one character at a time: the language has no tokens that could not be told where they stand.
#include <fmt/format.h>

#include <optional>

#include "base/small_letters.h"
#include "templating/characters.h"
#include "templating/expression_text.h"
#include "templating/expression_tree.h"
#include "templating/functions.h"

namespace docmill::templating {

namespace {

struct ExpressionProblem {
  std::string_view what;  // empty: none
  const char* where = nullptr;
};

/// `|` is a function, `||` is not.
class ExpressionParser : private ExpressionText {
 public:
  /// `depth`: how deep `text` lies in what the customer wrote.
  explicit ExpressionParser(std::string_view text, int depth = 0, bool in_condition = false)
      : ExpressionText(text), depth_(depth), in_condition_(in_condition) {}

  /// nullptr: see problem().
  NodePtr whole() {
    auto node = level(0);
    skip_blanks();
    if (node && at_ < text_.size())
      node = wrong("an operator is missing here, or something that does not belong to an expression stands here");
    return node;
  }

  std::optional<std::vector<Call>> calls() {
    std::vector<Call> found;
    while (take_pipe()) {
      auto one = call();
      if (!one) return std::nullopt;
      found.push_back(std::move(*one));
    }
    if (at_ < text_.size()) return wrong("a function begins with “|”"), std::nullopt;
    return found;
  }

  /// What went wrong, and at which byte of what the customer wrote. A view into it: told in characters only when it is shown, for that
  /// takes time, and what is no expression may still be an argument.
  const ExpressionProblem& problem() const { return problem_; }

 private:
  NodePtr level(std::size_t which) {
    if (which == kOperatorLevels) return sign();
    auto left = level(which + 1);
    while (left) {
      const auto op = take_operator(which);
      if (!op) break;
      auto right = level(which + 1);
      if (!right) return nullptr;
      left = join(Node{.kind = Node::Kind::Binary, .op = *op, .children = {left, right}});
    }
    return left;
  }

  NodePtr sign() {
    skip_blanks();
    if (take("-")) return under(Node::Kind::Negate);
    if ((at_ + 1 < text_.size() && text_[at_ + 1] != '=' && take("!")) || take_word("not")) return under(Node::Kind::Not);
    return with_calls(operand());
  }

  NodePtr under(Node::Kind kind) {
    if (!descend()) return nullptr;
    auto child = sign();
    --depth_;
    return child ? join(Node{.kind = kind, .children = {child}}) : nullptr;
  }

  NodePtr with_calls(NodePtr node) {
    while (node && take_pipe()) {
      auto one = call();
      if (!one) return nullptr;
      node = join(Node{.kind = Node::Kind::Call, .children = {node}, .call = std::move(*one)});
    }
    return node;
  }

  NodePtr operand() {
    skip_blanks();
    if (at_ == text_.size()) return wrong("it ends where a value was expected");
    const char c = text_[at_];
    if (c == '(') return in_parentheses();
    if (c == '[') return in_brackets();
    if (is_ascii_digit(c) || (c == '.' && at_ + 1 < text_.size() && is_ascii_digit(text_[at_ + 1]))) return number();
    if (quote_at(text_, at_).kind != Quote::None) return quoted();
    if (c == '@' || name_part_at(text_, at_) != 0) return named();
    return wrong("a value was expected here");
  }

  NodePtr in_parentheses() {
    if (!descend()) return nullptr;
    ++at_;
    auto node = level(0);
    --depth_;
    if (node && !take(")")) return wrong("“)” is missing");
    return node;
  }

  /// [date value], [num+1], and [total price].Length.
  NodePtr in_brackets() {
    const auto bracketed = take_bracketed();
    if (!bracketed) return wrong("“]” is missing");
    const auto inside = trimmed(*bracketed);
    Node node{.kind = Node::Kind::Bracket, .path = bracket_path(inside)};
    if (at_ < text_.size() && text_[at_] == '.') return rest_of_path(std::move(node.path));
    if (!descend()) return nullptr;
    auto parsed = ExpressionParser(inside, depth_, in_condition_).whole();
    --depth_;
    if (parsed) node.children.push_back(std::move(parsed));
    return join(std::move(node));
  }

  /// The names in brackets: [date value] is one, [order.date value] are two.
  static Path bracket_path(std::string_view inside) {
    Path path;
    while (path.size() < kMostNames) {
      const auto point = inside.find('.');
      path.emplace_back(trimmed(inside.substr(0, point)));
      if (point == std::string_view::npos) return path;
      inside.remove_prefix(point + 1);
    }
    return {std::string(inside)};
  }

  NodePtr number() {
    const auto begin = at_;
    const auto spelling = take_number();
    if (at_ < text_.size() && name_part_at(text_, at_) != 0) return named_from(begin);  // 2fa, 2018plan
    return join(Node{.kind = Node::Kind::Literal, .literal = Value::number(spelling)});
  }

  NodePtr quoted() {
    const auto plain = take_quoted();
    if (!plain) return wrong("this quote is not closed");
    return join(Node{.kind = Node::Kind::Literal, .literal = Value::of(*plain)});
  }

  NodePtr named() { return named_from(at_); }

  /// A path, @value, a word that stands for a value, or a function written in front: count(items).
  NodePtr named_from(std::size_t begin) {
    at_ = begin;
    if (text_[at_] == '@') ++at_;
    const auto word = take_name();
    const auto whole = text_.substr(begin, at_ - begin);
    if (word.empty()) return wrong("a name was expected behind “@”");
    if (const auto literal = literal_word(whole)) return join(Node{.kind = Node::Kind::Literal, .literal = *literal});
    if (whole == "@value" || (in_condition_ && whole == "value")) return rest_of_path({}, Node::Kind::Item);
    if (whole[0] == '@' && whole != "@date" && whole != "@number")
      return at_ = begin, wrong("only @value, @date and @number begin with “@”");
    if (at_ < text_.size() && text_[at_] == '(' && find_function(whole) != nullptr) return call_in_front(whole);
    return rest_of_path({std::string(whole)});
  }

  static std::optional<Value> literal_word(std::string_view word) {
    if (same_but_for_case(word, "true")) return Value::of(true);
    if (same_but_for_case(word, "false")) return Value::of(false);
    if (same_but_for_case(word, "null")) return Value();
    return std::nullopt;
  }

  NodePtr rest_of_path(Path path, Node::Kind kind = Node::Kind::Path) {
    while (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      if (path.size() == kMostNames) return wrong("this path has too many names");
      if (at_ < text_.size() && text_[at_] == '[') {
        const auto bracketed = take_bracketed();
        if (!bracketed) return wrong("“]” is missing");
        path.emplace_back(trimmed(*bracketed));
        continue;
      }
      const auto next = take_name();
      if (next.empty()) return wrong("a name was expected behind the point");
      path.emplace_back(next);
    }
    return join(Node{.kind = kind, .path = std::move(path)});
  }

  /// count(items) is items|count(): the first argument is what the function is applied to.
  NodePtr call_in_front(std::string_view function) {
    const auto open = at_;
    const auto raw = take_parenthesised();
    if (!raw) return wrong("“)” is missing");
    const auto pieces = cut_arguments(*raw);
    if (pieces.empty()) return at_ = open, wrong("this function needs something between its parentheses");
    if (!descend()) return nullptr;
    ExpressionParser inner(pieces[0], depth_, in_condition_);
    auto input = inner.whole();
    --depth_;
    if (!input) return problem_ = inner.problem(), nullptr;
    const auto rest = pieces.size() == 1 ? std::string_view() : raw->substr(static_cast<std::size_t>(pieces[1].data() - raw->data()));
    auto one = made_call(function, rest);
    return one ? join(Node{.kind = Node::Kind::Call, .children = {input}, .call = std::move(*one)}) : nullptr;
  }

  /// What stands behind a pipe: a name with hyphens, and maybe parentheses.
  std::optional<Call> call() {
    skip_blanks();
    const auto name = take_function_name();
    if (name.empty()) return wrong("the name of a function was expected behind “|”"), std::nullopt;
    skip_blanks();
    if (at_ == text_.size() || text_[at_] != '(') return made_call(name, {});
    const auto raw = take_parenthesised();
    if (!raw) return wrong("“)” is missing"), std::nullopt;
    return made_call(name, *raw);
  }

  std::optional<Call> made_call(std::string_view name, std::string_view raw) {
    Call made{.name = std::string(name), .arguments = std::string(raw)};
    const auto* function = find_function(name);
    if (function == nullptr) return made;
    if (!descend()) return std::nullopt;
    Arguments parsed;
    for (const auto piece : cut_arguments(raw)) {
      const bool condition = function->kind == ArgumentKind::Conditions;
      ExpressionParser inner(piece, depth_, function->kind != ArgumentKind::Values || in_condition_);
      auto node = inner.whole();
      if (!node && condition) return problem_ = inner.problem(), std::nullopt;
      parsed.list.push_back({.text = without_escapes(without_quotes(trimmed(piece))), .node = std::move(node)});
    }
    --depth_;
    made.parsed = std::make_shared<const Arguments>(std::move(parsed));
    return made;
  }

  bool descend() {
    if (depth_ == kDeepestExpression) return wrong("it is nested too deeply"), false;
    ++depth_;
    return true;
  }

  NodePtr join(Node node) {
    for (const auto& child : node.children) node.height = std::max(node.height, child->height + 1);
    if (node.call.parsed)
      for (const auto& argument : node.call.parsed->list)
        node.height = std::max(node.height, argument.node ? argument.node->height + 1 : 0);
    if (node.height > kHighestTree) return wrong("it has too many operators in a row");
    return std::make_shared<const Node>(std::move(node));
  }

  NodePtr wrong(std::string_view what) {
    if (problem_.what.empty()) problem_ = {what, text_.data() + at_};
    return nullptr;
  }

  int depth_;
  bool in_condition_;
  ExpressionProblem problem_;
};

tl::unexpected<Error> shown(const ExpressionProblem& problem, std::string_view whole) {
  std::size_t characters = 1;
  for (std::size_t at = 0; at < whole.size() && whole.data() + at < problem.where; at += character_at(whole, at)) ++characters;
  return Failed(fail(ErrorCode::BadRequest, fmt::format("At character {} of the expression: {}.", characters, problem.what)));
}

}  // namespace

Result<NodePtr> parse_expression(std::string_view text) {
  if (text.size() > kLongestExpression) return Failed(fail(ErrorCode::BadRequest, "The expression is longer than 16 KiB."));
  ExpressionParser parser(text);
  auto node = parser.whole();
  if (!node) return shown(parser.problem(), text);
  return node;
}

Result<std::vector<Call>> parse_calls(std::string_view text) {
  if (text.size() > kLongestExpression) return Failed(fail(ErrorCode::BadRequest, "The expression is longer than 16 KiB."));
  ExpressionParser parser(text);
  auto calls = parser.calls();
  if (!calls) return shown(parser.problem(), text);
  return *std::move(calls);
}

}  // namespace docmill::templating
