#pragma once
#include <string>
#include <string_view>

namespace docmill {

/// A to Z as a to z, all else as it is: for names that are told apart without regard to case by their format, whatever the language.
constexpr char small_letter(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
std::string small_letters(std::string_view text);
/// Whether two names differ in such letters at most.
bool same_but_for_case(std::string_view a, std::string_view b);

}  // namespace docmill
