#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

// The sealed stream: how every stored byte of a customer is kept.
//
//   header, 40 bytes:  "DMS1" | version 1 | log2 of the chunk size, 16 | 0 | 0 | key id, 16 bytes, zero-padded | salt, 16 random bytes
//   then every chunk:  AES-256-GCM ciphertext of 65536 bytes, the last one shorter | 16 bytes of tag
//
//   blob key = HKDF-SHA256(tenant key, salt, "docmill sealed stream 1"): a key seals one stream, so a counter is a fine nonce
//   nonce    = 4 zero bytes | chunk index, 8 bytes big-endian
//   AAD      = header | chunk index, 8 bytes big-endian | 1 for the last chunk, else 0 | name of the blob
//
// Only the last chunk is short, an empty stream is one empty chunk, and a longer stream has no empty one, so the sealed size
// tells the plain size. The AAD shows every change of the header, of the order and number of chunks and of the name: a stream
// cut or lengthened at a chunk's edge fails at its last chunk. Whoever opens the last chunk has therefore checked the size.
namespace docmill::crypto {

inline constexpr std::size_t kSealedHeaderBytes = 40;
inline constexpr std::size_t kSealedChunkBytes = 65'536;  // plain
inline constexpr std::size_t kSealedTagBytes = 16;

/// Plain bytes to sealed bytes.
std::uint64_t sealed_size(std::uint64_t plain_size);
/// Sealed bytes to plain bytes; nullopt when no stream has this size. An unchecked claim until the last chunk was opened.
std::optional<std::uint64_t> plain_size(std::uint64_t sealed_size);

/// Where the chunks that hold a plain range lie. count is 0 for a range at or past the end.
struct ChunkRange {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  std::uint64_t sealed_offset = 0;
  std::uint64_t sealed_bytes = 0;
};
ChunkRange chunks_for(std::uint64_t plain_size, std::uint64_t offset, std::uint64_t size);
/// The last chunk: opening it proves the size.
ChunkRange last_chunk(std::uint64_t plain_size);

class ChunkCipher;

/// Seals one stream, from plain pieces of any size.
class Sealer {
 public:
  /// `tenant_key` is 32 bytes (Keyring::derive), `key_id` the id it was derived from, `name` the blob's.
  Sealer(const Secret& tenant_key, std::string_view key_id, std::string name);
  ~Sealer();
  Sealer(Sealer&&) noexcept;
  Sealer& operator=(Sealer&&) noexcept;

  /// Takes plain bytes, returns the sealed bytes that are ready (the header first). Keeps back at most one chunk.
  std::string seal(std::string_view bytes);
  /// The end of the stream. Call once, last.
  std::string finish();

 private:
  std::string header_;  // until it is handed out
  std::string pending_;
  std::uint64_t next_ = 0;
  std::unique_ptr<ChunkCipher> cipher_;
};

/// What the first 40 bytes say; nothing of it is proven before a chunk was opened.
struct SealedHeader {
  std::string key_id;
  std::string bytes;  // all 40
};
/// Errors: Corrupt.
Result<SealedHeader> parse_sealed_header(std::string_view first_bytes);

/// Opens chunks of one stream in any order. For one caller at a time.
class Opener {
 public:
  /// `plain_size` is the caller's claim; a chunk that is not last under it fails to open as the last one, and the reverse.
  Opener(const Secret& tenant_key, const SealedHeader& header, std::string name, std::uint64_t plain_size);
  ~Opener();
  Opener(Opener&&) noexcept;
  Opener& operator=(Opener&&) noexcept;

  std::uint64_t plain_size() const { return plain_size_; }
  /// The plain bytes of chunk `index`, of which `sealed` is the ciphertext and tag. Errors: Corrupt.
  Result<std::string> open_chunk(std::uint64_t index, std::string_view sealed);

 private:
  std::uint64_t plain_size_;
  std::unique_ptr<ChunkCipher> cipher_;
};

}  // namespace docmill::crypto
