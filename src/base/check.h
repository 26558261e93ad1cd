#pragma once
#include <source_location>
#include <string_view>

namespace docmill {

/// Ends the process with a message on stderr. For bugs only: customer input never reaches a check.
[[noreturn]] void check_failed(std::string_view condition, std::source_location where = std::source_location::current());

}  // namespace docmill

/// Ends the process, in release too, when an invariant of ours does not hold.
#define DOCMILL_CHECK(condition)                           \
  do {                                                     \
    if (!(condition)) ::docmill::check_failed(#condition); \
  } while (false)
