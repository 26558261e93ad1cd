#include "cli/call/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/small_letters.h"
#include "net/text.h"

namespace docmill::cli {
namespace {

constexpr std::size_t kLongestWord = 100;  // longer ones are no slips of the finger, and cost time
constexpr std::size_t kMost = 3;
constexpr std::size_t kFar = 1000;

/// Slips that are forgiven: one in short words, a third of longer ones, never more than four.
std::size_t forgiven(std::string_view word) {
  return std::clamp<std::size_t>(word.size() / 3, 1, 4);
}

std::size_t distance_to(std::string_view word, std::string_view name) {
  const auto slash = name.find('/');
  auto best = edit_distance(word, name);
  if (slash != std::string_view::npos) best = std::min(best, edit_distance(word, name.substr(slash + 1)));
  if (best <= forgiven(word)) return best;
  const bool part = word.size() >= 3 && small_letters(name).find(small_letters(word)) != std::string::npos;
  return part ? forgiven(word) + 1 : kFar;  // behind what is nearly the same
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  if (a.size() > kLongestWord || b.size() > kLongestWord) return kFar;
  const auto x = small_letters(a);
  const auto y = small_letters(b);
  std::vector<std::vector<std::size_t>> cost(x.size() + 1, std::vector<std::size_t>(y.size() + 1));
  for (std::size_t i = 0; i <= x.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= y.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= x.size(); ++i) {
    for (std::size_t j = 1; j <= y.size(); ++j) {
      const std::size_t other = x[i - 1] == y[j - 1] ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + other});
      const bool exchanged = i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1];
      if (exchanged) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[x.size()][y.size()];
}

std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& known) {
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const auto& name : known) {
    if (const auto distance = distance_to(word, name); distance < kFar) found.emplace_back(distance, name);
  }
  std::ranges::sort(found);
  std::vector<std::string> names;
  for (auto& [distance, name] : found) {
    // Once one is nearly the same, what is far off would only distract.
    if (names.size() == kMost || distance > found.front().first + 1) break;
    names.push_back(std::move(name));
  }
  return names;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const auto names = nearest(word, known);
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) list += i + 1 == names.size() ? " or " : ", ";
    list += fmt::format("'{}'", names[i]);
  }
  return list.empty() ? "" : fmt::format(" Did you mean {}?", list);
}

}  // namespace docmill::cli
