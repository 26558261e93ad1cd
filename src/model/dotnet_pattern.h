#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace docmill::model {

/// A group of a .NET pattern: those without a name first, then those with one, each kind from left to right. That is their numbers, from 1.
struct PatternGroup {
  std::string name;           // empty for one without
  std::vector<int> captures;  // which groups of PCRE2 it stands for: several when a name is used more than once
};

/// A .NET pattern in PCRE2's words.
struct DotnetPattern {
  std::string text;
  std::vector<PatternGroup> groups;  // of number 1 on

  /// The group of this number or name; nullptr when the pattern has none.
  const PatternGroup* group(std::size_t number) const;
  const PatternGroup* group(std::string_view name) const;
  /// Where in the .NET pattern the byte at `offset` of `text` comes from.
  std::size_t source_offset(std::size_t offset) const;

  std::vector<std::pair<std::size_t, std::size_t>> places;  // offsets in text and in the pattern, both growing
};

/// Translates a pattern of .NET regular expressions, valid UTF-8. What PCRE2 reads the same way stays; this is what differs:
/// - groups are numbered as .NET does it (names last), a name may be used twice, and (?n) leaves plain parentheses out;
/// - (?(name)…), (?(1)…) and (?(expression)…) are told apart; [a-z-[aeiou]] subtracts; [ inside a class is itself;
/// - \uXXXX (also a surrogate pair), \v (one character), \0nn and \nnn, \w with combining marks; an unknown escape is refused.
/// Refused, with a sentence: balancing groups (?<a-b>…), numbered groups (?<1>…), Unicode blocks \p{IsGreek}, and all that .NET does not
/// know (recursion, (*VERBS), possessive groups and the like). PCRE2 itself refuses a look-behind without a greatest length. Left as PCRE2
/// has it: \b and \W know letters, digits and _, but no combining marks; a{2}+ is possessive where .NET refuses it. Errors: BadRequest,
/// with the position. Source: .NET "Regular Expression Language - Quick Reference"; pcre2pattern(3) of 10.42.
Result<DotnetPattern> translate_dotnet(std::string_view pattern);

/// A group as answers show it.
struct NamedGroup {
  std::string name;  // its own, or "Match1", "Match2", … by its number
  const PatternGroup* group = nullptr;
};

/// The groups under the names that a match is answered with, beside "Match0" for the whole; of equal names the first. `pattern` is
/// borrowed.
std::vector<NamedGroup> named_groups(const DotnetPattern& pattern);

/// "Pattern, at character 7: what is wrong". `offset` in bytes.
Error pattern_error(std::string_view pattern, std::size_t offset, std::string_view what);

}  // namespace docmill::model
