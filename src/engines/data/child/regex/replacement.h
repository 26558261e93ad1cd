#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engines/data/child/regex/regex.h"
#include "engines/data/child/text/output_file.h"

namespace docmill::engines::data {

/// A .NET replacement: $1 ${1} ${name} $$ $& $` $' $+ $_; what names no group stays as it is written.
/// Source: .NET "Substitutions in Regular Expressions".
class Replacement {
 public:
  /// `pattern` is borrowed and outlives this.
  Replacement(std::string_view text, const DotnetPattern& pattern);

  /// Gives the pieces that take the match's place to `put`. `text`: the whole text.
  template <class Put>
  void expand(const Match& match, std::string_view text, const Put& put) const {
    for (const auto& part : parts_) put(piece(part, match, text));
  }

 private:
  enum class What { Literal, Group, Whole, Before, After, LastGroup, Text };
  struct Part {
    What what = What::Literal;
    std::string literal;
    const PatternGroup* group = nullptr;
  };
  std::size_t read_dollar(std::string_view rest);
  std::string_view piece(const Part& part, const Match& match, std::string_view text) const;
  void literal(std::string_view text);

  const DotnetPattern& pattern_;
  std::vector<Part> parts_;
};

}  // namespace docmill::engines::data
