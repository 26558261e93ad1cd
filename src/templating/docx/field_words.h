#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace docmill::templating::docx {

/// A word of a field's instruction, or one of its switches: a backslash and a character.
struct FieldWord {
  std::string text;
  bool is_switch = false;
  bool is_quoted = false;
};

/// What stands in quotes, straight or curly, is one word. Nothing has to stand between a switch and what it says: \*Upper, \@"d.M.yyyy".
std::vector<FieldWord> words_of(std::string_view instruction);

}  // namespace docmill::templating::docx
