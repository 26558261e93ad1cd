#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace docmill {

/// Base64 as the DevTools protocol and data: addresses carry bytes (RFC 4648 §4, padded).
std::string base64_of(std::string_view bytes);
/// nullopt for anything that is not whole, padded base64.
std::optional<std::string> bytes_of_base64(std::string_view text);

}  // namespace docmill
