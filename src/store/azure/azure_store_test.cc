#include "store/azure/azure_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "azure/test_azurite.h"
#include "azure/test_scripted.h"
#include "base/small_letters.h"
#include "crypto/digest.h"
#include "store/azure/batch.h"
#include "store/azure/listing.h"
#include "store/sealed/sealed_store.h"
#include "store/store_contract.h"

namespace docmill::store {
namespace {

using namespace std::chrono_literals;
using docmill::azure::test::Azurite;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::size_t kLarge = 20'000'003;  // five blocks

/// A store over a container that nobody has made yet.
struct FreshStore {
  FreshStore() { catch_up(); }
  /// Azurite's clock stands still between turns.
  void catch_up() const {
    auto& turned = Azurite::shared().clock();
    const auto now = SystemClock().now().time_since_epoch();
    turned.advance(std::max(now - std::chrono::milliseconds(turned.now()), 0ms));
  }
  std::unique_ptr<azure::AzureStore> another(const docmill::azure::Account& account) const {
    docmill::azure::ServiceOptions options{.retry = {.first_delay = 1ms}};
    return *azure::AzureStore::open(http, clock, account, container, std::move(options));
  }

  SystemClock clock;
  mutable net::HttpClient http;
  std::string container = Azurite::fresh_name("store");
  std::unique_ptr<azure::AzureStore> store = another(Azurite::shared().account());
};

/// Stands between the store and Azurite, counts, and loses the answers to requests it is told of.
class Between {
 public:
  /// The next answers to `method` requests whose query holds `query` become status 500, `count` of them.
  void lose(std::string method, std::string query, int count) {
    const std::lock_guard lock(mutex_);
    method_ = std::move(method);
    query_ = std::move(query);
    to_lose_ = count;
  }
  std::vector<std::string> requests() {
    const std::lock_guard lock(mutex_);
    return std::exchange(requests_, {});
  }
  docmill::azure::Account account() const {
    auto account = Azurite::shared().account();
    account.blob.primary = "http://127.0.0.1:" + std::to_string(server_.port()) + "/devstoreaccount1";
    return account;
  }

 private:
  Async<void> pass_on(const net::Request& request, net::Body& body, net::Responder& respond) {
    const auto root = Azurite::shared().blob_url();
    net::HttpCall call{.method = request.method, .url = root.substr(0, root.rfind('/')) + request.path};
    if (!request.query.empty()) call.url += "?" + request.query;
    for (const auto& [name, value] : request.headers.all()) {
      if (small_letters(name) != "host" && small_letters(name) != "content-length" && small_letters(name) != "connection")
        call.headers.add(name, value);
    }
    std::vector<char> room(64 * kKiB);
    for (auto got = co_await body.read(room); got && *got > 0; got = co_await body.read(room)) call.body.append(room.data(), *got);
    auto answer = co_await http_.perform(std::move(call));
    net::Response response{.status = 500, .headers = {}, .body = {}};
    if (answer && !loses(request)) {
      response = {.status = answer->status, .headers = {}, .body = std::move(answer->body)};
      for (const auto& [name, value] : answer->headers.all()) {
        if (small_letters(name).starts_with("x-ms-") || small_letters(name) == "etag" || small_letters(name) == "content-range")
          response.headers.add(name, value);
      }
    }
    co_await respond.send(std::move(response));
  }

  bool loses(const net::Request& request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request.method + " " + request.query);
    return request.method == method_ && request.query.find(query_) != std::string::npos && to_lose_-- > 0;
  }

