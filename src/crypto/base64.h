#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace docmill::crypto {

/// Base64 with '+' and '/' and padding (RFC 4648 §4): what other people's services speak. Our own links use base64url.
std::string to_base64(std::string_view bytes);
/// nullopt for anything to_base64 does not write, missing padding and unused bits included.
std::optional<std::string> from_base64(std::string_view text);

/// Base64 that comes in pieces, white space allowed between any two letters.
class Base64Decoder {
 public:
  Base64Decoder();
  ~Base64Decoder();
  Base64Decoder(Base64Decoder&&) noexcept;
  Base64Decoder& operator=(Base64Decoder&&) noexcept;

  /// The bytes that this piece completes; nullopt when it is not base64, or goes on after its padding.
  std::optional<std::string> take(std::string_view piece);
  /// Whether the text was complete, padding included.
  bool finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace docmill::crypto
