#include "crypto/digest.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <array>

#include "base/check.h"
#include "base/ids.h"
#include "crypto/bytes.h"

namespace docmill::crypto {
namespace {

// OpenSSL 3 looks an algorithm up on every use unless it is fetched once; never freed, the process needs it to its end.
const EVP_MD* sha256() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  DOCMILL_CHECK(algorithm != nullptr);
  return algorithm;
}

EVP_KDF* hkdf() {
  static EVP_KDF* const algorithm = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
  DOCMILL_CHECK(algorithm != nullptr);
  return algorithm;
}

// The parameters are only read, but the type has no const.
OSSL_PARAM octets(const char* key, std::string_view value) {
  static char none = 0;
  return OSSL_PARAM_construct_octet_string(key, value.empty() ? &none : const_cast<char*>(value.data()), value.size());
}

}  // namespace

struct Sha256::Context {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> md{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  DOCMILL_CHECK(context_->md && EVP_DigestInit_ex2(context_->md.get(), sha256(), nullptr) == 1);
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
  DOCMILL_CHECK(EVP_DigestUpdate(context_->md.get(), bytes.data(), bytes.size()) == 1);
}

std::string Sha256::finish_hex() {
  std::string digest(32, '\0');
  DOCMILL_CHECK(EVP_DigestFinal_ex(context_->md.get(), bytes_of(digest), nullptr) == 1);
  return to_hex(digest);
}

std::string sha256_hex(std::string_view bytes) {
  std::string digest(32, '\0');
  DOCMILL_CHECK(EVP_Digest(bytes.data(), bytes.size(), bytes_of(digest), nullptr, sha256(), nullptr) == 1);
  return to_hex(digest);
}

std::string hmac_sha256(const Secret& key, std::string_view bytes) {
  const auto secret = key.reveal();
  std::string mac(32, '\0');
  unsigned length = 0;
  DOCMILL_CHECK(HMAC(sha256(), secret.data(), static_cast<int>(secret.size()), bytes_of(bytes), bytes.size(), bytes_of(mac), &length) !=
                nullptr);
  DOCMILL_CHECK(length == mac.size());
  return mac;
}

Secret hkdf_sha256(const Secret& key, std::string_view salt, std::string_view info, std::size_t bytes) {
  const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(EVP_KDF_CTX_new(hkdf()), &EVP_KDF_CTX_free);
  DOCMILL_CHECK(context);
  char digest[] = "SHA256";
  const std::array parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
      octets(OSSL_KDF_PARAM_KEY, key.reveal()),
      octets(OSSL_KDF_PARAM_SALT, salt),
      octets(OSSL_KDF_PARAM_INFO, info),
      OSSL_PARAM_construct_end(),
  };
  std::string out(bytes, '\0');
  DOCMILL_CHECK(EVP_KDF_derive(context.get(), bytes_of(out), out.size(), parameters.data()) == 1);
  return Secret(std::move(out));
}

}  // namespace docmill::crypto
