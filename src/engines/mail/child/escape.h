#pragma once
#include <string>
#include <string_view>

namespace docmill::engines::mail {

/// Text as it may stand in HTML, between tags and between double quotes.
std::string escape(std::string_view text);
/// The same, put at the end of `out`.
void append_escaped(std::string& out, std::string_view text);

std::string base64(std::string_view bytes);

}  // namespace docmill::engines::mail
