#include "crypto/base64.h"

#include <algorithm>

#include "crypto/base64url.h"

namespace docmill::crypto {
namespace {

// The two alphabets differ in two letters and in the padding; everything else is shared.
void swap_letters(std::string& text, char plus, char slash, char to_plus, char to_slash) {
  std::ranges::replace(text, plus, to_plus);
  std::ranges::replace(text, slash, to_slash);
}

}  // namespace

std::string to_base64(std::string_view bytes) {
  auto text = to_base64url(bytes);
  swap_letters(text, '-', '_', '+', '/');
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0 || text.find_first_of("-_") != std::string_view::npos) return std::nullopt;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  std::string letters(text);
  swap_letters(letters, '+', '/', '-', '_');
  return from_base64url(letters);
}

}  // namespace docmill::crypto
