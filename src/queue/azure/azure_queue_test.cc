#include "queue/azure/azure_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "queue/azure/test_azure_queue.h"
#include "queue/faulty.h"
#include "queue/queue_contract.h"
#include "support/process.h"

namespace docmill::queue {
namespace {

using azure::test::Azurite;
using test::AzureHouse;
using ::testing::HasSubstr;

class AzureUnderTest : public QueueUnderTest {
 public:
  Queue& queue() override { return house_->queue; }
  void advance(std::chrono::milliseconds length) override { Azurite::shared().clock().advance(length); }
  void reopen() override { house_ = std::make_unique<AzureHouse>(Azurite::shared().connection(), name_); }

 private:
  std::string name_ = Azurite::fresh_name("jobs");
  std::unique_ptr<AzureHouse> house_ = std::make_unique<AzureHouse>(Azurite::shared().connection(), name_);
};

class FaultyUnderTest final : public AzureUnderTest {
 public:
  Queue& queue() override { return *faulty_; }
  void reopen() override {
    AzureUnderTest::reopen();
    faulty_ = std::make_unique<FaultyQueue>(AzureUnderTest::queue());
  }

 private:
  std::unique_ptr<FaultyQueue> faulty_ = std::make_unique<FaultyQueue>(AzureUnderTest::queue());
};

INSTANTIATE_TEST_SUITE_P(Drivers, QueueContract,
                         ::testing::Values(QueueCase{"azure", [] { return std::make_unique<AzureUnderTest>(); }},
                                           QueueCase{"faulty", [] { return std::make_unique<FaultyUnderTest>(); }}),
                         case_name);

class AzureQueueTest : public ::testing::Test {
 protected:
  Result<void> put(const std::string& body) { return run_to_end(house_.queue.put(body, 0s)); }
  Lease take(std::chrono::seconds visible_for = 30s) {
    auto taken = run_to_end(house_.queue.take(visible_for));
    EXPECT_TRUE(taken) << taken.error().describe();
    return taken.value_or(std::nullopt).value_or(Lease{});
  }
  std::vector<DeadLetter> dead() { return run_to_end(house_.queue.dead_letters(100)).value().shown; }
  std::string script(const std::vector<std::string>& words) {
    std::vector<std::string> command{"node", docmill::testing::source("tests/services/azure_queue.js")};
    command.insert(command.end(), words.begin(), words.end());
    auto done = docmill::testing::run(command);
    EXPECT_EQ(done.status, 0) << done.err;
    while (done.out.ends_with('\n')) done.out.pop_back();
    return done.out;
  }

