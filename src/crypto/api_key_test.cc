#include "crypto/api_key.h"

#include <gtest/gtest.h>

#include <set>

#include "crypto/base64url.h"

namespace docmill::crypto {
namespace {

std::string text_of(const NewApiKey& key) {
  return std::string(key.text.reveal());
}

bool opens(const std::string& presented, std::string_view secret_hash) {
  const auto parsed = parse_api_key(presented);
  return parsed && matches(*parsed, secret_hash);
}

TEST(ApiKey, AKeyIsFoundAgainRawAndAfterBearer) {
  const auto key = make_api_key();
  for (const auto& presented : {text_of(key), "Bearer " + text_of(key), "bearer   " + text_of(key), " " + text_of(key) + " "}) {
    EXPECT_TRUE(opens(presented, key.secret_hash)) << presented;
    EXPECT_EQ(parse_api_key(presented).value_or(PresentedKey{}).id, key.id);
  }
}

TEST(ApiKey, AKeyLooksAsDocumentedAndTheStoredHashHoldsNoSecret) {
  const auto key = make_api_key();
  const auto text = text_of(key);
  ASSERT_EQ(text.size(), 3u + 12u + 1u + 43u);
  EXPECT_EQ(text.substr(0, 16), "dm_" + key.id.text() + "_");
  EXPECT_TRUE(key.secret_hash.starts_with("sha256:"));
  EXPECT_EQ(key.secret_hash.size(), 7u + 64u);
  EXPECT_EQ(key.secret_hash.find(text.substr(16)), std::string::npos);
}

TEST(ApiKey, AnotherSecretOrAnotherHashDoesNotMatch) {
  const auto key = make_api_key();
  const auto other = make_api_key();
  EXPECT_FALSE(opens(text_of(other), key.secret_hash));
  auto changed = text_of(key);
  changed[20] = changed[20] == 'A' ? 'B' : 'A';
  ASSERT_TRUE(parse_api_key(changed));
  EXPECT_FALSE(opens(changed, key.secret_hash));
  EXPECT_FALSE(opens(text_of(key), ""));
  EXPECT_FALSE(opens(text_of(key), "sha256:"));
}

TEST(ApiKey, WhatCannotBeAKeyIsRefused) {
  const auto good = text_of(make_api_key());
  for (const auto& bad : {std::string(), std::string("Bearer"), std::string("Bearer "), "Basic " + good, good.substr(1), good + "x",
                          good.substr(0, good.size() - 1), "DM_" + good.substr(3), good.substr(0, 15) + "-" + good.substr(16),
                          good.substr(0, 5) + "A" + good.substr(6), good.substr(0, 30) + "!" + good.substr(31), std::string(10'000, 'a'),
                          good.substr(0, 30) + std::string(1, '\0') + good.substr(31)}) {
    EXPECT_FALSE(parse_api_key(bad)) << bad.substr(0, 80);
  }
}

TEST(ApiKey, NoTwoKeysAreAlike) {
  std::set<std::string> seen;
  for (int i = 0; i < 1'000; ++i) seen.insert(text_of(make_api_key()));
  EXPECT_EQ(seen.size(), 1'000u);
}

// RFC 4648 §10, in the URL-safe alphabet and without padding.
TEST(Base64Url, AgreesWithRfc4648AndAcceptsOneSpellingOnly) {
  EXPECT_EQ(to_base64url(""), "");
  EXPECT_EQ(to_base64url("f"), "Zg");
  EXPECT_EQ(to_base64url("fo"), "Zm8");
  EXPECT_EQ(to_base64url("foobar"), "Zm9vYmFy");
  EXPECT_EQ(to_base64url("\xfb\xff\xfe"), "-__-");
  EXPECT_EQ(from_base64url("-__-"), "\xfb\xff\xfe");
  EXPECT_EQ(from_base64url("Zm8"), "fo");
  for (const char* bad : {"Zg==", "Zh", "Z", "Zm9v ", "+//+", "Zm8\n"}) EXPECT_FALSE(from_base64url(bad)) << bad;
}

}  // namespace
}  // namespace docmill::crypto
