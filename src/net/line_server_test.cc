#include "net/line_server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "net/test_client.h"

namespace docmill::net {
namespace {

using test::Client;

/// A line server on a thread of its own.
class RunningLine {
 public:
  explicit RunningLine(std::function<std::string()> line) : server_(loop_.get_executor(), {}, std::move(line)) {
    auto port = server_.listen();
    if (!port) throw std::runtime_error(port.error().describe());
    port_ = *port;
    spawn(loop_.get_executor(), server_.run());
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~RunningLine() {
    server_.stop();
    thread_.join();
  }
  RunningLine(const RunningLine&) = delete;
  RunningLine& operator=(const RunningLine&) = delete;
  std::uint16_t port() const { return port_; }

 private:
  boost::asio::io_context loop_{1};
  LineServer server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

TEST(LineServer, EveryConnectionGetsTheLineOfItsMomentAndIsClosed) {
  std::atomic<int> asked{0};
  const RunningLine line([&] { return "answer " + std::to_string(++asked) + "\n"; });
  for (const auto* expected : {"answer 1\n", "answer 2\n", "answer 3\n"}) {
    Client client(line.port());
    EXPECT_EQ(client.read_to_end(), expected);
  }
}

TEST(LineServer, APeerThatTalksOrStaysDoesNotKeepOthersWaiting) {
  const RunningLine line([] { return "ready\n"; });
  Client talker(line.port());
  talker.send("GET / HTTP/1.1\r\n\r\n");
  Client stayer(line.port());
  Client next(line.port());
  EXPECT_EQ(next.read_to_end(), "ready\n");
}

TEST(LineServer, ATakenPortIsNamed) {
  const RunningLine first([] { return "ready\n"; });
  boost::asio::io_context loop(1);
  LineServer second(loop.get_executor(), {.port = first.port()}, [] { return ""; });
  const auto port = second.listen();
  ASSERT_FALSE(port.has_value());
  EXPECT_EQ(port.error().code(), ErrorCode::Conflict);
  EXPECT_NE(port.error().message().find(std::to_string(first.port())), std::string::npos);
}

}  // namespace
}  // namespace docmill::net
