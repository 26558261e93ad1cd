#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace docmill::cli {

/// A name as it can be printed on one line: line ends and other control characters become "\n", "\x1b", bytes that are no UTF-8 "\xff".
std::string printable(std::string_view name);

/// How many columns of a terminal it takes; wide letters of East Asia take two.
std::size_t columns_of(std::string_view utf8);

/// Not wider than `columns`: its middle gives way to "…", so that the beginning and the extension stay.
std::string shortened(std::string_view utf8, std::size_t columns);

/// Lines of at most `columns`, broken at spaces; all but the first begin with `indent` spaces. No line end at the end.
std::string wrapped(std::string_view text, std::size_t columns, std::size_t indent);

/// Columns of the terminal behind a descriptor: COLUMNS, or what it says; 80 when nothing is known. Between 40 and 400.
std::size_t terminal_columns(int fd);

}  // namespace docmill::cli
