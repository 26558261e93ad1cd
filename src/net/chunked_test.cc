#include "net/chunked.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

namespace docmill::net {
namespace {

/// What the pieces decode to: "$" at the end of the body, "!" for a refusal, "?" when more is wanted.
std::string decoded(std::string_view text, std::size_t piece) {
  ChunkDecoder decoder;
  std::string bytes;
  std::array<char, 3> room{};
  bool more = true;
  while (more) {
    more = !text.empty();  // a last call without bytes learns of a fault
    const auto step = decoder.decode(text.substr(0, piece), room);
    if (!step) return bytes + "!";
    bytes.append(room.data(), step->made);
    text.remove_prefix(step->used);
    if (step->done) return bytes + "$" + std::string(text);
  }
  return bytes + "?";
}

std::string decoded(std::string_view text) {
  const auto whole = decoded(text, text.size() + 1);
  for (std::size_t piece = 1; piece <= text.size(); ++piece) EXPECT_EQ(decoded(text, piece), whole) << piece;
  return whole;
}

TEST(ChunkDecoder, DecodesWhereverTheBytesAreCut) {
  EXPECT_EQ(decoded("5\r\nhello\r\n0\r\n\r\n"), "hello$");
  EXPECT_EQ(decoded("00A;x=\"y\"\r\n0123456789\r\n1\r\n!\r\n000\r\nA: b\r\nC: d\r\n\r\n"), "0123456789!$");
  EXPECT_EQ(decoded("0\r\n\r\n"), "$");  // what ended the process with Boost 1.81 when it came in two pieces
}

TEST(ChunkDecoder, LeavesWhatFollowsTheBody) {
  EXPECT_EQ(decoded("0\r\n\r\nGET", 100), "$GET");
}

TEST(ChunkDecoder, WantsMoreUntilTheLastByte) {
  const std::string_view body = "2\r\nab\r\n0\r\nA: b\r\n\r\n";
  for (std::size_t length = 0; length < body.size(); ++length)
    EXPECT_THAT(decoded(body.substr(0, length)), testing::EndsWith("?")) << length;
}

TEST(ChunkDecoder, RefusesEverythingElse) {
  for (const std::string_view text : {"\r\n", "g\r\n", "-1\r\n", "+1\r\n", "0x1\r\n", " 1\r\na\r\n", "1 \r\na\r\n", "1\na\r\n",
                                      "1\r\nab\r\n", "1\r\na\n", "1000000000000000\r\n", "0000000000000001\r\n", "1;a\x01\r\na\r\n",
                                      "1;\n\r\n", "0\r\nA: b\n\r\n", "0\r\n A: b\r\n\r\n", "0\r\n\rx", "1\rx"}) {
    EXPECT_THAT(decoded(text), testing::EndsWith("!")) << text;
  }
  EXPECT_EQ(decoded("1;" + std::string(300'000, 'x'), 4096), "!");
  EXPECT_EQ(decoded("0\r\nA: " + std::string(300'000, 'x'), 4096), "!");
}

}  // namespace
}  // namespace docmill::net
