#include "base/paper.h"

#include <algorithm>
#include <array>

namespace docmill {
namespace {

constexpr double mm(double length) {
  return length / 25.4;
}

// ISO 216 and the American sizes.
constexpr std::array<Paper, 14> kPapers{{{"A4", mm(210), mm(297)},
                                         {"Letter", 8.5, 11},
                                         {"LetterSmall", 8.5, 11},
                                         {"Tabloid", 11, 17},
                                         {"Ledger", 17, 11},
                                         {"Legal", 8.5, 14},
                                         {"Statement", 5.5, 8.5},
                                         {"Executive", 7.25, 10.5},
                                         {"A2", mm(420), mm(594)},
                                         {"A3", mm(297), mm(420)},
                                         {"A4Small", mm(210), mm(297)},
                                         {"A5", mm(148), mm(210)},
                                         {"B4", mm(250), mm(353)},
                                         {"B5", mm(176), mm(250)}}};

}  // namespace

std::span<const Paper> papers() {
  return kPapers;
}

std::vector<std::string_view> paper_names() {
  std::vector<std::string_view> names;
  for (const auto& paper : kPapers) names.push_back(paper.name);
  return names;
}

const Paper* find_paper(std::string_view name) {
  const auto found = std::ranges::find(kPapers, name, &Paper::name);
  return found == kPapers.end() ? nullptr : &*found;
}

}  // namespace docmill
