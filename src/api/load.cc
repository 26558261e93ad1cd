#include "api/load.h"

#include <fmt/format.h>

#include <algorithm>

namespace docmill::api {

int weight_of(const Load& load, bool draining) {
  if (draining) return 0;
  if (load.capacity == 0) return 100;
  const auto free = load.capacity - std::min(load.running, load.capacity);
  return std::max(1, static_cast<int>(free * 100 / load.capacity));
}

std::string agent_line(const Load& load, bool draining) {
  // "up" takes back what an agent said before a restart, "ready" an earlier "drain": both stick until they are taken back.
  return draining ? "drain\n" : fmt::format("up ready {}%\n", weight_of(load, false));
}

}  // namespace docmill::api
