#include "crypto/callback.h"

#include <gtest/gtest.h>

namespace docmill::crypto {
namespace {

TEST(CallbackSecret, IsStableForATenantAndOfNoUseToAnother) {
  const Secret house("house key");
  const auto acme = callback_secret(house, TenantId::trusted("acme"));
  EXPECT_EQ(acme.reveal(), callback_secret(house, TenantId::trusted("acme")).reveal());
  EXPECT_NE(acme.reveal(), callback_secret(house, TenantId::trusted("other")).reveal());
  EXPECT_NE(acme.reveal(), callback_secret(Secret("another house"), TenantId::trusted("acme")).reveal());
}

TEST(CallbackSignature, CoversTheTimeAndEveryByte) {
  const Secret secret("key");
  // Computed with `printf '1.x' | openssl dgst -sha256 -hmac key`.
  EXPECT_EQ(sign_callback(secret, "1", "x"), "v1=fc4913c41a7bf793267e2a384f3261c9436ec2cd097bd745e7b0d99113f510ec");
  EXPECT_NE(sign_callback(secret, "1", "x"), sign_callback(secret, "2", "x"));
  EXPECT_NE(sign_callback(secret, "1", "x"), sign_callback(secret, "1", "y"));
}

}  // namespace
}  // namespace docmill::crypto
