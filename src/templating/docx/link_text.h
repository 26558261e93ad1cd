#pragma once
#include <string>
#include <string_view>

namespace docmill::templating::docx {

/// The target of a link, with the tokens that Word percent-encoded readable again: "%7b%7blinkURL%7d%7d" becomes "{{linkURL}}" (§2.2).
/// Text without encoded or plain braces stays as it is.
std::string percent_decoded_tokens(std::string_view target);

/// The target as a relationship may hold it: blanks, braces, quotes and control characters encoded, all else as it is.
std::string percent_encoded_target(std::string_view target);

}  // namespace docmill::templating::docx
