#pragma once
#include <string>
#include <vector>

namespace docmill::templating {

/// Of rows that are to be filled where they stand (`fixed`): how many make a round, when all of them say the same again and again, so that
/// each round is an item's; otherwise all of them.
inline std::size_t round_of(const std::vector<std::string>& rows) {
  for (std::size_t size = 1; size <= rows.size() / 2; ++size) {
    bool repeats = rows.size() % size == 0;
    for (std::size_t i = size; repeats && i < rows.size(); ++i) repeats = rows[i] == rows[i - size];
    if (repeats) return size;
  }
  return rows.size();
}

}  // namespace docmill::templating
