#include "templating/steering.h"

#include <algorithm>
#include <optional>
#include <set>

#include "templating/alias.h"
#include "templating/formatter.h"
#include "templating/in_hand.h"

namespace docmill::templating {
namespace {

/// An {{#if …}} on the way through an area.
struct Frame {
  std::vector<std::size_t> branches;  // {{#if …}}, {{#else if …}}, {{#else}}
  bool decided = true;                // false: it hangs on an item and is decided later
  bool complete = false;              // behind {{#else}}
  std::optional<std::size_t> stays;   // of branches
  bool dead = false;                  // it stands in a branch that goes anyway

  /// Whether what stands at the present place will go.
  bool hides() const { return dead || (decided && stays != branches.size() - 1); }
};

class Steering {
 public:
  Steering(Area& area, const Scope& scope, Adapter& adapter, Context& context, const std::vector<char>* covered, bool with_aliases)
      : area_(area),
        scope_(scope),
        adapter_(adapter),
        context_(context),
        covered_(covered),
        with_aliases_(with_aliases),
        gone_(area.slots.size(), 0) {}

  Result<void> run() {
    for (std::size_t i = 0; i < area_.slots.size(); ++i) {
      if (area_.slots[i].token == nullptr) continue;
      if (auto done = visit(i); !done) return done;
    }
    std::vector<Slot> left;
    for (std::size_t i = 0; i < area_.slots.size(); ++i) {
      if (gone_[i] == 0) left.push_back(area_.slots[i]);
    }
    area_.slots = std::move(left);
    return {};
  }

 private:
  bool hidden() const { return !frames_.empty() && frames_.back().hides(); }

  Result<void> visit(std::size_t i) {
    switch (area_.slots[i].token->kind) {
      case TokenKind::If: return open(i);
      case TokenKind::Else: return turn(i);
      case TokenKind::EndIf: return close(i);
      case TokenKind::Alias: return define(i);
      default: return {};
    }
  }

  bool hangs(std::size_t i) const {
    if (covered_ != nullptr) return (*covered_)[i] != 0;
    const auto& paths = area_.slots[i].token->paths;
    return std::ranges::any_of(paths, [&](const Path& path) { return repetition_of(scope_, path).has_value(); });
  }

  Result<void> open(std::size_t i) {
    frames_.push_back({.branches = {}, .decided = true, .complete = false, .stays = {}, .dead = hidden()});
    return branch(i);
  }

  Result<void> turn(std::size_t i) {
    if (frames_.empty() || frames_.back().complete) return {};
    return branch(i);
  }

  Result<void> branch(std::size_t i) {
    auto& frame = frames_.back();
    const auto number = frame.branches.size();
    frame.branches.push_back(i);
    const auto& token = *area_.slots[i].token;
    frame.complete = token.kind == TokenKind::Else && !token.expression;
    if (frame.dead || frame.stays || !frame.decided) return {};
    if (frame.complete) {
      frame.stays = number;
      return {};
    }
    frame.decided = !hangs(i);
    if (!frame.decided) return {};
    const InHand in_hand(context_, adapter_, area_.slots[i]);
    auto holds = condition_holds(token, scope_, context_);
    if (!holds) return Failed(context_.placed(holds.error()));
    if (*holds) frame.stays = number;
    return {};
  }

  Result<void> define(std::size_t i) {
    if (!with_aliases_ || hidden()) return {};
    const InHand in_hand(context_, adapter_, area_.slots[i]);
    if (auto applied = apply_alias(*area_.slots[i].token, context_); !applied) return Failed(context_.placed(applied.error()));
    return drop(i);
  }

  Result<void> close(std::size_t end) {
    if (frames_.empty()) return {};
    const Frame frame = std::move(frames_.back());
    frames_.pop_back();
    if (frame.dead || !frame.decided) return {};
    const auto begin = frame.branches.front();
    const auto stays = frame.stays ? frame.branches[*frame.stays] : end;
    const auto next = frame.stays && *frame.stays + 1 < frame.branches.size() ? frame.branches[*frame.stays + 1] : end;
    if (begin != stays) {
      if (auto cut = take(begin, stays); !cut) return cut;
    }
    if (next != end) {
      if (auto cut = take(next, end); !cut) return cut;
    }
    for (const auto i : std::set{begin, stays, next, end}) {
      if (auto dropped = drop(i); !dropped) return dropped;
    }
    return {};
  }

  Result<void> take(std::size_t from, std::size_t to) {
    for (std::size_t i = from + 1; i < to; ++i) gone_[i] = 1;
    return adapter_.cut(area_, area_.slots[from], area_.slots[to]);
  }

  Result<void> drop(std::size_t i) {
    gone_[i] = 1;
    return adapter_.drop(area_.slots[i]);
  }

  Area& area_;
  const Scope& scope_;
  Adapter& adapter_;
  Context& context_;
  const std::vector<char>* covered_;
  bool with_aliases_;
  std::vector<char> gone_;
  std::vector<Frame> frames_;
};

}  // namespace

Result<void> steer(Area& area, const Scope& scope, Adapter& adapter, Context& context, const std::vector<char>& covered) {
  const auto steers = [](const Slot& slot) { return slot.token != nullptr && slot.token->kind == TokenKind::If; };
  if (std::ranges::none_of(area.slots, steers)) return {};
  return Steering(area, scope, adapter, context, covered.empty() ? nullptr : &covered, false).run();
}

bool has_open_condition(const Area& area, const std::vector<char>& covered) {
  std::vector<bool> open;  // of each {{#if …}} around: whether it begins outside
  for (std::size_t i = 0; i < area.slots.size(); ++i) {
    const Token* token = area.slots[i].token;
    if (token != nullptr && token->kind == TokenKind::If) open.push_back(covered[i] == 0);
    if (token != nullptr && token->kind == TokenKind::EndIf && !open.empty()) {
      if (open.back()) return true;
      open.pop_back();
    }
  }
  return false;
}

Result<void> prepare(Area& area, Adapter& adapter, Context& context) {
  const auto steers = [](const Slot& slot) {
    return slot.token != nullptr && slot.token->is_control() && slot.token->kind != TokenKind::HideIf;
  };
  if (std::ranges::none_of(area.slots, steers)) return {};
  const Scope all(context.data);
  return Steering(area, all, adapter, context, nullptr, true).run();
}

}  // namespace docmill::templating