  std::mutex mutex_;
  std::string method_;
  std::string query_;
  int to_lose_ = 0;
  std::vector<std::string> requests_;
  net::HttpClient http_;
  net::test::FunctionHandler handler_{
      [this](const net::Request& request, net::Body& body, net::Responder& respond) { return pass_on(request, body, respond); }};
  net::test::RunningServer server_{handler_, {}};
};

struct OverAzure : Harness {
  BlobStore& store() override { return *fresh.store; }
  bool readers_outlive_blobs() const override { return false; }
  FreshStore fresh;
};

struct OverSealedAzure : OverAzure {
  BlobStore& store() override { return sealed; }
  TemporaryFolder folder;
  Pool pool{"seal", 2};
  crypto::Keyring keyring = *crypto::Keyring::load_or_create(folder.path() + "/keys");
  sealed::SealedStore sealed{*fresh.store, keyring, pool};
};

INSTANTIATE_TEST_SUITE_P(Drivers, StoreContract,
                         ::testing::Values(Driver{"azure", [] { return std::make_unique<OverAzure>(); }},
                                           Driver{"sealed_over_azure", [] { return std::make_unique<OverSealedAzure>(); }}),
                         driver_name);

class Azure : public ::testing::Test {
 protected:
  BlobStore& store() { return *fresh_.store; }
  FreshStore fresh_;
};

TEST_F(Azure, AMissingContainerIsEmptyAndIsMadeByTheFirstWrite) {
  EXPECT_TRUE(run_to_end(store().list("", "", 10)).value().empty());
  EXPECT_FALSE(run_to_end(store().find("t/acme/a")).value());
  EXPECT_EQ(run_to_end(store().open("t/acme/a")).error().code(), ErrorCode::NotFound);
  EXPECT_TRUE(run_to_end(store().remove("t/acme/a")));
  EXPECT_TRUE(run_to_end(store().remove_many({"t/acme/a", "t/acme/b"})));
  EXPECT_TRUE(put_now(store(), "t/acme/large-first", some_bytes(9'000'000)));
  EXPECT_TRUE(run_to_end(store().find("t/acme/large-first")).value());
}

TEST_F(Azure, ALargeBlobGoesUpInBlocksAndComesDownWhole) {
  const auto bytes = some_bytes(kLarge);
  ASSERT_TRUE(put_now(store(), "t/acme/large", bytes));
  EXPECT_TRUE(get_now(store(), "t/acme/large").value_or("") == bytes);
  auto reader = *run_to_end(store().open("t/acme/large"));
  std::string all;
  while (all.size() < bytes.size()) all += run_to_end(reader->read(all.size(), 262'144)).value();
  EXPECT_TRUE(all == bytes) << "in small pieces";
}

TEST_F(Azure, OfTwoLargeWritersTheFirstWinsAndTheOtherIsToldSo) {
  auto first = *run_to_end(store().create("t/acme/large"));
  auto second = *run_to_end(store().create("t/acme/large"));
  ASSERT_TRUE(run_to_end(first->write(some_bytes(kLarge))));
  ASSERT_TRUE(run_to_end(second->write(std::string(kLarge, 'x'))));
  EXPECT_FALSE(run_to_end(store().find("t/acme/large")).value()) << "blocks alone are no blob";
  ASSERT_TRUE(run_to_end(first->commit()));
  EXPECT_EQ(run_to_end(second->commit()).error().code(), ErrorCode::AlreadyExists);
  EXPECT_TRUE(get_now(store(), "t/acme/large").value_or("") == some_bytes(kLarge));
}

TEST_F(Azure, ManyPagesAreWalkedInOrderAndANewBlobBehindThemIsFound) {
  std::vector<std::string> names;
  for (int i = 0; i < 60; ++i) names.push_back("t/acme/" + std::to_string(100 + i) + "/x");
  for (const auto& name : names) ASSERT_TRUE(put_now(store(), name, ""));
  std::vector<std::string> seen;
  std::string after;
  for (;;) {
    const auto page = run_to_end(store().list("t/", after, 7)).value();
    if (page.empty()) break;
    for (const auto& blob : page) seen.push_back(blob.name);
    after = seen.back();
  }
  EXPECT_EQ(seen, names);
  // Markers of the walk above are remembered; what was made since must not hide behind them.
  ASSERT_TRUE(put_now(store(), names[6] + "-new", ""));
  EXPECT_EQ(run_to_end(store().list("t/", names[6], 2)).value().at(0).name, names[6] + "-new");
  EXPECT_EQ(run_to_end(store().list("t/", names[3], 60)).value().size(), 57u);
  EXPECT_EQ(run_to_end(store().list_folders("t/acme/", "", 7)).value().size(), 7u);
  EXPECT_THAT(run_to_end(store().list_folders("t/acme/", "106", 2)).value(), ElementsAre("107", "108"));
  EXPECT_THAT(run_to_end(store().list_folders("t/acme/", "157", 100)).value(), ElementsAre("158", "159"));
}

// The write was done, its answer was lost, and the second try meets its own blob.
TEST_F(Azure, ACommitWhoseAnswerWasLostIsRecognisedAsOurs) {
  Between between;
  auto store = fresh_.another(between.account());
  ASSERT_TRUE(put_now(*store, "t/acme/first", "makes the container"));
  between.lose("PUT", "", 1);
  EXPECT_TRUE(put_now(*store, "t/acme/small", "x"));
  between.lose("PUT", "comp=blocklist", 1);
  EXPECT_TRUE(put_now(*store, "t/acme/large", some_bytes(kLarge)));
  between.lose("DELETE", "", 1);
  EXPECT_TRUE(run_to_end(store->remove("t/acme/small")));
  between.lose("PUT", "", 100);
  EXPECT_EQ(put_now(*store, "t/acme/unknown", "x").error().code(), ErrorCode::Unavailable);
  between.lose("", "", 0);
  EXPECT_EQ(put_now(*store, "t/acme/unknown", "x").error().code(), ErrorCode::AlreadyExists) << "it was there, as the port says it may be";
}

TEST_F(Azure, SmallBlobsCostOneRequestEachAndRemovingManyOneInAll) {
  Between between;
  auto store = fresh_.another(between.account());
  ASSERT_TRUE(put_now(*store, "t/acme/first", "makes the container"));
  between.requests();
  ASSERT_TRUE(put_now(*store, "t/acme/a", some_bytes(2'000)));
  EXPECT_THAT(between.requests(), ElementsAre("PUT "));
  EXPECT_TRUE(get_now(*store, "t/acme/a"));
  EXPECT_THAT(between.requests(), ElementsAre("GET "));
  ASSERT_TRUE(run_to_end(store->remove_many({"t/acme/a", "t/acme/first", "t/acme/never"})));
  EXPECT_THAT(between.requests(), ElementsAre(HasSubstr("comp=batch")));
}

TEST(AzureScripted, BlocksThatAreGoneMeanAnotherHasTheNameOrTrouble) {
  docmill::azure::test::ScriptedServer server;
  net::HttpClient http;
  const SystemClock clock;
  const auto account = docmill::azure::test::parsed("AccountName=acme01;AccountKey=a2V5;BlobEndpoint=" + server.url());
  auto store = *azure::AzureStore::open(http, clock, account, "blobs", {});
  server.answers_code(400, "InvalidBlockList");
  server.answers(200);
  EXPECT_EQ(put_now(*store, "t/a", "x").error().code(), ErrorCode::AlreadyExists);
  server.answers_code(400, "InvalidBlockList");
  server.answers_code(404, "BlobNotFound");
  EXPECT_EQ(put_now(*store, "t/a", "x").error().code(), ErrorCode::Unavailable);
}

TEST(AzureScripted, ABatchThatWorkedInPartIsFinishedOneByOne) {
  docmill::azure::test::ScriptedServer server;
  net::HttpClient http;
  const SystemClock clock;
  const auto account = docmill::azure::test::parsed("SharedAccessSignature=sv=1&sig=a%2Bb;BlobEndpoint=" + server.url());
  auto store = *azure::AzureStore::open(http, clock, account, "blobs", {});
  server.answers(202, "--x\r\n\r\nHTTP/1.1 202 Accepted\r\n\r\n--x\r\n\r\nHTTP/1.1 503 Busy\r\n\r\n--x--");
  server.answers_code(404, "BlobNotFound");
  server.answers(202);
  EXPECT_TRUE(run_to_end(store->remove_many({"t/a", "t/b"})));
  ASSERT_EQ(server.asked().size(), 3u);
  EXPECT_THAT(server.asked()[0].body, HasSubstr("DELETE /blobs/t/a?sv=1&sig=a%2Bb HTTP/1.1\r\n"));
  EXPECT_THAT(server.asked()[0].body, Not(HasSubstr("x-ms-version")));
}

TEST(AzureScripted, TheSecondaryAnswersForBlobsItHasAndIsNotBelievedAboutOthers) {
  docmill::azure::test::ScriptedServer primary;
  docmill::azure::test::ScriptedServer secondary;
  net::HttpClient http;
  const SystemClock clock;
  const auto account = docmill::azure::test::parsed("AccountName=acme01;AccountKey=a2V5;BlobEndpoint=" + primary.url() +
                                                    ";BlobSecondaryEndpoint=" + secondary.url());
  docmill::azure::ServiceOptions options{.retry = {.tries = 2, .first_delay = 1ms}};
  auto store = *azure::AzureStore::open(http, clock, account, "blobs", std::move(options));
  net::Headers headers;
  headers.add("ETag", "\"1\"");
  headers.add("Content-Range", "bytes 0-4/5");
  secondary.answers(206, "there", headers);
  EXPECT_EQ(get_now(*store, "t/a").value_or("?"), "there");
  secondary.answers_code(404, "BlobNotFound");
  EXPECT_EQ(run_to_end(store->find("t/a")).error().code(), ErrorCode::Unavailable);
  const auto asked = secondary.asked().size();
  EXPECT_EQ(run_to_end(store->list("", "", 1)).error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(secondary.asked().size(), asked) << "a list from there would leave out what is new";
}

TEST_F(Azure, AWrongKeyIsPermissionDeniedAndTheErrorHoldsNoSecret) {
  const auto account = Azurite::account(Azurite::shared().connection("AccountKey=d3Jvbmcga2V5"));
  auto stranger = fresh_.another(account);
  for (const auto& failed : {put_now(*stranger, "t/acme/a", "x"), run_to_end(stranger->probe()), run_to_end(stranger->remove("t/a"))}) {
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code(), ErrorCode::PermissionDenied) << failed.error().describe();
    EXPECT_THAT(failed.error().describe(), Not(HasSubstr("d3Jvbmcga2V5")));
  }
  EXPECT_EQ(run_to_end(stranger->remove_many({"t/a", "t/b"})).error().code(), ErrorCode::PermissionDenied);
}

TEST_F(Azure, MicrosoftsSdkReadsWhatWeWriteAndWeReadWhatItWrites) {
  const auto large = some_bytes(kLarge);
  ASSERT_TRUE(put_now(store(), "t/acme/small", "hello"));
  ASSERT_TRUE(put_now(store(), "t/acme/large", large));
  TemporaryFolder folder;
  const auto script = std::string(DOCMILL_SOURCE_DIR) + "/tests/services/blob_sdk.js";
  docmill::testing::Service sdk(
      {.command = {"node", script, "DefaultEndpointsProtocol=http;" + Azurite::shared().connection(), fresh_.container},
       .log = folder.path() + "/sdk.log"});
  sdk.wait_for_line("done");
  EXPECT_THAT(sdk.log(), HasSubstr("read t/acme/small 5 " + crypto::sha256_hex("hello")));
  EXPECT_THAT(sdk.log(), HasSubstr("read t/acme/large 20000003 " + crypto::sha256_hex(large)));
  EXPECT_TRUE(get_now(store(), "sdk/small").value_or("") == some_bytes(2'000));
  EXPECT_TRUE(get_now(store(), "sdk/large").value_or("") == some_bytes(12 * kMiB));
}

TEST(AzureNames, AContainerThatCannotBeIsRefusedWhenTheStoreIsOpened) {
  net::HttpClient http;
  const SystemClock clock;
  for (const std::string bad : {"", "ab", "Upper", "a/b", "-ab", "ab-", "a--b"}) {
    const auto opened = azure::AzureStore::open(http, clock, Azurite::account("UseDevelopmentStorage=true"), bad);
    ASSERT_FALSE(opened) << bad;
    EXPECT_EQ(opened.error().code(), ErrorCode::BadRequest) << bad;
  }
}

TEST(AzureList, ABrokenAnswerIsCorruptAndForeignBlobsAreLeftOut) {
  const std::string good =
      "<Properties><Last-Modified>Tue, 24 Nov 2026 11:31:04 GMT</Last-Modified><Content-Length>7</Content-Length></Properties>";
  const auto list_of = [](const std::string& blobs) {
    return azure::parse_list("<EnumerationResults><Blobs>" + blobs + "</Blobs><NextMarker>next</NextMarker></EnumerationResults>");
  };
  const auto page =
      list_of("<Blob><Name>UPPER</Name></Blob><Blob><Name>a</Name>" + good + "</Blob><BlobPrefix><Name>t/</Name></BlobPrefix>");
  ASSERT_TRUE(page);
  ASSERT_EQ(page->blobs.size(), 1u);
  EXPECT_EQ(page->blobs[0].size, 7u);
  EXPECT_THAT(page->folders, ElementsAre("t/"));
  EXPECT_EQ(page->last, "t/");
  EXPECT_EQ(page->marker, "next");
  EXPECT_EQ(azure::parse_list("<html/>").error().code(), ErrorCode::Corrupt);
  EXPECT_EQ(list_of("<Blob><Name>a</Name></Blob>").error().code(), ErrorCode::Corrupt);
  const auto disordered = list_of("<Blob><Name>b</Name>" + good + "</Blob><Blob><Name>a</Name>" + good + "</Blob>");
  ASSERT_FALSE(disordered);
  EXPECT_THAT(disordered.error().describe(), HasSubstr("hierarchical namespace"));
}

TEST(AzureBatch, ItsAnswerIsReadPartByPart) {
  EXPECT_EQ(azure::parse_batch("--b\r\nContent-ID: 0\r\n\r\nHTTP/1.1 202 Accepted\r\n\r\n--b\r\n\r\nHTTP/1.1 404 x\r\n\r\n--b--"),
            (std::vector<int>{202, 404}));
  EXPECT_EQ(azure::parse_batch(""), std::vector<int>{});
  EXPECT_EQ(azure::parse_batch("\nHTTP/1.1 ok"), std::nullopt);
  EXPECT_EQ(azure::parse_batch("\nHTTP/1.1 "), std::nullopt);
}

TEST(AzureMarkers, TheLatestPlaceThatIsNotTooFarIsUsed) {
  azure::Markers markers;
  EXPECT_FALSE(markers.before("t/", false, "t/z"));
  markers.remember("t/", false, {.name = "t/b", .marker = "at b"});
  markers.remember("t/", false, {.name = "t/d", .marker = "at d"});
  markers.remember("t/", true, {.name = "t/e/", .marker = "of folders"});
  EXPECT_FALSE(markers.before("t/", false, "t/a"));
  EXPECT_EQ(markers.before("t/", false, "t/b")->marker, "at b");
  EXPECT_EQ(markers.before("t/", false, "t/c")->marker, "at b");
  EXPECT_EQ(markers.before("t/", false, "t/z")->marker, "at d");
  EXPECT_FALSE(markers.before("t/acme/", false, "t/z"));
  for (std::size_t i = 0; i < azure::Markers::kKept; ++i) markers.remember("k/", false, {.name = std::to_string(i), .marker = "x"});
  EXPECT_FALSE(markers.before("t/", false, "t/z")) << "it was the oldest";
}

}  // namespace
}  // namespace docmill::store
