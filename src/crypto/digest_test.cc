#include "crypto/digest.h"

#include <gtest/gtest.h>

#include "base/ids.h"

namespace docmill::crypto {
namespace {

std::string counting(unsigned char first, unsigned char last) {
  std::string bytes;
  for (unsigned c = first; c <= last; ++c) bytes += static_cast<char>(c);
  return bytes;
}

// RFC 6234 §8.5, and the FIPS 180 examples behind it.
TEST(Digest, Sha256AgreesWithThePublishedExamples) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Digest, Sha256InPiecesEqualsSha256InOne) {
  Sha256 pieces;
  for (int i = 0; i < 1'000; ++i) pieces.update(std::string(1'000, 'a'));
  Sha256 moved = std::move(pieces);
  EXPECT_EQ(moved.finish_hex(), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// RFC 4231 §4.2, §4.3 and §4.7 (a key longer than a block).
TEST(Digest, HmacAgreesWithRfc4231) {
  EXPECT_EQ(to_hex(hmac_sha256(Secret(std::string(20, '\x0b')), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(hmac_sha256(Secret("Jefe"), "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(Secret(std::string(131, '\xaa')), "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// RFC 5869 appendix A.1 to A.3.
TEST(Digest, HkdfAgreesWithRfc5869) {
  const Secret short_key(std::string(22, '\x0b'));
  EXPECT_EQ(to_hex(hkdf_sha256(short_key, counting(0x00, 0x0c), counting(0xf0, 0xf9), 42).reveal()),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  EXPECT_EQ(to_hex(hkdf_sha256(Secret(counting(0x00, 0x4f)), counting(0x60, 0xaf), counting(0xb0, 0xff), 82).reveal()),
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b83677"
            "93a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
  EXPECT_EQ(to_hex(hkdf_sha256(short_key, "", "", 42).reveal()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

}  // namespace
}  // namespace docmill::crypto
