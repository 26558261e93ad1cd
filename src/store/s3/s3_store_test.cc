#include "store/s3/s3_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/digest.h"
#include "store/s3/s3_listing.h"
#include "store/s3/test_s3.h"
#include "store/sealed/sealed_store.h"
#include "store/store_contract.h"

namespace docmill::store {
namespace {

using namespace std::chrono_literals;
using s3::test::FreshStore;
using s3::test::S3Server;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

struct OverS3 : Harness {
  BlobStore& store() override { return *fresh.store; }
  bool readers_outlive_blobs() const override { return false; }
  FreshStore fresh;
};

struct OverSealedS3 : OverS3 {
  BlobStore& store() override { return sealed; }
  TemporaryFolder folder;
  crypto::Keyring keyring = *crypto::Keyring::load_or_create(folder.path() + "/keys");
  sealed::SealedStore sealed{*fresh.store, keyring, fresh.pool};
};

INSTANTIATE_TEST_SUITE_P(Drivers, StoreContract,
                         ::testing::Values(Driver{"s3", [] { return std::make_unique<OverS3>(); }},
                                           Driver{"sealed_over_s3", [] { return std::make_unique<OverSealedS3>(); }}),
                         driver_name);

class S3 : public ::testing::Test {
 protected:
  static constexpr std::size_t kLarge = 20'000'003;  // three parts

  BlobStore& store() { return *fresh_.store; }
  std::vector<std::string> requests() { return fresh_.server.requests(); }
  void arm(boost::json::object fault) {
    if (!fault.contains("contains")) fault["contains"] = fresh_.options.bucket;
    fresh_.server.arm(fault);
  }
  std::size_t unfinished() { return run_to_end(fresh_.another()->remove_unfinished(SystemClock().now() + 1h, true)).value(); }

