#include "steward/courier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/json/parse.hpp>
#include <deque>
#include <mutex>

#include "crypto/callback.h"
#include "crypto/signed_link.h"
#include "net/test_client.h"
#include "steward/test_steward.h"
#include "store/faulty.h"

namespace docmill::steward {
namespace {

using namespace std::chrono_literals;
using test::needed;
using test::StewardHouse;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using worker::test::work_until_empty;

struct Posted {
  std::string method;
  net::Headers headers;
  std::string body;
};

class Callback : public testing::Test {
 protected:
  /// What the next posts are answered with; 200 when there is none left.
  void answer(std::vector<int> statuses) {
    const std::lock_guard lock(mutex_);
    answers_.assign(statuses.begin(), statuses.end());
  }
  std::vector<Posted> posted() {
    const std::lock_guard lock(mutex_);
    return posted_;
  }
  model::Job job_with_callback(std::string url = {}) {
    auto job = house_.new_job();
    job.callback_url = url.empty() ? server_.url("/hook") : std::move(url);
    return house_.accept(job);
  }
  /// One callback try after another, whatever delays lie between them.
  void settle_until_done() {
    for (int i = 0; i < 10 && house_.left(house_.completions) > 0; ++i) {
      house_.settle();
      house_.clock.advance(800s);
    }
  }
  std::string record_of(const model::Job& job) { return house_.blob(model::callback_record(job.tenant, job.id)).value_or("none"); }

  StewardHouse house_;

 private:
  Async<void> receive(const net::Request& request, net::Body& body, net::Responder& respond) {
    Posted post{request.method, request.headers, {}};
    std::string room(4096, '\0');
    for (;;) {
      auto got = co_await body.read(room);
      if (!got || *got == 0) break;
      post.body.append(room, 0, *got);
    }
    int status = 200;
    {
      const std::lock_guard lock(mutex_);
      posted_.push_back(std::move(post));
      if (!answers_.empty()) {
        status = answers_.front();
        answers_.pop_front();
      }
    }
    net::Response response{.status = status, .headers = {}, .body = "thanks"};
    if (status == 302) response.headers.add("Location", "/elsewhere");
    (void)co_await respond.send(std::move(response));
  }

  std::mutex mutex_;
  std::deque<int> answers_;
  std::vector<Posted> posted_;
  net::test::FunctionHandler handler_{
      [this](const net::Request& request, net::Body& body, net::Responder& respond) { return receive(request, body, respond); }};

