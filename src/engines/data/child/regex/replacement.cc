#include "engines/data/child/regex/replacement.h"

#include <algorithm>

namespace docmill::engines::data {

Replacement::Replacement(std::string_view text, const DotnetPattern& pattern) : pattern_(pattern) {
  while (!text.empty()) {
    const auto dollar = std::min(text.find('$'), text.size());
    literal(text.substr(0, dollar));
    text.remove_prefix(dollar);
    if (!text.empty()) text.remove_prefix(read_dollar(text));
  }
}

void Replacement::literal(std::string_view text) {
  if (text.empty()) return;
  if (parts_.empty() || parts_.back().what != What::Literal) parts_.push_back({});
  parts_.back().literal += text;
}

/// Returns how many bytes of `rest`, which begins with a dollar, it used.
std::size_t Replacement::read_dollar(std::string_view rest) {
  const char next = rest.size() > 1 ? rest[1] : '\0';
  constexpr std::string_view kSigns = "&`'+_";
  constexpr What kMeanings[] = {What::Whole, What::Before, What::After, What::LastGroup, What::Text};
  if (const auto sign = kSigns.find(next); next != '\0' && sign != std::string_view::npos) {
    parts_.push_back({.what = kMeanings[sign], .literal = {}, .group = nullptr});
    return 2;
  }
  if (next == '$') {
    literal("$");
    return 2;
  }
  const bool braced = next == '{';
  const auto begin = braced ? 2U : 1U;
  const auto end = braced ? rest.find('}') : std::min(rest.find_first_not_of("0123456789", 1), rest.size());
  if (end != std::string_view::npos && end > begin) {
    const auto word = rest.substr(begin, end - begin);
    const auto used = end + (braced ? 1 : 0);
    if (word.find_first_not_of('0') == std::string_view::npos) {
      parts_.push_back({.what = What::Whole, .literal = {}, .group = nullptr});
      return used;
    }
    if (const auto* group = pattern_.group(word)) {
      parts_.push_back({.what = What::Group, .literal = {}, .group = group});
      return used;
    }
  }
  literal("$");
  return 1;
}

std::string_view Replacement::piece(const Part& part, const Match& match, std::string_view text) const {
  switch (part.what) {
    case What::Literal: return part.literal;
    case What::Group: return match.group(*part.group);
    case What::Whole: return match.whole();
    case What::Before: return text.substr(0, match.begin());
    case What::After: return text.substr(match.end());
    case What::LastGroup: return pattern_.groups.empty() ? match.whole() : match.group(pattern_.groups.back());
    case What::Text: return text;
  }
  return {};
}

}  // namespace docmill::engines::data
