#include "figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace docmill::bench {

double Series::quantile(double q) const {
  if (values_.empty()) return 0;
  auto sorted = values_;
  std::ranges::sort(sorted);
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(std::lround(q * last))];
}

void print_figure(const std::string& what, const std::string& figure, const std::string& target) {
  fmt::print("  {:<58}{:>16}   {}\n", what, figure, target);
  std::fflush(stdout);
}

}  // namespace docmill::bench
