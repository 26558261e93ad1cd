#include "support/fault_proxy.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "support/http.h"
#include "support/service.h"

namespace docmill::testing {
namespace {

using namespace std::chrono_literals;

/// Answers every request with its number and its body, and remembers what it saw.
class EchoServer {
 public:
  EchoServer() : listener_(Socket::listen(0)), port_(listener_.port()), thread_([this] { run(); }) {}
  ~EchoServer() {
    stop_ = true;
    thread_.join();
    for (auto& thread : serving_) thread.join();
  }
  EchoServer(const EchoServer&) = delete;
  EchoServer& operator=(const EchoServer&) = delete;

  std::uint16_t port() const { return port_; }
  std::vector<std::string> seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
  }

 private:
  void run() {
    while (!stop_) {
      if (!listener_.readable(5ms)) continue;
      const int fd = ::accept4(listener_.fd(), nullptr, nullptr, SOCK_CLOEXEC);
      serving_.emplace_back([this, client = Socket(fd)] { serve(client); });
    }
  }
  void serve(const Socket& client) {
    HttpReader reader(client, stop_);
    while (const auto request = reader.request()) {
      const auto body = std::to_string(note(request->target())) + " " + request->body;
      client.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    }
  }
  std::size_t note(const std::string& target) {
    const std::lock_guard lock(mutex_);
    seen_.push_back(target);
    return seen_.size();
  }

