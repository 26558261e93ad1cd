#include "model/account.h"

#include <array>

namespace docmill::model {
namespace {

constexpr std::array<std::string_view, 3> kScopes{"convert", "console", "admin"};
constexpr std::array<std::string_view, 3> kHoldStates{"open", "captured", "released"};

}  // namespace

std::string_view name(Scope scope) {
  return kScopes.at(static_cast<std::size_t>(scope));
}

std::optional<Scope> scope_named(std::string_view name) {
  for (std::size_t i = 0; i < kScopes.size(); ++i) {
    if (kScopes[i] == name) return static_cast<Scope>(i);
  }
  return std::nullopt;
}

std::string_view name(HoldState state) {
  return kHoldStates.at(static_cast<std::size_t>(state));
}

}  // namespace docmill::model
