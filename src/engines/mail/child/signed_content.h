#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace docmill::engines::mail {

/// What an S/MIME signature that encloses its content (CMS signed-data, RFC 8551 3.5.2) holds: a MIME entity. Signatures are not checked.
/// nullopt when the bytes are something else, such as an encrypted message.
std::optional<std::string> signed_content(std::string_view der);

}  // namespace docmill::engines::mail
