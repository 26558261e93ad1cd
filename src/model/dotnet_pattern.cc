#include "model/dotnet_pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "base/utf8.h"
#include "model/pattern_reader.h"

namespace docmill::model {

const PatternGroup* DotnetPattern::group(std::size_t number) const {
  return number >= 1 && number <= groups.size() ? &groups[number - 1] : nullptr;
}

const PatternGroup* DotnetPattern::group(std::string_view name) const {
  std::size_t number = 0;
  const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (failed == std::errc{} && end == name.data() + name.size()) return group(number);
  const auto found = std::ranges::find(groups, name, &PatternGroup::name);
  return found == groups.end() || name.empty() ? nullptr : &*found;
}

std::size_t DotnetPattern::source_offset(std::size_t offset) const {
  const auto after = std::ranges::upper_bound(places, offset, {}, &std::pair<std::size_t, std::size_t>::first);
  return after == places.begin() ? 0 : std::prev(after)->second;
}

Error pattern_error(std::string_view pattern, std::size_t offset, std::string_view what) {
  const auto before = character_count(pattern.substr(0, std::min(offset, pattern.size())));
  return fail(ErrorCode::BadRequest, fmt::format("Pattern, at character {}: {}", before + 1, what)).at("pattern");
}

std::vector<NamedGroup> named_groups(const DotnetPattern& pattern) {
  std::vector<NamedGroup> named;
  std::set<std::string> taken{"Match0"};
  for (std::size_t i = 0; i < pattern.groups.size(); ++i) {
    const auto& group = pattern.groups[i];
    auto name = group.name.empty() ? fmt::format("Match{}", i + 1) : group.name;
    if (taken.insert(name).second) named.push_back({std::move(name), &group});
  }
  return named;
}

Result<DotnetPattern> translate_dotnet(std::string_view pattern) {
  // A reference may come before its group, so the groups are collected first.
  PatternReader collector(pattern, nullptr);
  auto known = collector.read();
  if (!known) return known;
  PatternReader reader(pattern, &*known);
  return reader.read();
}

}  // namespace docmill::model