  Socket listener_;
  std::uint16_t port_;
  std::atomic<bool> stop_{false};
  mutable std::mutex mutex_;
  std::vector<std::string> seen_;
  std::vector<std::thread> serving_;
  std::thread thread_;
};

using Names = std::vector<std::string>;

class FaultProxyTest : public ::testing::Test {
 protected:
  static Answer ask(const FaultProxy& proxy, const std::string& target, const std::string& body = "hello") {
    return call({.method = "PUT", .url = proxy.url() + target, .body = body, .timeout = 5'000ms});
  }
  Answer ask(const std::string& target, const std::string& body = "hello") const { return ask(proxy, target, body); }

  EchoServer server;
  FaultProxy proxy{server.port()};
};

TEST_F(FaultProxyTest, WithoutFaultsARequestAndItsAnswerPassUnchanged) {
  EXPECT_EQ(ask("/plain").body, "1 hello");
  const std::string large(3'000'000, 'x');  // libcurl asks for "100 Continue" first
  EXPECT_EQ(ask("/large", large).body, "2 " + large);
  EXPECT_EQ(server.seen(), (Names{"/plain", "/large"}));
  EXPECT_EQ(proxy.plan().requests(), 2u);
}

TEST_F(FaultProxyTest, AChunkedBodyPassesWithItsFraming) {
  const auto client = Socket::connect(proxy.port());
  const std::atomic<bool> never{false};
  ASSERT_TRUE(client.write("PUT /chunks HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nPUT /next HTTP/1.1\r\n\r\n"));
  HttpReader reader(client, never);
  const auto first = reader.answer("PUT");
  const auto second = reader.answer("PUT");
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->body, "1 3\r\nabc\r\n0\r\n\r\n");
  EXPECT_EQ(second->body, "2 ");
}

TEST_F(FaultProxyTest, ARequestCutBeforeNeverReachesTheServer) {
  proxy.plan().arm(Fault::CutBefore, 1);
  EXPECT_EQ(ask("/lost").status, 0);
  EXPECT_EQ(ask("/kept").status, 200);
  EXPECT_EQ(server.seen(), Names{"/kept"});
  EXPECT_EQ(proxy.plan().count(Fault::CutBefore), 1u);
}

TEST_F(FaultProxyTest, ARequestCutAfterReachesTheServerAndItsAnswerIsLost) {
  proxy.plan().arm(Fault::CutAfter, 1);
  EXPECT_EQ(ask("/done").status, 0);
  EXPECT_EQ(server.seen(), Names{"/done"});
}

TEST_F(FaultProxyTest, ADuplicateReachesTheServerTwiceAndTheSecondAnswerComesBack) {
  proxy.plan().arm(Fault::Duplicate, 1);
  EXPECT_EQ(ask("/twice").body, "2 hello");
  EXPECT_EQ(server.seen(), (Names{"/twice", "/twice"}));
}

TEST_F(FaultProxyTest, ATruncatedAnswerIsNoAnswer) {
  proxy.plan().arm(Fault::Truncate, 1);
  EXPECT_EQ(ask("/half", std::string(1'000, 'x')).status, 0);
  EXPECT_EQ(server.seen(), Names{"/half"});
}

TEST_F(FaultProxyTest, ADelayHoldsTheRequestOrTheAnswer) {
  proxy.plan().set_delay(150ms);
  for (const auto fault : {Fault::DelayRequest, Fault::DelayAnswer}) {
    proxy.plan().arm(fault, 1);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(ask("/late").status, 200);
    EXPECT_GE(std::chrono::steady_clock::now() - start, 150ms);
  }
}

TEST_F(FaultProxyTest, AReorderedRequestIsOvertakenByALaterOne) {
  proxy.plan().set_reorder_wait(5s);
  proxy.plan().arm(Fault::Reorder, 1);
  std::thread first([&] { EXPECT_EQ(ask("/first").status, 200); });
  ASSERT_TRUE(wait_until([&] { return proxy.plan().count(Fault::Reorder) == 1; }, 5s));
  EXPECT_EQ(ask("/second").status, 200);
  first.join();
  EXPECT_EQ(server.seen(), (Names{"/second", "/first"}));
}

TEST_F(FaultProxyTest, AReorderedRequestThatNobodyOvertakesGoesOnAfterAWhile) {
  proxy.plan().set_reorder_wait(50ms);
  proxy.plan().arm(Fault::Reorder, 1);
  EXPECT_EQ(ask("/alone").status, 200);
}

TEST_F(FaultProxyTest, OnlyRequestsThatMatchMeetAnArmedFault) {
  proxy.plan().arm(Fault::CutAfter, 2,
                   [](const std::string& method, const std::string& target) { return method == "PUT" && target.ends_with("?ack"); });
  EXPECT_EQ(ask("/a").status, 200);
  EXPECT_EQ(ask("/a?ack").status, 0);
  EXPECT_EQ(ask("/b?ack").status, 0);
  EXPECT_EQ(ask("/c?ack").status, 200);
}

TEST_F(FaultProxyTest, WhileNobodyListensAConnectIsRefused) {
  proxy.refuse(true);
  EXPECT_EQ(ask("/refused").status, 0);
  proxy.refuse(false);
  EXPECT_EQ(ask("/back").status, 200);
  EXPECT_EQ(server.seen(), Names{"/back"});
}

TEST_F(FaultProxyTest, InTcpModeBytesAreCutBeforeOrAfterTheServerActed) {
  FaultProxy bytes(server.port(), FaultProxy::Mode::Tcp);
  EXPECT_EQ(ask(bytes, "/plain").status, 200);
  bytes.plan().arm(Fault::CutBefore, 1,
                   [](const std::string&, const std::string& sent) { return sent.find("/before") != std::string::npos; });
  bytes.plan().arm(Fault::CutAfter, 1,
                   [](const std::string&, const std::string& sent) { return sent.find("/after") != std::string::npos; });
  EXPECT_EQ(ask(bytes, "/before").status, 0);
  EXPECT_EQ(ask(bytes, "/after").status, 0);
  EXPECT_EQ(server.seen(), (Names{"/plain", "/after"}));
}

TEST_F(FaultProxyTest, InTcpModeARequestThatComesInPiecesIsWholeBeforeItsAnswerIsHeldOrLost) {
  FaultProxy bytes(server.port(), FaultProxy::Mode::Tcp);
  for (const auto fault : {Fault::DelayAnswer, Fault::CutAfter}) {
    const auto client = Socket::connect(bytes.port());
    bytes.plan().arm(fault, 1);
    ASSERT_TRUE(client.write("PUT /pieces HTTP/1.1\r\nContent-Length: 4\r\n\r\nab"));
    ASSERT_TRUE(wait_until([&] { return bytes.plan().count(fault) == 1; }, 5s));
    ASSERT_TRUE(client.write("cd"));
    const std::atomic<bool> never{false};
    EXPECT_EQ(client.read(never).empty(), fault == Fault::CutAfter);
  }
  EXPECT_EQ(server.seen(), (Names{"/pieces", "/pieces"}));
}

TEST(FaultPlan, TheSameSeedDrawsTheSameFaults) {
  const auto draws = [](std::uint64_t seed) {
    FaultPlan plan;
    plan.chance(Fault::CutBefore, 0.1, seed);
    plan.chance(Fault::Duplicate, 0.2, seed);
    std::vector<std::optional<Fault>> faults;
    for (int i = 0; i < 1'000; ++i) faults.push_back(plan.choose("GET", "/"));
    EXPECT_NEAR(static_cast<double>(plan.count(Fault::CutBefore)), 100, 40);
    EXPECT_NEAR(static_cast<double>(plan.count(Fault::Duplicate)), 180, 50);
    return faults;
  };
  EXPECT_EQ(draws(7), draws(7));
  EXPECT_NE(draws(7), draws(8));
}

TEST(FaultPlan, FaultsThatBytesCannotMeetAreKeptForRequests) {
  FaultPlan plan;
  plan.arm(Fault::Duplicate, 1);
  EXPECT_EQ(plan.choose("TCP", "bytes"), std::nullopt);
  EXPECT_EQ(plan.choose("GET", "/"), Fault::Duplicate);
  EXPECT_EQ(plan.choose("GET", "/"), std::nullopt);
}

}  // namespace
}  // namespace docmill::testing
