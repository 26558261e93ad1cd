#include "crypto/signed_link.h"

#include <gtest/gtest.h>

namespace docmill::crypto {
namespace {

using namespace std::chrono_literals;

class SignedLink : public testing::Test {
 protected:
  const Timestamp now_ = ManualClock().now();
  const Secret key_{std::string(32, 'k')};
  const LinkClaims claims_{.tenant = TenantId::trusted("acme"), .job = new_job_id(now_), .output = 3, .expires_at = now_ + 6h};
};

TEST_F(SignedLink, AGenuineLinkGivesItsClaimsBack) {
  const auto read = verify_link(key_, sign_link(key_, claims_), now_);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->tenant, claims_.tenant);
  EXPECT_EQ(read->job, claims_.job);
  EXPECT_EQ(read->output, 3u);
  EXPECT_EQ(read->expires_at, claims_.expires_at);
}

TEST_F(SignedLink, ATokenIsSafeInAUrl) {
  const auto token = sign_link(key_, claims_);
  EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), std::string::npos);
}

TEST_F(SignedLink, ALinkIsGoneFromItsExpiryOn) {
  const auto token = sign_link(key_, claims_);
  EXPECT_TRUE(verify_link(key_, token, claims_.expires_at - 1ms));
  EXPECT_EQ(verify_link(key_, token, claims_.expires_at).error().code(), ErrorCode::Gone);
}

TEST_F(SignedLink, EveryChangedCharacterMakesALinkUnknown) {
  const auto token = sign_link(key_, claims_);
  for (std::size_t i = 0; i < token.size(); ++i) {
    for (const char c : {'A', 'B', '_', '.'}) {
      auto changed = token;
      if (changed[i] == c) continue;
      changed[i] = c;
      const auto read = verify_link(key_, changed, now_);
      ASSERT_FALSE(read) << "character " << i;
      EXPECT_EQ(read.error().code(), ErrorCode::NotFound);
    }
  }
}

TEST_F(SignedLink, AnExpiredLinkThatWasTamperedWithIsUnknownNotGone) {
  auto token = sign_link(key_, claims_);
  token[5] = token[5] == 'A' ? 'B' : 'A';
  EXPECT_EQ(verify_link(key_, token, now_ + 7h).error().code(), ErrorCode::NotFound);
}

TEST_F(SignedLink, AnotherKeyOpensNothing) {
  const auto token = sign_link(Secret(std::string(32, 'x')), claims_);
  EXPECT_EQ(verify_link(key_, token, now_).error().code(), ErrorCode::NotFound);
}

TEST_F(SignedLink, GarbageIsUnknown) {
  for (const auto& token : {std::string(), std::string("x"), std::string(43, 'A'), std::string(100'000, 'A'), std::string("a/../b")}) {
    EXPECT_EQ(verify_link(key_, token, now_).error().code(), ErrorCode::NotFound);
  }
}

}  // namespace
}  // namespace docmill::crypto
