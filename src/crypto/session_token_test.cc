#include "crypto/session_token.h"

#include <gtest/gtest.h>

namespace docmill::crypto {
namespace {

const Secret kSessionKey{std::string(32, 's')};
const Secret kOtherSessionKey{std::string(32, 't')};
constexpr Timestamp kNoon{std::chrono::milliseconds(1'750'000'000'000)};

std::string token_until(Timestamp moment) {
  return sign_session(kSessionKey, {.key = KeyId::trusted("k1"), .expires_at = moment});
}

TEST(SessionToken, ReadsBackUntilItExpires) {
  const auto token = token_until(kNoon);
  const auto claims = verify_session(kSessionKey, token, kNoon - std::chrono::milliseconds(1));
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->key.text(), "k1");
  EXPECT_EQ(claims->expires_at, kNoon);
  const auto late = verify_session(kSessionKey, token, kNoon);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code(), ErrorCode::Unauthenticated);
  EXPECT_NE(late.error().message().find("expired"), std::string::npos);
}

TEST(SessionToken, NoByteOfItCanBeChanged) {
  const auto token = token_until(kNoon);
  for (std::size_t i = 0; i < token.size(); ++i) {
    auto forged = token;
    forged[i] = forged[i] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(verify_session(kSessionKey, forged, kNoon - std::chrono::hours(1))) << forged;
    EXPECT_FALSE(verify_session(kSessionKey, token.substr(0, i), kNoon - std::chrono::hours(1)));
  }
  for (const auto& text :
       {std::string(), std::string("."), std::string("..."), std::string("1.k1.99999999999999."), token + ".", token + "A",
        std::string(100'000, '.'), std::string("1.k1.17500000000001.") + token.substr(token.rfind('.') + 1)}) {
    EXPECT_FALSE(verify_session(kSessionKey, text, kNoon - std::chrono::hours(1)));
  }
}

TEST(SessionToken, AnotherMasterKeyKnowsNothingOfIt) {
  EXPECT_FALSE(verify_session(kOtherSessionKey, token_until(kNoon), kNoon - std::chrono::hours(1)));
}

TEST(SessionToken, EachSessionHasACsrfTextOfItsOwnThatIsNotItsSignature) {
  const auto one = token_until(kNoon);
  const auto other = token_until(kNoon + std::chrono::milliseconds(1));
  EXPECT_EQ(session_csrf(kSessionKey, one), session_csrf(kSessionKey, one));
  EXPECT_NE(session_csrf(kSessionKey, one), session_csrf(kSessionKey, other));
  EXPECT_NE(session_csrf(kSessionKey, one), session_csrf(kOtherSessionKey, one));
  EXPECT_EQ(one.find(session_csrf(kSessionKey, one.substr(0, one.rfind('.')))), std::string::npos);
}

}  // namespace
}  // namespace docmill::crypto
