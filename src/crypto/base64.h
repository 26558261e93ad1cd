#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace docmill::crypto {

/// Base64 with '+' and '/' and padding (RFC 4648 §4): what other people's services speak. Our own links use base64url.
std::string to_base64(std::string_view bytes);
/// nullopt for anything to_base64 does not write, missing padding and unused bits included.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace docmill::crypto
