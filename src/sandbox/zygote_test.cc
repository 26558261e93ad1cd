#include "sandbox/zygote.h"

#include <gmock/gmock.h>

#include <filesystem>

namespace docmill::sandbox {
namespace {

std::string probe() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "docmill-probe-zygote";
}

TEST(Zygote, EchoesAndExits) {
  run_to_end([]() -> Async<void> {
    ZygoteOptions options;
    options.program = probe();
    Zygote zygote(co_await boost::asio::this_coro::executor, options);
    auto started = co_await zygote.start();
    EXPECT_TRUE(started) << started.error().describe();
    for (const auto& l : zygote.layers()) printf("%-20s %d %s\n", l.name.c_str(), l.active, l.detail.c_str());
    for (int i = 0; i < 5; ++i) {
      auto child = co_await zygote.fork();
      EXPECT_TRUE(child) << child.error().describe();
      Packet p{.text = "hello", .descriptors = {}};
      auto sent = co_await (*child)->send(std::move(p));
      EXPECT_TRUE(sent);
      auto got = co_await (*child)->receive(Deadline::in(std::chrono::seconds(5)));
      EXPECT_TRUE(got && *got && (*got)->text == "hello");
      Packet q{.text = "exit", .descriptors = {}};
      sent = co_await (*child)->send(std::move(q));
      got = co_await (*child)->receive(Deadline::in(std::chrono::seconds(5)));
      EXPECT_TRUE(got && !*got);
      auto end = co_await (*child)->ended();
      EXPECT_EQ(end.end, End::Exited);
      EXPECT_EQ(end.code, 7);
    }
    co_await zygote.stop();
  }());
}

}  // namespace
}  // namespace docmill::sandbox
