#include "gumbo/depth.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "base/small_letters.h"

namespace docmill::gumbo {
namespace {

constexpr std::size_t kLongestName = 40;

/// Elements that hold nothing, and those that end by themselves where the next of them begins: they nest in others only.
bool never_nests(std::string_view tag) {
  static constexpr std::array<std::string_view, 27> kNames{
      "br", "hr", "img", "input", "col", "meta", "link", "area",  "base",  "embed", "param",    "source", "track", "wbr",
      "p",  "li", "td",  "th",    "tr",  "dt",   "dd",   "tbody", "thead", "tfoot", "colgroup", "option", "body"};
  return std::ranges::find(kNames, tag) != kNames.end();
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

std::size_t depth_of(std::string_view html, std::size_t most) {
  std::map<std::string, std::size_t, std::less<>> open;
  std::size_t depth = 0;
  std::size_t deepest = 0;
  for (auto at = html.find('<'); at != std::string_view::npos && deepest <= most; at = html.find('<', at + 1)) {
    const bool ends = at + 1 < html.size() && html[at + 1] == '/';
    const auto name = html.substr(at + (ends ? 2 : 1), kLongestName);
    if (name.empty() || !is_letter(name.front())) continue;
    const auto tag = small_letters(name.substr(0, std::min(name.find_first_of(" \t\r\n\f/>"), name.size())));
    if (never_nests(tag)) continue;
    auto& count = open[tag];
    if (!ends) {
      ++count;
      deepest = std::max(deepest, ++depth);
    } else if (count > 0) {
      --count;
      --depth;
    }
  }
  return deepest;
}

}  // namespace docmill::gumbo
