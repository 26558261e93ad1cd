#include "crypto/sealed.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/ids.h"
#include "crypto/bytes.h"
#include "crypto/digest.h"
#include "crypto/keyring.h"

namespace docmill::crypto {
namespace {

constexpr std::size_t kSealedChunk = kSealedChunkBytes + kSealedTagBytes;
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kSaltOffset = kSealedHeaderBytes - kSaltBytes;
constexpr std::size_t kKeyIdOffset = kSaltOffset - kKeyIdBytes;
constexpr std::string_view kPreamble("DMS1\x01\x10\x00\x00", kKeyIdOffset);
constexpr std::string_view kPurpose = "docmill sealed stream 1";

std::uint64_t chunk_count(std::uint64_t plain_size) {
  return plain_size == 0 ? 1 : (plain_size - 1) / kSealedChunkBytes + 1;
}

std::string make_header(std::string_view key_id) {
  DOCMILL_CHECK(is_valid_id(key_id) && key_id.size() <= kKeyIdBytes);
  std::string padded(key_id);
  padded.resize(kKeyIdBytes, '\0');
  return std::string(kPreamble).append(padded).append(random_bytes(kSaltBytes));
}

// Fetched once, as OpenSSL 3 would otherwise look it up for every blob; the process needs it to its end.
const EVP_CIPHER* aes_256_gcm() {
  static const EVP_CIPHER* const algorithm = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  DOCMILL_CHECK(algorithm != nullptr);
  return algorithm;
}

std::array<unsigned char, 8> big_endian(std::uint64_t number) {
  std::array<unsigned char, 8> bytes{};
  for (auto it = bytes.rbegin(); it != bytes.rend(); ++it, number >>= 8) *it = static_cast<unsigned char>(number & 0xFFU);
  return bytes;
}

Error damaged(std::string cause) {
  return fail(ErrorCode::Corrupt, "A stored document is damaged.").cause(std::move(cause)).at("crypto.sealed");
}

}  // namespace

/// AES-256-GCM over the chunks of one stream, in one direction.
class ChunkCipher {
 public:
  enum class Direction { Open = 0, Seal = 1 };

  ChunkCipher(const Secret& tenant_key, std::string_view header, std::string name, Direction direction)
      : header_(header), name_(std::move(name)), context_(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free) {
    DOCMILL_CHECK(context_ && header_.size() == kSealedHeaderBytes);
    const auto key = hkdf_sha256(tenant_key, header.substr(kSaltOffset), kPurpose);
    DOCMILL_CHECK(
        EVP_CipherInit_ex2(context_.get(), aes_256_gcm(), bytes_of(key.reveal()), nullptr, static_cast<int>(direction), nullptr) == 1);
  }

  /// Appends ciphertext and tag to `out`.
  void seal(std::uint64_t index, bool last, std::string_view plain, std::string& out) {
    start(index, last);
    const auto offset = out.size();
    out.resize(offset + plain.size() + kSealedTagBytes);
    auto* const to = bytes_of(out) + offset;
    int length = 0;
    DOCMILL_CHECK(EVP_CipherUpdate(context_.get(), to, &length, bytes_of(plain), static_cast<int>(plain.size())) == 1);
    DOCMILL_CHECK(EVP_CipherFinal_ex(context_.get(), to + length, &length) == 1);
    DOCMILL_CHECK(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_GET_TAG, kSealedTagBytes, to + plain.size()) == 1);
  }

  /// nullopt when the tag does not fit: then nothing of the chunk may be used.
  std::optional<std::string> open(std::uint64_t index, bool last, std::string_view sealed) {
    start(index, last);
    const auto cipher = sealed.substr(0, sealed.size() - kSealedTagBytes);
    std::string tag(sealed.substr(cipher.size()));
    std::string plain(cipher.size(), '\0');
    int length = 0;
    DOCMILL_CHECK(EVP_CipherUpdate(context_.get(), bytes_of(plain), &length, bytes_of(cipher), static_cast<int>(cipher.size())) == 1);
    DOCMILL_CHECK(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_SET_TAG, kSealedTagBytes, tag.data()) == 1);
    std::array<unsigned char, EVP_MAX_BLOCK_LENGTH> rest{};
    if (EVP_CipherFinal_ex(context_.get(), rest.data(), &length) != 1) return std::nullopt;
    return plain;
  }

 private:
  void start(std::uint64_t index, bool last) {
    const auto counter = big_endian(index);
    std::array<unsigned char, 12> nonce{};
    std::ranges::copy(counter, nonce.begin() + 4);
    DOCMILL_CHECK(EVP_CipherInit_ex2(context_.get(), nullptr, nullptr, nonce.data(), -1, nullptr) == 1);
    std::string aad = header_;
    aad.append(counter.begin(), counter.end()).append(1, last ? '\x01' : '\x00').append(name_);
    int length = 0;
    DOCMILL_CHECK(EVP_CipherUpdate(context_.get(), nullptr, &length, bytes_of(aad), static_cast<int>(aad.size())) == 1);
  }

  std::string header_;
  std::string name_;
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context_;
};

