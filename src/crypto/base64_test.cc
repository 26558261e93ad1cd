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

}  // namespace
}  // namespace docmill::crypto
