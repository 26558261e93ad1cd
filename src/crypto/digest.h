#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/secret.h"

namespace docmill::crypto {

/// SHA-256 of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void update(std::string_view bytes);
  /// Lower-case hex, 64 characters. Call once.
  std::string finish_hex();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

std::string sha256_hex(std::string_view bytes);
/// 32 raw bytes.
std::string hmac_sha256(const Secret& key, std::string_view bytes);
/// `bytes` of key material for one purpose (HKDF-SHA256, RFC 5869): `info` names the purpose, `salt` may be empty.
/// At most 8160 bytes, as the RFC allows.
Secret hkdf_sha256(const Secret& key, std::string_view salt, std::string_view info, std::size_t bytes = 32);

}  // namespace docmill::crypto