std::uint64_t sealed_size(std::uint64_t plain_size) {
  return kSealedHeaderBytes + plain_size + chunk_count(plain_size) * kSealedTagBytes;
}

std::optional<std::uint64_t> plain_size(std::uint64_t sealed_size) {
  if (sealed_size < kSealedHeaderBytes + kSealedTagBytes) return std::nullopt;
  const auto body = sealed_size - kSealedHeaderBytes;
  const auto chunks = (body - 1) / kSealedChunk + 1;
  const auto last = body - (chunks - 1) * kSealedChunk;
  const auto least = chunks == 1 ? kSealedTagBytes : kSealedTagBytes + 1;
  if (last < least) return std::nullopt;
  return body - chunks * kSealedTagBytes;
}

ChunkRange chunks_for(std::uint64_t plain_size, std::uint64_t offset, std::uint64_t size) {
  if (offset >= plain_size || size == 0) return {};
  const auto end = offset + std::min(size, plain_size - offset);
  const auto first = offset / kSealedChunkBytes;
  const auto count = (end - 1) / kSealedChunkBytes + 1 - first;
  const auto sealed_offset = kSealedHeaderBytes + first * kSealedChunk;
  const auto sealed_end = std::min(sealed_size(plain_size), sealed_offset + count * kSealedChunk);
  return {.first = first, .count = count, .sealed_offset = sealed_offset, .sealed_bytes = sealed_end - sealed_offset};
}

ChunkRange last_chunk(std::uint64_t plain_size) {
  const auto first = chunk_count(plain_size) - 1;
  const auto sealed_offset = kSealedHeaderBytes + first * kSealedChunk;
  return {.first = first, .count = 1, .sealed_offset = sealed_offset, .sealed_bytes = sealed_size(plain_size) - sealed_offset};
}

Sealer::Sealer(const Secret& tenant_key, std::string_view key_id, std::string name)
    : header_(make_header(key_id)),
      cipher_(std::make_unique<ChunkCipher>(tenant_key, header_, std::move(name), ChunkCipher::Direction::Seal)) {}

Sealer::~Sealer() = default;
Sealer::Sealer(Sealer&&) noexcept = default;
Sealer& Sealer::operator=(Sealer&&) noexcept = default;

std::string Sealer::seal(std::string_view bytes) {
  std::string out = std::exchange(header_, {});
  out.reserve(out.size() + pending_.size() + bytes.size() + (bytes.size() / kSealedChunkBytes + 1) * kSealedTagBytes);
  // A full chunk waits until a byte follows it: only then is it known not to be the last.
  while (pending_.size() + bytes.size() > kSealedChunkBytes) {
    const auto missing = kSealedChunkBytes - pending_.size();
    if (pending_.empty()) {
      cipher_->seal(next_++, false, bytes.substr(0, missing), out);
    } else {
      pending_.append(bytes.substr(0, missing));
      cipher_->seal(next_++, false, pending_, out);
      pending_.clear();
    }
    bytes.remove_prefix(missing);
  }
  pending_.append(bytes);
  return out;
}

std::string Sealer::finish() {
  std::string out = std::exchange(header_, {});
  cipher_->seal(next_, true, pending_, out);
  cipher_.reset();
  return out;
}

Result<SealedHeader> parse_sealed_header(std::string_view first_bytes) {
  if (first_bytes.size() < kSealedHeaderBytes) return Failed(damaged("shorter than a header"));
  if (!first_bytes.starts_with(kPreamble)) return Failed(damaged("not a sealed stream of version 1"));
  const auto padded = first_bytes.substr(kKeyIdOffset, kKeyIdBytes);
  const auto id = padded.substr(0, padded.find('\0'));
  const auto padding = padded.substr(id.size());
  if (!is_valid_id(id) || padding.find_first_not_of('\0') != std::string_view::npos) return Failed(damaged("the key id is not an id"));
  return SealedHeader{.key_id = std::string(id), .bytes = std::string(first_bytes.substr(0, kSealedHeaderBytes))};
}

Opener::Opener(const Secret& tenant_key, const SealedHeader& header, std::string name, std::uint64_t plain_size)
    : plain_size_(plain_size),
      cipher_(std::make_unique<ChunkCipher>(tenant_key, header.bytes, std::move(name), ChunkCipher::Direction::Open)) {}

Opener::~Opener() = default;
Opener::Opener(Opener&&) noexcept = default;
Opener& Opener::operator=(Opener&&) noexcept = default;

Result<std::string> Opener::open_chunk(std::uint64_t index, std::string_view sealed) {
  const auto end = last_chunk(plain_size_);
  const bool last = index == end.first;
  const auto expected = last ? end.sealed_bytes : kSealedChunk;
  if (index > end.first || sealed.size() != expected) return Failed(damaged(fmt::format("chunk {} has the wrong size", index)));
  auto plain = cipher_->open(index, last, sealed);
  if (!plain) return Failed(damaged(fmt::format("chunk {} does not fit its seal", index)));
  return *std::move(plain);
}

}  // namespace docmill::crypto
