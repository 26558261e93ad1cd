#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "templating/path.h"

namespace docmill::templating::html {

/// One piece of a template: text, a key to print, or the beginning of something that ends further down.
enum class PartKind : std::uint8_t { Text, Key, RawKey, If, ElseIf, Else, EndIf, Each, EndEach, With, EndWith, Index, NewLine, Set };

struct Part {
  PartKind kind = PartKind::Text;
  std::string_view text;            // Text: what is printed. Else: the tag as it is written, for warnings
  Path key = {};                    // Key, Each, With, Set (the variable's name); of If a key, unless it is a literal
  bool variable = false;            // {{@name}}
  std::string_view literal = {};    // If: "…" or a number, as it is written. Set: the literal or key behind the name
  std::string_view placement = {};  // Key: what stands behind it, ",10:N2"
  std::size_t line = 1;             // where it begins, counted from 1; columns in characters
  std::size_t column = 1;
  /// If, ElseIf, Else: the part its branch ends before (the next ElseIf or Else, or EndIf). Each, With: their end.
  std::size_t end = 0;
  /// ElseIf and Else: the EndIf of their If. If: the same.
  std::size_t close = 0;
};

inline constexpr std::size_t kDeepestTags = 200;
inline constexpr std::size_t kMostParts = 2'000'000;

/// The pieces of a template, which must outlive them, each branch and block tied to its end.
/// Errors: BadRequest with line and column; InputTooComplex.
Result<std::vector<Part>> parse_parts(std::string_view text, bool triple);

}  // namespace docmill::templating::html
