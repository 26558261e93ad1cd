#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace docmill::engines::mail {

/// Text in UTF-8 from `bytes` in `charset`, which is believed only as far as the bytes allow: an unknown or missing one is guessed (UTF-8
/// when that fits, else windows-1252), "us-ascii" and "iso-8859-1" are read as windows-1252 as browsers do. A byte order mark wins over
/// all. What cannot be read becomes U+FFFD; control characters are left out; lines end in "\n".
std::string to_utf8(std::string_view bytes, std::string_view charset);

/// The same for HTML, which may name its charset itself when nobody else did.
std::string html_to_utf8(std::string_view bytes, std::string_view charset);

/// UTF-8 of unknown quality made well-formed, without control characters and line ends: for names, subjects and addresses.
std::string clean_line(std::string_view text);

/// A character in UTF-8; U+FFFD when there is none of this number.
std::string character(std::uint32_t code_point);

/// The charset of a Windows code page, "windows-1252" for 1252; empty when there is none. Source: MS-UCODEREF.
std::string charset_of_code_page(std::uint32_t code_page);

/// Loads the tables of the charsets that mail uses, for good: a child has no time, and perhaps no right, to load them.
void load_charsets();

}  // namespace docmill::engines::mail
