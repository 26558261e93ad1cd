// Opening a sealed stream never crashes and never returns bytes that were not sealed, whatever is stored.
//
// Input: one byte of mode, then the rest.
//   mode even: the rest is the stored stream as it is (shows the header parser and the arithmetic of sizes).
//   mode odd:  the rest is a list of changes (3 bytes of position, 1 byte to xor) to a genuine stream of three chunks, of which
//              the mode's upper bits say how much is cut off; it must then open to exactly the sealed bytes or fail.
// Seeds: none are needed, the first genuine header is reached by mode 1; `printf '\000DMS1\001\020\000\000k'` is a good first one.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "crypto/sealed.h"

namespace {

using docmill::Secret;
using namespace docmill::crypto;

const Secret kKey(std::string(32, 'k'));
constexpr std::string_view kName = "t/acme/job/in/0";
constexpr std::size_t kSealedChunk = kSealedChunkBytes + kSealedTagBytes;

docmill::Result<std::string> open_all(std::string_view sealed) {
  const auto header = parse_sealed_header(sealed);
  if (!header) return docmill::Failed(header.error());
  const auto size = plain_size(sealed.size());
  if (!size) return docmill::Failed(docmill::fail(docmill::ErrorCode::Corrupt, "size"));
  Opener opener(kKey, *header, std::string(kName), *size);
  std::string plain;
  sealed.remove_prefix(kSealedHeaderBytes);
  for (std::uint64_t index = 0; !sealed.empty(); ++index) {
    const auto chunk = sealed.substr(0, kSealedChunk);
    auto opened = opener.open_chunk(index, chunk);
    if (!opened) return opened;
    plain += *opened;
    sealed.remove_prefix(chunk.size());
  }
  return plain;
}

struct Genuine {
  std::string plain = std::string(2 * kSealedChunkBytes + 1'000, 'p');
  std::string sealed;
  Genuine() {
    Sealer sealer(kKey, "k1", std::string(kName));
    sealed = sealer.seal(plain);
    sealed += sealer.finish();
  }
};

void change_a_genuine_stream(std::uint8_t mode, std::string_view changes) {
  static const Genuine genuine;
  auto stored = genuine.sealed;
  for (; changes.size() >= 4; changes.remove_prefix(4)) {
    const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(changes[at]); };
    const std::size_t position = (std::size_t{byte(0)} << 16 | std::size_t{byte(1)} << 8 | byte(2)) % stored.size();
    stored[position] = static_cast<char>(stored[position] ^ changes[3]);
  }
  stored.resize(stored.size() - std::size_t{mode} / 2 * stored.size() / 128);
  const auto opened = open_all(stored);
  if (opened.has_value() != (stored == genuine.sealed)) std::abort();
  if (opened && *opened != genuine.plain) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 2 == 1) {
    change_a_genuine_stream(data[0], rest);
  } else if (open_all(rest)) {
    std::abort();  // nobody guesses a tag
  }
  return 0;
}