  Azurite& azurite_ = Azurite::shared();
  AzureHouse house_{azurite_.connection()};
};

TEST_F(AzureQueueTest, MicrosoftsClientReadsOurMessages) {
  ASSERT_TRUE(put(R"({"job":"j-1","tenant":"ä"})"));
  EXPECT_EQ(script({"take", azurite_.connection(), house_.name}), R"({"text":"{\"job\":\"j-1\",\"tenant\":\"ä\"}","dequeueCount":1})");
}

TEST_F(AzureQueueTest, WeReadTheMessagesOfMicrosoftsClient) {
  ASSERT_TRUE(put("makes the queue"));
  ASSERT_TRUE(run_to_end(house_.queue.ack(take())));
  script({"put", azurite_.connection(), house_.name, R"({"job":"j-1"})"});
  EXPECT_EQ(take().body, R"({"job":"j-1"})");
}

TEST_F(AzureQueueTest, DeadLettersLieWhereAzuresToolsLookForThem) {
  ASSERT_TRUE(put("bad"));
  ASSERT_TRUE(run_to_end(house_.queue.bury(take(), "engine_crashed: It crashed.")));
  EXPECT_THAT(script({"take", azurite_.connection(), house_.name + "-poison"}),
              AllOf(HasSubstr(R"(\"body\":\"bad\")"), HasSubstr("engine_crashed: It crashed.")));
}

TEST_F(AzureQueueTest, ABareLetterOfAzureFunctionsCanBeRequeued) {
  AzureHouse poison(azurite_.connection(), house_.name + "-poison");
  ASSERT_TRUE(run_to_end(poison.queue.put("{\"job\":\"theirs\"}", 0s)));
  const auto letters = dead();
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_THAT(letters[0].reason, HasSubstr("unknown"));
  ASSERT_TRUE(run_to_end(house_.queue.requeue(letters[0].message_id)));
  EXPECT_EQ(take().body, "{\"job\":\"theirs\"}");
}

TEST_F(AzureQueueTest, TheLargestMessageCanBeBuriedAndRequeued) {
  const std::string largest(kLongestBody, 'x');
  ASSERT_TRUE(put(largest));
  ASSERT_TRUE(run_to_end(house_.queue.bury(take(), "x")));
  const auto letters = dead();
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters[0].body, largest);
  ASSERT_TRUE(run_to_end(house_.queue.requeue(letters[0].message_id)));
  EXPECT_EQ(take().body, largest);
}

TEST_F(AzureQueueTest, BuryingALostLeaseLeavesNoLetter) {
  ASSERT_TRUE(put("job-1"));
  const auto first = take(1s);
  azurite_.clock().advance(2s);
  const auto second = take();
  EXPECT_EQ(run_to_end(house_.queue.bury(first, "x")).error().code(), ErrorCode::LeaseLost);
  EXPECT_TRUE(dead().empty());
  EXPECT_TRUE(run_to_end(house_.queue.ack(second)));
}

TEST_F(AzureQueueTest, ALetterBehindManyOthersIsFoundAndTheOthersStay) {
  for (int i = 0; i < 40; ++i) {
    ASSERT_TRUE(put(std::to_string(i)));
    const auto lease = take();
    ASSERT_TRUE(run_to_end(house_.queue.bury(lease, "x")));
    if (i < 39) continue;
    EXPECT_EQ(dead().size(), kAzureBatch);  // the service shows no more
    EXPECT_TRUE(run_to_end(house_.queue.requeue(lease.message_id)));
  }
  EXPECT_EQ(take().body, "39");
  EXPECT_EQ(run_to_end(house_.queue.stats()).value().dead, 39U);
  EXPECT_EQ(dead().size(), kAzureBatch);
}

TEST_F(AzureQueueTest, AMessageNeverExpires) {
  ASSERT_TRUE(put("old"));
  azurite_.clock().advance(24h * 400);
  EXPECT_EQ(take().body, "old");
}

TEST_F(AzureQueueTest, AQueueThatDoesNotExistIsEmpty) {
  EXPECT_FALSE(run_to_end(house_.queue.take(30s)).value());
  EXPECT_TRUE(dead().empty());
  EXPECT_EQ(run_to_end(house_.queue.stats()).value().waiting, 0U);
  EXPECT_EQ(run_to_end(house_.queue.requeue("1-2")).error().code(), ErrorCode::NotFound);
  const Lease lease{.message_id = "1-2", .token = "x", .body = {}, .put_at = {}, .ends_at = {}};
  EXPECT_EQ(run_to_end(house_.queue.ack(lease)).error().code(), ErrorCode::LeaseLost);
}

TEST_F(AzureQueueTest, AMessageIdThatWouldLeaveItsPathIsLost) {
  ASSERT_TRUE(put("job-1"));
  auto lease = take();
  for (const auto* id : {"../../other", "", "a/b", "a?comp=metadata"}) {
    lease.message_id = id;
    EXPECT_EQ(run_to_end(house_.queue.ack(lease)).error().code(), ErrorCode::LeaseLost) << id;
    EXPECT_EQ(run_to_end(house_.queue.extend(lease, 30s)).error().code(), ErrorCode::LeaseLost) << id;
  }
}

TEST_F(AzureQueueTest, ASharedAccessSignatureIsEnoughForAMessagesLife) {
  ASSERT_TRUE(put("makes the queues"));
  ASSERT_TRUE(run_to_end(house_.queue.bury(take(), "x")));
  const auto signature = script({"sas", azurite_.connection(), "raup"});
  AzureHouse house(azurite_.connection("SharedAccessSignature=" + signature), house_.name);
  ASSERT_TRUE(run_to_end(house.queue.put("job-1", 0s)));
  auto lease = run_to_end(house.queue.take(30s)).value().value();
  lease = run_to_end(house.queue.extend(lease, 60s)).value();
  EXPECT_TRUE(run_to_end(house.queue.release(lease, 0s)));
  EXPECT_TRUE(run_to_end(house.queue.ack(run_to_end(house.queue.take(30s)).value().value())));
  EXPECT_EQ(run_to_end(house.queue.dead_letters(10)).value().shown.size(), 1U);
}

TEST_F(AzureQueueTest, ASignatureThatAllowsTooLittleIsPermissionDenied) {
  ASSERT_TRUE(put("job-1"));
  AzureHouse house(azurite_.connection("SharedAccessSignature=" + script({"sas", azurite_.connection(), "r"})), house_.name);
  const auto done = run_to_end(house.queue.put("job-2", 0s));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code(), ErrorCode::PermissionDenied);
}

TEST_F(AzureQueueTest, AWrongKeyIsPermissionDeniedAndIsNotShown) {
  const std::string key = "d3Jvbmcga2V5IHdyb25nIGtleQ==";
  AzureHouse house(azurite_.connection("AccountKey=" + key), house_.name);
  const auto done = run_to_end(house.queue.put("job-1", 0s));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code(), ErrorCode::PermissionDenied);
  EXPECT_THAT(done.error().describe(), ::testing::Not(HasSubstr(key)));
}

TEST(AzureQueueName, FollowsTheServicesRules) {
  for (const auto* name : {"abc", "docmill-jobs", "a1b", "0-0"}) EXPECT_TRUE(check_azure_queue_name(name)) << name;
  for (const auto& name : {std::string(), std::string("ab"), std::string("Jobs"), std::string("-jobs"), std::string("jobs-"),
                           std::string("a--b"), std::string("jo/bs"), std::string(57, 'a')})
    EXPECT_FALSE(check_azure_queue_name(name)) << name;
}

}  // namespace
}  // namespace docmill::queue
