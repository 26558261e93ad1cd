#include "templating/steering.h"

#include <algorithm>
#include <optional>

#include "templating/alias.h"
#include "templating/formatter.h"
#include "templating/in_hand.h"

namespace docmill::templating {
namespace {

/// An {{#if …}} on the way through an area.
struct Frame {
  std::size_t begin = 0;
  std::optional<std::size_t> middle;  // {{#else}}
  std::optional<bool> holds;          // nullopt: it hangs on an item and is decided later
  bool dead = false;                  // it stands in a branch that goes anyway

  /// Whether what stands at the present place will go.
  bool hides() const { return dead || (holds && *holds == middle.has_value()); }
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
      case TokenKind::Else:
        if (!frames_.empty() && !frames_.back().middle) frames_.back().middle = i;
        return {};
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
    Frame frame{.begin = i, .middle = {}, .holds = {}, .dead = hidden()};
    const InHand in_hand(context_, adapter_, area_.slots[i]);
    if (!frame.dead && !hangs(i)) {
      auto holds = condition_holds(*area_.slots[i].token, scope_, context_);
      if (!holds) return Failed(context_.placed(holds.error()));
      frame.holds = *holds;
    }
    frames_.push_back(frame);
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
    const Frame frame = frames_.back();
    frames_.pop_back();
    if (frame.dead || !frame.holds) return {};
    if (!*frame.holds) {
      if (auto cut = take(frame.begin, frame.middle.value_or(end)); !cut) return cut;
    } else if (frame.middle) {
      if (auto cut = take(*frame.middle, end); !cut) return cut;
    }
    if (auto dropped = drop(frame.begin); !dropped) return dropped;
    if (frame.middle) {
      if (auto dropped = drop(*frame.middle); !dropped) return dropped;
    }
    return drop(end);
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
