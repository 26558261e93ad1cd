#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/dotnet_pattern.h"

namespace docmill::engines::data {

using model::DotnetPattern;
using model::PatternGroup;

/// One match in a text.
class Match {
 public:
  Match(std::string_view text, const std::size_t* offsets) : text_(text), offsets_(offsets) {}

  std::string_view whole() const { return capture(0); }
  std::size_t begin() const { return offsets_[0]; }
  std::size_t end() const { return offsets_[1]; }
  /// What a group matched last; empty when it took no part, as in .NET.
  std::string_view group(const PatternGroup& group) const;
  bool took_part(const PatternGroup& group) const;

 private:
  std::string_view capture(int number) const;

  std::string_view text_;
  const std::size_t* offsets_;  // pairs, as PCRE2 gives them
};

/// A .NET regular expression on PCRE2, with bounds on the steps and the memory of a match.
class Regex {
 public:
  /// Errors: BadRequest, with the position in the pattern.
  static Result<Regex> compile(std::string_view pattern);

  const DotnetPattern& pattern() const { return pattern_; }

  /// Goes through the matches from left to right, as .NET's Matches() does, while `each` returns true. `text` is valid UTF-8.
  /// Errors: InputTooComplex (too many steps or too much memory for a match), or what `each` failed with.
  Result<void> for_each(std::string_view text, const std::function<Result<bool>(const Match&)>& each) const;

 private:
  struct Free {
    void operator()(void* code) const;
  };
  Regex(DotnetPattern pattern, void* code) : pattern_(std::move(pattern)), code_(code) {}

  DotnetPattern pattern_;
  std::unique_ptr<void, Free> code_;  // a pcre2_code; PCRE2's header, which is all macros, stays out of ours
};

/// "10.42"
std::string pcre2_version();

}  // namespace docmill::engines::data