  FreshStore fresh_;
};

TEST_F(S3, ASmallBlobCostsOneRequestToWriteAndOneToRead) {
  ASSERT_TRUE(put_now(store(), "t/acme/small", some_bytes(2'000)));
  EXPECT_THAT(requests(), ElementsAre(StartsWith("PUT ")));
  EXPECT_TRUE(get_now(store(), "t/acme/small").value_or("") == some_bytes(2'000));
  EXPECT_THAT(requests(), ElementsAre(StartsWith("GET ")));
}

TEST_F(S3, ALargeBlobGoesUpInPartsAndComesDownWhole) {
  const auto bytes = some_bytes(kLarge);
  ASSERT_TRUE(put_now(store(), "t/acme/large", bytes));
  EXPECT_EQ(requests().size(), 5u) << "start, three parts, completion";
  EXPECT_TRUE(get_now(store(), "t/acme/large").value_or("") == bytes);
  EXPECT_LE(requests().size(), 4u);
  EXPECT_EQ(unfinished(), 0u);
}

TEST_F(S3, ADownloadInSmallPiecesIsReadAhead) {
  const auto bytes = some_bytes(kLarge);
  ASSERT_TRUE(put_now(store(), "t/acme/large", bytes));
  requests();
  auto reader = *run_to_end(store().open("t/acme/large"));
  std::string all;
  while (all.size() < bytes.size()) all += run_to_end(reader->read(all.size(), 262'144)).value();
  EXPECT_TRUE(all == bytes);
  EXPECT_LE(requests().size(), 13u);
}

TEST_F(S3, TheFirstOfTwoLargeWritersWinsAndNoPartsAreLeft) {
  auto first = *run_to_end(store().create("t/acme/large"));
  auto second = *run_to_end(store().create("t/acme/large"));
  ASSERT_TRUE(run_to_end(first->write(some_bytes(kLarge))));
  ASSERT_TRUE(run_to_end(second->write(std::string(kLarge, 'x'))));
  ASSERT_TRUE(run_to_end(first->commit()));
  EXPECT_EQ(run_to_end(second->commit()).error().code(), ErrorCode::AlreadyExists);
  second.reset();
  EXPECT_EQ(run_to_end(store().remove_unfinished(SystemClock().now() - 1h, false)).value(), 1u);
  EXPECT_EQ(unfinished(), 0u);
  EXPECT_TRUE(get_now(store(), "t/acme/large").value_or("") == some_bytes(kLarge));
}

TEST_F(S3, ADroppedUploadIsAbortedByTheNextLargeOne) {
  auto dropped = *run_to_end(store().create("t/acme/dropped"));
  ASSERT_TRUE(run_to_end(dropped->write(some_bytes(kLarge))));
  dropped.reset();
  EXPECT_EQ(unfinished(), 1u);
  ASSERT_TRUE(put_now(store(), "t/acme/next", some_bytes(kLarge)));
  EXPECT_EQ(unfinished(), 0u);
}

TEST_F(S3, UploadsOfAnEndedProcessAreSweptWhenTheyAreOld) {
  auto lost = fresh_.another();
  std::vector<std::unique_ptr<BlobWriter>> writers;
  for (const std::string name : {"t/acme/a", "t/acme/b"}) {
    writers.push_back(*run_to_end(lost->create(name)));
    ASSERT_TRUE(run_to_end(writers.back()->write(some_bytes(9'000'000))));
  }
  writers.clear();
  lost.reset();
  EXPECT_EQ(run_to_end(store().remove_unfinished(SystemClock().now() - 1h, false)).value(), 0u) << "they are young";
  EXPECT_EQ(unfinished(), 2u);
  EXPECT_EQ(run_to_end(store().remove_unfinished(SystemClock().now() + 1min, false)).value(), 2u);
  EXPECT_EQ(unfinished(), 0u);
}

TEST_F(S3, AnUploadThatWasSweptFailsItsWriter) {
  auto writer = *run_to_end(store().create("t/acme/slow"));
  ASSERT_TRUE(run_to_end(writer->write(some_bytes(kLarge))));
  ASSERT_EQ(run_to_end(fresh_.another()->remove_unfinished(SystemClock().now() + 1min, false)).value(), 1u);
  EXPECT_EQ(run_to_end(writer->commit()).error().code(), ErrorCode::Unavailable);
  EXPECT_FALSE(run_to_end(store().find("t/acme/slow")).value());
}

TEST_F(S3, TroubleThatPassesIsNotSeen) {
  for (const int status : {500, 502, 503, 429}) {
    arm({{"status", status}, {"code", "SlowDown"}});
    const auto name = "t/acme/" + std::to_string(status);
    EXPECT_TRUE(put_now(store(), name, "x")) << status;
    arm({{"status", status}});
    EXPECT_EQ(get_now(store(), name).value_or("?"), "x") << status;
  }
  arm({{"drop", true}, {"times", 2}});
  EXPECT_TRUE(run_to_end(store().list("", "", 10)));
  arm({{"status", 409}, {"code", "ConditionalRequestConflict"}});
  EXPECT_TRUE(put_now(store(), "t/acme/conflict", "x"));
}

TEST_F(S3, TroubleThatStaysIsUnavailableAfterAFewTries) {
  arm({{"status", 503}, {"code", "SlowDown"}, {"times", 1'000}});
  requests();
  EXPECT_EQ(put_now(store(), "t/acme/a", "x").error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(requests().size(), fresh_.options.retry.tries);
}

// The write was done, its answer was lost, and the second try meets its own blob.
TEST_F(S3, ACommitWhoseAnswerWasLostIsRecognisedAsOurs) {
  for (const std::size_t size : {std::size_t{10}, kLarge}) {
    const auto name = "t/acme/" + std::to_string(size);
    arm({{"contains", size == kLarge ? "uploadId=" : name}, {"method", size == kLarge ? "POST" : "PUT"}, {"after", true}, {"drop", true}});
    const auto stored = put_now(store(), name, some_bytes(size));
    EXPECT_TRUE(stored) << stored.error().describe();
    EXPECT_TRUE(get_now(store(), name).value_or("") == some_bytes(size));
  }
  EXPECT_EQ(run_to_end(store().remove_unfinished(SystemClock().now() + 1min, false)).value(), 0u);
}

TEST_F(S3, ACommitThatIsTriedAgainAndMeetsAnothersBlobIsRefused) {
  ASSERT_TRUE(put_now(store(), "t/acme/result.json", "first"));
  arm({{"method", "PUT"}, {"status", 500}});
  EXPECT_EQ(put_now(store(), "t/acme/result.json", "second").error().code(), ErrorCode::AlreadyExists);
  EXPECT_EQ(get_now(store(), "t/acme/result.json").value_or(""), "first");
}

TEST_F(S3, ARemovalWhoseAnswerWasLostCountsAsDone) {
  ASSERT_TRUE(put_now(store(), "t/acme/a", "x"));
  arm({{"method", "DELETE"}, {"after", true}, {"drop", true}});
  EXPECT_TRUE(run_to_end(store().remove("t/acme/a")));
  EXPECT_FALSE(run_to_end(store().find("t/acme/a")).value());
}

TEST_F(S3, ACompletionThatFailsInTheBodyOfA200IsNoSuccess) {
  arm({{"contains", "uploadId="}, {"method", "POST"}, {"status", 200}});
  EXPECT_TRUE(put_now(store(), "t/acme/tried-again", some_bytes(kLarge)));
  EXPECT_TRUE(get_now(store(), "t/acme/tried-again").value_or("") == some_bytes(kLarge));
  arm({{"contains", "uploadId="}, {"method", "POST"}, {"status", 200}, {"times", 100}});
  EXPECT_EQ(put_now(store(), "t/acme/never", some_bytes(kLarge)).error().code(), ErrorCode::Unavailable);
}

TEST_F(S3, ManyBlobsGoInOneRequest) {
  ASSERT_TRUE(put_now(store(), "t/acme/a", "x"));
  ASSERT_TRUE(put_now(store(), "t/acme/b", "x"));
  requests();
  ASSERT_TRUE(run_to_end(store().remove_many({"t/acme/a", "t/acme/b", "t/acme/c"})));
  EXPECT_THAT(requests(), ElementsAre(HasSubstr("?delete=")));
  EXPECT_THAT(run_to_end(store().list("", "", 10)).value(), IsEmpty());
}

TEST_F(S3, AListOfThousandsIsReadPageByPage) {
  std::vector<std::string> names;
  for (int i = 0; i < 1'005; ++i) names.push_back("t/acme/" + std::to_string(10'000 + i));
  for (const auto& name : names) ASSERT_TRUE(put_now(store(), name, ""));
  requests();
  EXPECT_EQ(run_to_end(store().list("t/", "", 1'000)).value().size(), 1'000u);
  EXPECT_EQ(requests().size(), 1u);
  EXPECT_EQ(run_to_end(store().list("t/", "", 5'000)).value().size(), 1'005u);
  EXPECT_EQ(run_to_end(store().list_folders("", "", 10)).value().size(), 1u);
}

TEST_F(S3, AWrongSecretIsPermissionDeniedAndTheErrorHoldsNoSecret) {
  auto options = fresh_.options;
  options.credentials.secret = Secret("another/secret");
  auto stranger = *s3::S3Store::open(fresh_.http, fresh_.pool, options);
  for (const auto& failed :
       {put_now(*stranger, "t/acme/a", "x"), run_to_end(stranger->probe()), run_to_end(stranger->remove("t/acme/a"))}) {
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code(), ErrorCode::PermissionDenied);
    EXPECT_THAT(failed.error().describe(), HasSubstr("SignatureDoesNotMatch"));
    EXPECT_THAT(failed.error().describe(), Not(HasSubstr("another/secret")));
    EXPECT_THAT(failed.error().describe(), Not(HasSubstr("Signature=")));
  }
  EXPECT_EQ(run_to_end(stranger->find("t/acme/a")).error().code(), ErrorCode::PermissionDenied);
}

TEST_F(S3, AMissingBucketAndAMissingServerAreUnavailable) {
  auto options = fresh_.options;
  options.bucket = "nobody-made-this";
  auto homeless = *s3::S3Store::open(fresh_.http, fresh_.pool, options);
  const auto proven = run_to_end(homeless->probe());
  EXPECT_EQ(proven.error().code(), ErrorCode::Unavailable);
  EXPECT_THAT(proven.error().describe(), HasSubstr("create the bucket"));
  EXPECT_EQ(put_now(*homeless, "t/a", "x").error().code(), ErrorCode::Unavailable);
  options.endpoint = "http://127.0.0.1:1";
  auto lost = *s3::S3Store::open(fresh_.http, fresh_.pool, options);
  EXPECT_EQ(run_to_end(lost->list("", "", 1)).error().code(), ErrorCode::Unavailable);
}

TEST_F(S3, AStoreThatDoesNotHonourConditionsIsRefusedByTheProbe) {
  arm({{"method", "PUT"}, {"contains", "/PROBE"}, {"skip", 1}, {"times", 2}, {"status", 200}});
  const auto proven = run_to_end(store().probe());
  ASSERT_FALSE(proven);
  EXPECT_THAT(proven.error().describe(), HasSubstr("If-None-Match"));
  EXPECT_TRUE(run_to_end(store().probe()));
}

TEST(S3Addresses, ABucketMayBeTheHostsName) {
  FreshStore fresh(s3::S3Options{.virtual_hosted = true});
  ASSERT_TRUE(put_now(*fresh.store, "t/acme/a", "by host"));
  EXPECT_EQ(get_now(*fresh.store, "t/acme/a").value_or(""), "by host");
  EXPECT_EQ(run_to_end(fresh.store->list("", "", 10)).value().size(), 1u);
  auto options = fresh.options;
  options.virtual_hosted = false;
  auto by_path = *s3::S3Store::open(fresh.http, fresh.pool, options);
  EXPECT_EQ(get_now(*by_path, "t/acme/a").value_or(""), "by host");
}

TEST(S3Addresses, WhatCannotBeOneIsRefusedWhenItIsOpened) {
  net::HttpClient http;
  Pool pool{"s3", 1};
  const auto code_of = [&](s3::S3Options options) {
    auto opened = s3::S3Store::open(http, pool, std::move(options));
    return opened ? ErrorCode::Internal : opened.error().code();
  };
  const s3::S3Options good{.bucket = "docmill", .endpoint = "https://s3.example.com/", .credentials = {.id = "a", .secret = Secret("b")}};
  EXPECT_EQ(code_of(good), ErrorCode::Internal) << "it opens";
  for (const std::string bad : {"s3.example.com", "ftp://s3.example.com", "https://", "https://a/b", "https://user@host", "http://a b"}) {
    auto options = good;
    options.endpoint = bad;
    EXPECT_EQ(code_of(options), ErrorCode::BadRequest) << bad;
  }
  for (const std::string bad : {"", "ab", "UPPER", "a/b", "-ab"}) {
    auto options = good;
    options.bucket = bad;
    EXPECT_EQ(code_of(options), ErrorCode::BadRequest) << bad;
  }
  auto options = good;
  options.credentials = {};
  EXPECT_EQ(code_of(options), ErrorCode::BadRequest);
}

TEST(S3List, ABrokenAnswerIsCorruptAndForeignObjectsAreLeftOut) {
  for (const std::string bad :
       {"", "<", "<html/>", "<ListBucketResult>", "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
        "<ListBucketResult><Contents><Key>a</Key><Size>-1</Size></Contents></ListBucketResult>",
        "<ListBucketResult><Contents><Key>a</Key><Size>1</Size><LastModified>now</LastModified></Contents></ListBucketResult>"}) {
    const auto page = s3::parse_list(bad);
    ASSERT_FALSE(page) << bad;
    EXPECT_EQ(page.error().code(), ErrorCode::Corrupt) << bad;
  }
  const auto page = s3::parse_list(
      "<ListBucketResult><Contents><Key>../x</Key><Size>1</Size></Contents><Contents><Key>a</Key><Size>7</Size>"
      "<LastModified>2026-11-24T11:31:04.250Z</LastModified></Contents><CommonPrefixes><Prefix>UPPER/</Prefix></CommonPrefixes>"
      "<CommonPrefixes><Prefix>t/</Prefix></CommonPrefixes></ListBucketResult>");
  ASSERT_TRUE(page);
  ASSERT_EQ(page->blobs.size(), 1u);
  EXPECT_EQ(page->blobs[0].size, 7u);
  EXPECT_EQ(to_iso(page->blobs[0].created_at), "2026-11-24T11:31:04.000Z");
  EXPECT_THAT(page->folders, ElementsAre("t/"));
}

TEST_F(S3, AmazonsSdkReadsWhatWeWriteAndWeReadWhatItWrites) {
  const auto large = some_bytes(kLarge);
  ASSERT_TRUE(put_now(store(), "t/acme/small", "hello"));
  ASSERT_TRUE(put_now(store(), "t/acme/large", large));
  TemporaryFolder folder;
  docmill::testing::Service sdk({.command = {"node", s3::test::service_script("s3_sdk.js"), fresh_.options.endpoint, fresh_.options.bucket,
                                             s3::test::kId, s3::test::kSecret},
                                 .log = folder.path() + "/sdk.log"});
  sdk.wait_for_line("done");
  EXPECT_THAT(sdk.log(), HasSubstr("read t/acme/small 5 " + crypto::sha256_hex("hello")));
  EXPECT_THAT(sdk.log(), HasSubstr("read t/acme/large 20000003 " + crypto::sha256_hex(large)));
  EXPECT_TRUE(get_now(store(), "sdk/small").value_or("") == some_bytes(2'000));
  EXPECT_TRUE(get_now(store(), "sdk/large").value_or("") == some_bytes(12 * kMiB));
}

}  // namespace
}  // namespace docmill::store
