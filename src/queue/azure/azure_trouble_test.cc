// The queue when the network between it and the service repeats, loses and cuts.
#include <gtest/gtest.h>

#include <atomic>

#include "base/small_letters.h"
#include "net/test_client.h"
#include "queue/azure/test_azure_queue.h"

namespace docmill::queue {
namespace {

using namespace std::chrono_literals;
using azure::test::Azurite;
using test::AzureHouse;

/// Stands between the driver and the service. Requests of the chosen method meet its trouble; the others pass.
class TroubledProxy {
 public:
  enum class Trouble {
    None,
    Twice,       // every request is performed twice; the first answer comes back
    AnswerLost,  // the next request is performed, but 503 comes back
  };

  explicit TroubledProxy(std::string target) : target_(std::move(target)) {}

  void set(Trouble trouble, std::string method) {
    method_ = std::move(method);
    trouble_ = trouble;
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/devstoreaccount1"; }

 private:
  Async<void> pass(const net::Request& request, net::Body& body, net::Responder& respond) {
    net::HttpCall call{.method = request.method, .url = target_ + request.path};
    if (!request.query.empty()) call.url += "?" + request.query;
    for (const auto& [name, value] : request.headers.all()) {
      if (small_letters(name).starts_with("x-ms-") || small_letters(name) == "authorization" || small_letters(name) == "content-type")
        call.headers.add(name, value);
    }
    std::vector<char> room(64 * kKiB);
    for (;;) {
      const auto got = co_await body.read(room);
      if (!got || *got == 0) break;
      call.body.append(room.data(), *got);
    }
    const bool chosen = request.method == method_;
    auto answer = co_await http_.perform(call);
    if (chosen && trouble_ == Trouble::Twice) (void)co_await http_.perform(call);
    net::Response response{.status = answer ? answer->status : 502, .headers = {}, .body = answer ? answer->body : ""};
    if (chosen && trouble_ == Trouble::AnswerLost) {
      trouble_ = Trouble::None;
      response = {.status = 503, .headers = {}, .body = {}};
    } else if (answer) {
      for (const auto& [name, value] : answer->headers.all()) {
        if (small_letters(name).starts_with("x-ms-") && small_letters(name) != "x-ms-request-id") response.headers.add(name, value);
      }
    }
    co_await respond.send(std::move(response));
  }

  std::string target_;
  std::string method_;
  std::atomic<Trouble> trouble_ = Trouble::None;
  net::HttpClient http_;
  net::test::FunctionHandler handler_{
      [this](const net::Request& request, net::Body& body, net::Responder& respond) { return pass(request, body, respond); }};
  net::test::RunningServer server_{handler_, {}};
};

class AzureTroubleTest : public ::testing::Test {
 protected:
  using Trouble = TroubledProxy::Trouble;

  static std::string origin(const std::string& url) { return url.substr(0, url.rfind('/')); }
  std::string through_proxy() {
    auto text = azurite_.connection();
    return text.replace(text.find(azurite_.queue_url()), azurite_.queue_url().size(), proxy_.url());
  }
  Result<void> put(const std::string& body) { return run_to_end(house_.queue.put(body, 0s)); }
  std::optional<Lease> take() {
    auto taken = run_to_end(house_.queue.take(30s));
    EXPECT_TRUE(taken) << taken.error().describe();
    return taken.value_or(std::nullopt);
  }

