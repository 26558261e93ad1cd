#pragma once
#include <utility>

#include "templating/context.h"
#include "templating/fill.h"

namespace docmill::templating {

/// While it lives, a token is in hand: what the context is told of it is told with its place.
class InHand final : public Locator {
 public:
  /// All are borrowed.
  InHand(Context& context, const Adapter& adapter, const Slot& slot)
      : context_(context), adapter_(adapter), slot_(slot), before_(std::exchange(context.locator, this)) {}
  ~InHand() override { context_.locator = before_; }
  InHand(const InHand&) = delete;
  InHand& operator=(const InHand&) = delete;

  Where where() const override { return adapter_.where(slot_); }
  std::string token() const override { return slot_.token != nullptr ? slot_.token->source : std::string(); }

 private:
  Context& context_;
  const Adapter& adapter_;
  const Slot& slot_;
  const Locator* before_;
};

}  // namespace docmill::templating
