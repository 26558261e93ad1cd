#include "templating/check/problems.h"

#include <fmt/format.h>

#include <vector>

#include "templating/expression.h"
#include "templating/expression_tree.h"
#include "templating/formatter.h"
#include "templating/functions.h"

namespace docmill::templating {
namespace {

/// An {{#if …}} on the way through a part.
struct OpenIf {
  const FoundToken* token;
  bool has_else = false;
};

class Checking {
 public:
  Checking(const Findings& findings, Context& context) : findings_(findings), context_(context) {}

  void run() {
    for (const auto& found : findings_.tokens()) {
      if (found.where.part != part_) leave_part();
      part_ = found.where.part;
      check(found);
    }
    leave_part();
  }

 private:
  void check(const FoundToken& found) {
    found_ = &found;
    const auto& token = found.token;
    if (token.has_call("keep-token")) return;
    for (const auto& call : token.calls) check_call(call);
    if (token.expression) check_node(token.expression->root());
    if (token.kind == TokenKind::If) open_.push_back({&found});
    if (token.kind == TokenKind::Else) meet_else(!token.expression);
    if (token.kind == TokenKind::EndIf) meet_end();
  }

  void say(const FoundToken& found, std::string message) {
    context_.part = found.where.part;
    context_.place = found.where.place;
    context_.warn(found.token.source, std::move(message));
  }

  void meet_else(bool last) {
    if (open_.empty()) return say(*found_, "It stands outside of {{#if …}} … {{/if}}. Take it out, or add the {{#if …}} in front of it.");
    if (open_.back().has_else)
      return say(*found_, "The {{#if …}} around it has an {{#else}} already. Put it in front of that, or take one of them out.");
    open_.back().has_else = last;
  }

  void meet_end() {
    if (open_.empty()) return say(*found_, "No {{#if …}} is open here. Take it out, or add the {{#if …}} in front of it.");
    open_.pop_back();
  }

  void leave_part() {
    for (const auto& left : open_) say(*left.token, "It has no {{/if}} in the same part of the document. Add one behind what it is for.");
    open_.clear();
  }

  void check_call(const Call& call) {
    if (!is_known_call(call.name, context_.dialect)) {
      const auto meant = nearest_call(call.name, context_.dialect);
      say(*found_, fmt::format("There is no {} “{}”{}.", call.parsed ? "function" : "formatter", call.name,
                               meant.empty() ? ", so the value would be left as it is" : fmt::format("; “{}” may be meant", meant)));
    } else if (const auto* row = call.parsed ? find_function(call.name) : nullptr) {
      const auto count = call.parsed->list.size();
      if (count < row->least || count > row->most) {
        say(*found_, fmt::format("“{}” takes {} to {} arguments and has {}.", call.name, row->least, row->most, count));
      }
    }
    if (!call.parsed) return;
    for (const auto& argument : call.parsed->list) {
      if (argument.node) check_node(*argument.node);
    }
  }

  /// A tree is no higher than kHighestTree.
  void check_node(const Node& node) {
    if (node.kind == Node::Kind::Call) check_call(node.call);
    for (const auto& child : node.children) check_node(*child);
  }

  const Findings& findings_;
  Context& context_;
  const FoundToken* found_ = nullptr;
  std::string part_;
  std::vector<OpenIf> open_;
};

}  // namespace

void find_problems(const Findings& findings, Context& context) {
  Checking(findings, context).run();
}

std::string nearest_call(std::string_view name, Dialect dialect) {
  static constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz-";
  if (name.size() > 30) return {};
  const std::string as_is(name);
  const auto known = [&](const std::string& one) { return is_known_call(one, dialect); };
  for (std::size_t i = 0; i <= as_is.size(); ++i) {
    if (i < as_is.size()) {
      auto shorter = as_is;
      if (shorter.erase(i, 1); known(shorter)) return shorter;
      auto swapped = as_is;
      if (i + 1 < swapped.size()) std::swap(swapped[i], swapped[i + 1]);
      if (known(swapped)) return swapped;
    }
    for (const char c : kLetters) {
      auto longer = as_is;
      if (longer.insert(i, 1, c); known(longer)) return longer;
      auto other = as_is;
      if (i < other.size()) other[i] = c;
      if (known(other)) return other;
    }
  }
  return {};
}

}  // namespace docmill::templating
