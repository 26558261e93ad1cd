#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace docmill::crypto {

/// Base64 with '-' and '_' and no padding (RFC 4648 §5): safe in URLs and headers.
std::string to_base64url(std::string_view bytes);
/// nullopt for anything to_base64url does not write, padding and unused bits included: one value has one spelling.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace docmill::crypto
