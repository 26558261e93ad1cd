#include "store/s3/signature.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace docmill::store::s3 {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr std::string_view kNoBody = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

struct Example {
  std::string_view method = "GET";
  std::string_view host;
  std::string_view path = "/";
  net::Query query{};
  net::Headers headers{};
  Credentials credentials{};
  std::string_view region = "us-east-1";
  std::string_view moment = "2013-05-24T00:00:00.000Z";
};

std::string authorization_of(Example example) {
  const Unsigned request{
      .method = example.method, .host = example.host, .path = example.path, .query = example.query, .payload_sha256 = kNoBody};
  sign(request, example.headers, example.credentials, example.region, *from_iso(example.moment));
  return std::string(*example.headers.find("Authorization"));
}

Credentials documented() {
  return {.id = "AKIAIOSFODNN7EXAMPLE", .secret = Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")};
}

// Amazon S3 API reference, "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk", examples.
TEST(Signature, IsTheOneOfAmazonsExamples) {
  Example range{.host = "examplebucket.s3.amazonaws.com", .path = "/test.txt", .credentials = documented()};
  range.headers.add("Range", "bytes=0-9");
  EXPECT_EQ(authorization_of(range),
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  const Example lifecycle{.host = "examplebucket.s3.amazonaws.com", .query = {{"lifecycle", ""}}, .credentials = documented()};
  EXPECT_THAT(authorization_of(lifecycle), EndsWith("Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"));
  const Example list{.host = "examplebucket.s3.amazonaws.com", .query = {{"prefix", "J"}, {"max-keys", "2"}}, .credentials = documented()};
  EXPECT_THAT(authorization_of(list), EndsWith("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"));
}

// Computed with @smithy/signature-v4 4.2.4, the signer of Amazon's JavaScript SDK.
TEST(Signature, IsTheOneOfAmazonsSigner) {
  const Secret secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
  Example part{.method = "PUT",
               .host = "s3.eu-central-1.amazonaws.com",
               .path = "/docmill-blobs/t/acme/job-1/in/0",
               .query = {{"uploadId", "a/b+c=="}, {"partNumber", "2"}},
               .credentials = {.id = "AKIDEXAMPLE", .secret = secret},
               .region = "eu-central-1",
               .moment = "2026-11-24T11:31:04.000Z"};
  part.headers.add("If-None-Match", " * ");
  EXPECT_THAT(authorization_of(part), EndsWith("Signature=87ea63f42b1d268057eca6fdf07b723b494df8b68fc1bffb7f0e3fe73b147731"));
  const Example list{.host = "localhost:9000",
                     .path = "/docmill-blobs",
                     .query = {{"list-type", "2"}, {"prefix", "t/acme/"}, {"delimiter", "/"}, {"start-after", "t/acme/a~"}},
                     .credentials = {.id = "AKIDEXAMPLE", .secret = secret, .session_token = Secret("TOKEN/with+signs==")},
                     .region = "eu-central-1",
                     .moment = "2026-11-24T11:31:04.000Z"};
  EXPECT_THAT(authorization_of(list), EndsWith("Signature=98c4b01af44ed61e35ce9a1b9346798460933f8b0c85929273a2ee9c6442017b"));
  EXPECT_THAT(authorization_of(list), HasSubstr("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,"));
}

TEST(Signature, CoversEveryPartOfARequest) {
  const Example plain{.host = "h", .path = "/b/k", .credentials = documented()};
  auto other = plain;
  other.method = "PUT";
  EXPECT_NE(authorization_of(plain), authorization_of(other));
  other = plain;
  other.path = "/b/l";
  EXPECT_NE(authorization_of(plain), authorization_of(other));
  other = plain;
  other.query = {{"versionId", "1"}};
  EXPECT_NE(authorization_of(plain), authorization_of(other));
  other = plain;
  other.headers.add("If-Match", "\"x\"");
  EXPECT_NE(authorization_of(plain), authorization_of(other));
}

}  // namespace
}  // namespace docmill::store::s3
