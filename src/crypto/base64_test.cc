#include "crypto/base64.h"

#include <gtest/gtest.h>

#include "base/ids.h"

namespace docmill::crypto {
namespace {

TEST(Base64, SpeaksTheVectorsOfRfc4648) {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"},
                                                         {"\xFB\xFF", "+/8="}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(Base64, RefusesWhatItDoesNotWrite) {
  for (const auto* text : {"Zg", "Zg=", "Zg===", "Z===", "====", "Zh==", "-_8=", "Zm9v\n", "Zm 9", "Zm9vZg==Zg=="})
    EXPECT_FALSE(from_base64(text)) << text;
}

TEST(Base64, EveryLengthComesBack) {
  for (std::size_t size = 0; size < 200; ++size) {
    const auto bytes = random_bytes(size);
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
  }
}

TEST(Base64, InPiecesItComesToTheSameWhereverItIsCut) {
  const auto bytes = random_bytes(301);
  const auto text = to_base64(bytes);
  for (std::size_t cut = 0; cut <= text.size(); cut += 7) {
    Base64Decoder decoder;
    std::string out;
    for (const auto& piece : {text.substr(0, cut), std::string("\r\n"), text.substr(cut)}) {
      auto made = decoder.take(piece);
      ASSERT_TRUE(made) << cut;
      out += *made;
    }
    EXPECT_TRUE(decoder.finish()) << cut;
    EXPECT_EQ(out, bytes) << cut;
  }
}

TEST(Base64, InPiecesItRefusesWhatIsNotBase64) {
  for (const auto* text : {"Zm9v!", "Zm-9", "Zg==Zg==", "Zg", "Zm9vY", "Z"}) {
    Base64Decoder decoder;
    const auto made = decoder.take(text);
    EXPECT_FALSE(made && decoder.finish()) << text;
  }
}

}  // namespace
}  // namespace docmill::crypto
