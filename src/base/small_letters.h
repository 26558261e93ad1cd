#pragma once
#include <string>
#include <string_view>

namespace docmill {

/// A to Z as a to z, all else as it is: for names that are told apart without regard to case by their format, whatever the language.
std::string small_letters(std::string_view text);

}  // namespace docmill
