#include "crypto/sealed.h"

#include <gtest/gtest.h>

#include <set>

#include "base/ids.h"

namespace docmill::crypto {
namespace {

const Secret& key() {
  static const Secret only(std::string(32, 'k'));
  return only;
}

std::string plain_of(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>((i * 131 + i / 251) & 0xFFU);
  return bytes;
}

std::string seal(std::string_view plain, std::size_t piece = 1 << 20, const std::string& name = "t/acme/job/in/0") {
  Sealer sealer(key(), "one", name);
  std::string out;
  for (; !plain.empty(); plain.remove_prefix(std::min(piece, plain.size()))) out += sealer.seal(plain.substr(0, piece));
  return out + sealer.finish();
}

Result<std::string> open_range(std::string_view sealed, std::uint64_t offset, std::uint64_t size,
                               const std::string& name = "t/acme/job/in/0", const Secret& with = key()) {
  const auto header = parse_sealed_header(sealed);
  if (!header) return Failed(header.error());
  const auto claimed = plain_size(sealed.size());
  if (!claimed) return Failed(fail(ErrorCode::Corrupt, "size"));
  Opener opener(with, *header, name, *claimed);
  const auto range = size == 0 && *claimed == 0 ? last_chunk(0) : chunks_for(*claimed, offset, size);
  std::string plain;
  auto rest = sealed.substr(range.sealed_offset, range.sealed_bytes);
  for (auto i = range.first; i < range.first + range.count; ++i) {
    const auto one = rest.substr(0, kSealedChunkBytes + kSealedTagBytes);
    auto chunk = opener.open_chunk(i, one);
    if (!chunk) return chunk;
    plain += *chunk;
    rest.remove_prefix(one.size());
  }
  return plain.substr(range.count == 0 ? 0 : offset - range.first * kSealedChunkBytes, size);
}

Result<std::string> open_all(std::string_view sealed, const std::string& name = "t/acme/job/in/0", const Secret& with = key()) {
  return open_range(sealed, 0, plain_size(sealed.size()).value_or(0), name, with);
}

void expect_corrupt(std::string_view sealed, const std::string& what) {
  const auto opened = open_all(sealed);
  ASSERT_FALSE(opened) << what;
  EXPECT_EQ(opened.error().code(), ErrorCode::Corrupt) << what;
}

constexpr std::size_t kChunk = kSealedChunkBytes;
constexpr std::size_t kFull = kSealedChunkBytes + kSealedTagBytes;

TEST(Sealed, EverySizeComesBackWhole) {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, std::size_t{2'000}, kChunk - 1, kChunk, kChunk + 1, 2 * kChunk, 3 * kChunk + 17}) {
    const auto plain = plain_of(size);
    const auto sealed = seal(plain);
    EXPECT_EQ(sealed.size(), sealed_size(size));
    EXPECT_EQ(plain_size(sealed.size()), size);
    const auto opened = open_all(sealed);
    ASSERT_TRUE(opened) << size << " " << opened.error().describe();
    EXPECT_EQ(*opened, plain) << size;
  }
}

TEST(Sealed, TheSizeOfThePiecesDoesNotMatter) {
  const auto plain = plain_of(2 * kChunk + 100);
  for (const std::size_t piece : {std::size_t{7'777}, kChunk - 1, kChunk, kChunk + 1, 3 * kChunk}) {
    const auto sealed = seal(plain, piece);
    EXPECT_EQ(sealed.size(), sealed_size(plain.size()));
    EXPECT_EQ(open_all(sealed).value_or(""), plain) << piece;
  }
}

TEST(Sealed, OnlyPossibleSizesAreSizes) {
  EXPECT_FALSE(plain_size(0));
  EXPECT_FALSE(plain_size(kSealedHeaderBytes));
  EXPECT_FALSE(plain_size(kSealedHeaderBytes + kSealedTagBytes - 1));
  EXPECT_EQ(plain_size(kSealedHeaderBytes + kSealedTagBytes), 0u);
  for (std::size_t extra = 1; extra <= kSealedTagBytes; ++extra) EXPECT_FALSE(plain_size(kSealedHeaderBytes + kFull + extra)) << extra;
  EXPECT_EQ(plain_size(kSealedHeaderBytes + kFull + kSealedTagBytes + 1), kChunk + 1);
  EXPECT_TRUE(plain_size(~std::uint64_t{0} / 2));
}

TEST(Sealed, ARangeNeedsOnlyItsChunks) {
  const auto plain = plain_of(4 * kChunk + 5);
  const auto sealed = seal(plain);
  for (const std::uint64_t offset : {std::uint64_t{0}, std::uint64_t{kChunk - 1}, std::uint64_t{kChunk}, std::uint64_t{4 * kChunk + 4}}) {
    for (const std::uint64_t size : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{kChunk}, std::uint64_t{10 * kChunk}}) {
      EXPECT_EQ(open_range(sealed, offset, size).value_or("?"), plain.substr(offset, size)) << offset << "+" << size;
    }
  }
  const auto range = chunks_for(plain.size(), kChunk + 10, 20);
  EXPECT_EQ(range.first, 1u);
  EXPECT_EQ(range.count, 1u);
  EXPECT_EQ(range.sealed_bytes, kFull);
  EXPECT_EQ(chunks_for(plain.size(), plain.size(), 1).count, 0u);
  EXPECT_EQ(chunks_for(plain.size(), ~std::uint64_t{0}, ~std::uint64_t{0}).count, 0u);
  EXPECT_EQ(chunks_for(plain.size(), 3, ~std::uint64_t{0}).count, 5u);
}

TEST(Sealed, EveryFlippedBitIsSeen) {
  const auto sealed = seal(plain_of(50));
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    auto changed = sealed;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    expect_corrupt(changed, "bit " + std::to_string(bit));
  }
}

TEST(Sealed, EveryShorterAndEveryLongerStreamIsSeen) {
  const auto sealed = seal(plain_of(300));
  for (std::size_t size = 0; size < sealed.size(); ++size) expect_corrupt(sealed.substr(0, size), "cut at " + std::to_string(size));
  for (std::size_t more = 1; more < 100; ++more) expect_corrupt(sealed + std::string(more, '\0'), "longer by " + std::to_string(more));
}

TEST(Sealed, ACutAtTheEdgeOfAChunkIsSeenAtTheLastChunk) {
  const auto sealed = seal(plain_of(3 * kChunk));
  for (const std::size_t chunks : {std::size_t{1}, std::size_t{2}})
    expect_corrupt(sealed.substr(0, kSealedHeaderBytes + chunks * kFull), "cut");
  expect_corrupt(sealed + sealed.substr(sealed.size() - kFull), "the last chunk twice");
}

TEST(Sealed, ChunksInAnotherOrderAreSeen) {
  const auto sealed = seal(plain_of(3 * kChunk));
  const auto at = [&](std::size_t chunk) { return sealed.substr(kSealedHeaderBytes + chunk * kFull, kFull); };
  expect_corrupt(sealed.substr(0, kSealedHeaderBytes) + at(1) + at(0) + at(2), "swapped");
  expect_corrupt(sealed.substr(0, kSealedHeaderBytes) + at(0) + at(0) + at(2), "repeated");
}

TEST(Sealed, ChunksAndHeadersOfAnotherStreamAreSeen) {
  const auto plain = plain_of(2 * kChunk);
  const auto one = seal(plain);
  const auto two = seal(plain);
  expect_corrupt(one.substr(0, kSealedHeaderBytes) + two.substr(kSealedHeaderBytes), "another header");
  expect_corrupt(one.substr(0, kSealedHeaderBytes + kFull) + two.substr(kSealedHeaderBytes + kFull), "another last chunk");
}

TEST(Sealed, AStreamOpensOnlyUnderItsOwnNameAndKey) {
  const auto sealed = seal("secret", 100, "t/acme/a");
  EXPECT_TRUE(open_all(sealed, "t/acme/a"));
  EXPECT_FALSE(open_all(sealed, "t/acme/b"));
  EXPECT_FALSE(open_all(sealed, "t/acme/a", Secret(std::string(32, 'x'))));
}

TEST(Sealed, TheSamePlainBytesNeverSealAlike) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(seal("the same sentence").substr(kSealedHeaderBytes));
  EXPECT_EQ(seen.size(), 100u);
  for (const auto& sealed : seen) EXPECT_EQ(sealed.find("the same"), std::string::npos);
}

TEST(Sealed, TheHeaderNamesItsKey) {
  const auto sealed = seal("x");
  EXPECT_EQ(sealed.substr(0, 4), "DMS1");
  EXPECT_EQ(parse_sealed_header(sealed)->key_id, "one");
  auto odd = sealed;
  odd[8 + 5] = 'x';  // after the zero that ends the id
  EXPECT_EQ(parse_sealed_header(odd).error().code(), ErrorCode::Corrupt);
}

// Pins the format: what release 1 wrote, every later release reads. The bytes were made by another implementation of the
// format (Python's cryptography package), from the comment in sealed.h.
TEST(Sealed, AStreamWrittenByTheFirstReleaseStillOpens) {
  const std::string header = std::string("DMS1\x01\x10\x00\x00", 8) + "one" + std::string(13, '\0') + "0123456789abcdef";
  constexpr unsigned char kChunkBytes[] = {0xb7, 0x8e, 0xd4, 0x41, 0x98, 0x4a, 0x7f, 0x2e, 0x32, 0x4e, 0xee,
                                           0xf9, 0x6f, 0x44, 0x0a, 0xd6, 0x53, 0x27, 0x3b, 0x04, 0x13};
  const std::string chunk(std::begin(kChunkBytes), std::end(kChunkBytes));
  const auto opened = open_all(header + chunk);
  ASSERT_TRUE(opened) << opened.error().describe();
  EXPECT_EQ(*opened, "hello");
}

}  // namespace
}  // namespace docmill::crypto