 protected:
  net::test::RunningServer server_{handler_};
};

TEST_F(Callback, IsPostedOnceSignedWithALinkToTheResult) {
  const auto job = job_with_callback();
  work_until_empty(house_);
  house_.settle();
  const auto posts = posted();
  ASSERT_THAT(posts, SizeIs(1));
  EXPECT_EQ(posts[0].method, "POST");
  EXPECT_EQ(posts[0].headers.find("Content-Type"), "application/json");

  const std::string time(posts[0].headers.find("X-Docmill-Timestamp").value_or(""));
  const auto secret = crypto::callback_secret(house_.callback_key, job.tenant);
  EXPECT_EQ(posts[0].headers.find("X-Docmill-Signature"), crypto::sign_callback(secret, time, posts[0].body));
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(house_.clock.now().time_since_epoch()).count();
  EXPECT_EQ(time, std::to_string(now));

  const auto body = boost::json::parse(posts[0].body).as_object();
  EXPECT_EQ(body.at("jobId").as_string(), job.id.text());
  EXPECT_EQ(body.at("status").as_string(), "succeeded");
  const std::string link(body.at("link").as_string());
  const std::string base = "http://docs.example/d/";
  ASSERT_TRUE(link.starts_with(base)) << link;
  const auto claims = needed(crypto::verify_link(house_.link_key, link.substr(base.size()), house_.clock.now()));
  EXPECT_EQ(claims.job, job.id);
  EXPECT_EQ(claims.tenant, job.tenant);
  EXPECT_EQ(claims.expires_at, house_.result_of(job)->expires_at);
  EXPECT_THAT(record_of(job), HasSubstr("delivered"));
  EXPECT_EQ(house_.left(house_.completions), 0u);
}

TEST_F(Callback, OfAFailedJobSaysWhy) {
  house_.engine.then_fail(ErrorCode::PasswordRequired);
  job_with_callback();
  work_until_empty(house_);
  house_.settle();
  ASSERT_THAT(posted(), SizeIs(1));
  const auto body = boost::json::parse(posted()[0].body).as_object();
  EXPECT_EQ(body.at("status").as_string(), "failed");
  EXPECT_EQ(body.at("error").as_object().at("code").as_string(), "password_required");
  EXPECT_FALSE(body.contains("link"));
}

TEST_F(Callback, IsNotPostedAgainWhenItsMessageComesAgain) {
  const auto job = job_with_callback();
  house_.put_message(job);
  work_until_empty(house_);
  EXPECT_EQ(house_.left(house_.completions), 2u);
  house_.settle();
  EXPECT_THAT(posted(), SizeIs(1));
  EXPECT_EQ(house_.left(house_.completions), 0u);
}

TEST_F(Callback, IsTriedAgainUntilItIsTaken) {
  answer({500, 302, 404});
  const auto job = job_with_callback();
  work_until_empty(house_);
  house_.settle();
  EXPECT_EQ(house_.usage().charged, 1u) << "the charge does not wait for the callback";
  EXPECT_EQ(house_.stats(house_.completions).delayed, 1u);
  settle_until_done();
  EXPECT_THAT(posted(), SizeIs(4));
  EXPECT_THAT(record_of(job), HasSubstr("delivered"));
  EXPECT_EQ(house_.usage().charged, 1u);
}

TEST_F(Callback, IsGivenUpAfterFiveTries) {
  answer(std::vector<int>(20, 503));
  const auto job = job_with_callback();
  work_until_empty(house_);
  settle_until_done();
  EXPECT_THAT(posted(), SizeIs(5));
  EXPECT_THAT(record_of(job), HasSubstr("failed"));
  EXPECT_EQ(house_.left(house_.completions), 0u);
}

TEST_F(Callback, GoneMeansNever) {
  answer({410});
  const auto job = job_with_callback();
  work_until_empty(house_);
  settle_until_done();
  EXPECT_THAT(posted(), SizeIs(1));
  EXPECT_THAT(record_of(job), HasSubstr("failed"));
}

TEST_F(Callback, ARefusedAddressIsNotTriedAgain) {
  const auto job = job_with_callback("http://10.0.0.1/hook");
  work_until_empty(house_);
  house_.settle();
  EXPECT_THAT(record_of(job), HasSubstr("failed"));
  EXPECT_EQ(house_.left(house_.completions), 0u);
  EXPECT_EQ(house_.usage().charged, 1u);
}

TEST_F(Callback, AStoreThatHiccupsAfterThePostDoesNotRepeatIt) {
  store::FaultyStore faulty(house_.store);
  faulty.arm({.operation = store::Operation::Commit,
              .error = fail(ErrorCode::Unavailable, "Away."),
              .times = 2,
              .name_contains = "callback.json"});
  const auto job = job_with_callback();
  work_until_empty(house_);
  Steward steward(house_.steward_parts_with(house_.jobs, house_.completions, faulty, house_.accounts), house_.options);
  needed(run_to_end(steward.settle_all()));
  EXPECT_THAT(posted(), SizeIs(1));
  EXPECT_THAT(record_of(job), HasSubstr("delivered"));
}

TEST_F(Callback, SettlingGoesOnBesideAnAddressThatHangs) {
  // A socket that accepts and never answers.
  boost::asio::io_context loop;
  boost::asio::ip::tcp::acceptor silent(loop, {boost::asio::ip::make_address("127.0.0.1"), 0});
  house_.options.callback_timeout = 2s;
  const auto slow = job_with_callback("http://127.0.0.1:" + std::to_string(silent.local_endpoint().port()) + "/hook");
  const auto next = house_.accept();
  work_until_empty(house_);
  Steward steward(house_.steward_parts(), house_.options);
  auto run = [&]() -> Async<void> { co_await steward.run(); };
  auto scenario = [&]() -> Async<void> {
    spawn(co_await boost::asio::this_coro::executor, run());
    // Nothing tells that a charge was made, so this looks; the address hangs for two seconds.
    for (std::uint64_t charged = 0; charged < 2;) {
      auto usage = co_await house_.accounts.usage(house_.tenant, month_of(house_.clock.now()));
      charged = usage ? usage->charged : 2;
      co_await sleep_for(1ms);
    }
    EXPECT_THAT(house_.metrics.exposition(), Not(testing::ContainsRegex("docmill_callbacks_total[^\n]*[}] [1-9]")))
        << "a callback held up a charge";
    steward.drain();
  };
  run_to_end(scenario());
  EXPECT_EQ(house_.stats(house_.completions).delayed, 1u) << "the callback is tried again later";
  EXPECT_EQ(record_of(slow), "none");
  EXPECT_EQ(house_.state_of(next), model::HoldState::Captured);
}

TEST(CallbackDelay, DoublesWithinAQuarterAndIsCapped) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_GE(callback_delay(1), 7s);
    EXPECT_LE(callback_delay(1), 13s);
    EXPECT_GE(callback_delay(3), 30s);
    EXPECT_LE(callback_delay(3), 50s);
    EXPECT_LE(callback_delay(40), 750s);
  }
}

TEST_F(Callback, EveryHookOfAProcessIsToldOfASuccess) {
  auto job = house_.new_job();
  job.process = "p1";
  job.hooks = {server_.url("/a"), "http://10.0.0.1/refused", server_.url("/b")};
  job = house_.accept(job);
  answer({503});
  work_until_empty(house_);
  settle_until_done();
  const auto posts = posted();
  ASSERT_THAT(posts, SizeIs(3)) << "one of the two had to be told again, the other not";
  const auto body = boost::json::parse(posts[0].body).as_object();
  EXPECT_EQ(body.at("processId").as_string(), "p1");
  EXPECT_EQ(body.at("fileUrl"), body.at("link"));
  EXPECT_EQ(body.at("status").as_string(), "succeeded");
  EXPECT_THAT(house_.blob(model::hook_record(job.tenant, job.id, 1)).value_or("none"), HasSubstr("failed"));
  EXPECT_EQ(house_.left(house_.completions), 0u);
  EXPECT_EQ(house_.usage().charged, 1u);
}

TEST_F(Callback, HooksHearNothingOfAFailure) {
  auto job = house_.new_job();
  job.process = "p1";
  job.hooks = {server_.url("/a")};
  job = house_.accept(job);
  auto result = house_.cancelled(job);
  result.has_callback = true;
  house_.put_blob(model::result_record(job.tenant, job.id), model::to_json(result));
  EXPECT_TRUE(run_to_end(house_.completions.put(model::to_json(model::Message{job.id, job.tenant, {}}), 0s)));
  settle_until_done();
  EXPECT_THAT(posted(), SizeIs(0));
  EXPECT_EQ(house_.left(house_.completions), 0u);
}

}  // namespace
}  // namespace docmill::steward
