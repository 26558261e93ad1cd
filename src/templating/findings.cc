#include "templating/findings.h"

#include <utility>

namespace docmill::templating {

Result<void> Findings::add(const Area& area, Adapter& adapter) {
  for (const auto& slot : area.slots) {
    if (slot.token != nullptr) {
      add(*slot.token, adapter.where(slot));
    } else if (auto looked = adapter.look_into(slot, *this); !looked) {
      return looked;
    }
  }
  return {};
}

void Findings::add(const Token& token, Where where) {
  if (tokens_.size() == kMost) {
    ++dropped_;
    return;
  }
  tokens_.push_back({token, std::move(where)});
}

}  // namespace docmill::templating