  Azurite& azurite_ = Azurite::shared();
  TroubledProxy proxy_{origin(azurite_.queue_url())};
  AzureHouse house_{through_proxy()};
};

TEST_F(AzureTroubleTest, ARepeatedPutIsDeliveredTwiceAndBothCanBeAcked) {
  ASSERT_TRUE(put("makes the queue"));
  ASSERT_TRUE(run_to_end(house_.queue.ack(take().value())));
  proxy_.set(Trouble::Twice, "POST");
  ASSERT_TRUE(put("job-1"));
  for (int i = 0; i < 2; ++i) {
    const auto lease = take();
    ASSERT_TRUE(lease);
    EXPECT_EQ(lease->body, "job-1");
    EXPECT_TRUE(run_to_end(house_.queue.ack(*lease)));
  }
  EXPECT_FALSE(take());
}

TEST_F(AzureTroubleTest, APutWhoseAnswerWasLostSucceedsAndLosesNothing) {
  proxy_.set(Trouble::AnswerLost, "POST");
  ASSERT_TRUE(put("job-1"));
  EXPECT_EQ(take().value().body, "job-1");
}

TEST_F(AzureTroubleTest, ARepeatedAckDoesNoHarm) {
  ASSERT_TRUE(put("job-1"));
  const auto lease = take().value();
  proxy_.set(Trouble::Twice, "DELETE");
  EXPECT_TRUE(run_to_end(house_.queue.ack(lease)));
  EXPECT_EQ(run_to_end(house_.queue.ack(lease)).error().code(), ErrorCode::LeaseLost);
}

TEST_F(AzureTroubleTest, AnAckWhoseAnswerWasLostSucceeds) {
  ASSERT_TRUE(put("job-1"));
  const auto lease = take().value();
  proxy_.set(Trouble::AnswerLost, "DELETE");
  EXPECT_TRUE(run_to_end(house_.queue.ack(lease)));
  azurite_.clock().advance(60s);
  EXPECT_FALSE(take());
}

TEST_F(AzureTroubleTest, AReleaseWhoseAnswerWasLostSucceeds) {
  ASSERT_TRUE(put("job-1"));
  const auto lease = take().value();
  proxy_.set(Trouble::AnswerLost, "PUT");
  EXPECT_TRUE(run_to_end(house_.queue.release(lease, 0s)));
  EXPECT_EQ(take().value().delivery, 2U);
}

TEST_F(AzureTroubleTest, AnExtendWhoseAnswerWasLostLosesTheLeaseButNotTheMessage) {
  ASSERT_TRUE(put("job-1"));
  const auto lease = take().value();
  proxy_.set(Trouble::AnswerLost, "PUT");
  EXPECT_EQ(run_to_end(house_.queue.extend(lease, 30s)).error().code(), ErrorCode::LeaseLost);
  azurite_.clock().advance(31s);
  EXPECT_EQ(take().value().delivery, 2U);
}

TEST_F(AzureTroubleTest, ATakeWhoseAnswerWasLostComesBackWhenItsLeaseEnds) {
  ASSERT_TRUE(put("job-1"));
  proxy_.set(Trouble::AnswerLost, "GET");
  EXPECT_FALSE(take());
  azurite_.clock().advance(31s);
  EXPECT_EQ(take().value().delivery, 2U);
}

TEST_F(AzureTroubleTest, ALetterStoredTwiceIsShownOnceAndRequeuedOnce) {
  ASSERT_TRUE(put("bad"));
  const auto lease = take().value();
  ASSERT_TRUE(run_to_end(house_.queue.bury(lease, "x")));  // makes the poison queue
  ASSERT_TRUE(run_to_end(house_.queue.requeue(lease.message_id)));
  proxy_.set(Trouble::Twice, "POST");
  ASSERT_TRUE(run_to_end(house_.queue.bury(take().value(), "x")));
  proxy_.set(Trouble::None, "");
  const auto letters = run_to_end(house_.queue.dead_letters(10)).value().shown;
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_TRUE(run_to_end(house_.queue.requeue(letters[0].message_id)));
  EXPECT_TRUE(run_to_end(house_.queue.dead_letters(10)).value().shown.empty());
  EXPECT_TRUE(take());
  EXPECT_FALSE(take());
}

TEST(AzureOutage, AServiceThatIsDownIsUnavailableAndTheQueueGoesOnWhenItIsBack) {
  Azurite azurite;
  AzureHouse house(azurite.connection());
  ASSERT_TRUE(run_to_end(house.queue.put("kept", 0s)));
  azurite.stop();
  EXPECT_EQ(run_to_end(house.queue.put("refused", 0s)).error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(run_to_end(house.queue.take(30s)).error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(run_to_end(house.queue.stats()).error().code(), ErrorCode::Unavailable);
  run_to_end(house.queue.wait(Deadline::in(60s)));  // for the message nobody could take yet
  const auto until = Deadline::in(100ms);
  run_to_end(house.queue.wait(until));  // sits it out
  EXPECT_TRUE(until.passed());
  azurite.start();
  EXPECT_EQ(run_to_end(house.queue.take(30s)).value().value().body, "kept");
  azurite.kill();
  EXPECT_EQ(run_to_end(house.queue.put("refused", 0s)).error().code(), ErrorCode::Unavailable);
  azurite.start();
  EXPECT_TRUE(run_to_end(house.queue.put("again", 0s)));
}

}  // namespace
}  // namespace docmill::queue
