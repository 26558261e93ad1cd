#pragma once
#include <gmock/gmock.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/zygote.h"

namespace docmill::sandbox {

using namespace std::chrono_literals;

/// A probe zygote and a loop to talk to it from straight-line tests. The parameter says whether namespaces are used.
class ZygoteTest : public testing::TestWithParam<bool> {
 public:
  ~ZygoteTest() override { stop(); }

 protected:
  ZygoteTest() {
    options.program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "docmill-probe-zygote";
    options.namespaces = GetParam();
    options.scratch_size = 64ULL << 20;
    options.run_dir = testing::TempDir();
  }

  /// Runs the loop until the coroutine has ended.
  template <class T>
  T wait(Async<T> work) {
    std::optional<T> value;
    auto keep = [&value](std::exception_ptr error, T result) {
      if (error) std::rethrow_exception(error);
      value.emplace(std::move(result));
    };
    boost::asio::co_spawn(loop, std::move(work), keep);
    run_until([&value] { return value.has_value(); });
    if (!value) throw std::runtime_error("the loop ran out of work");
    return *std::move(value);
  }

  template <class Condition>
  void run_until(Condition done) {
    loop.restart();
    while (!done() && loop.run_one() > 0) {
    }
  }

  Zygote& zygote() {
    if (!zygote_) zygote_ = std::make_unique<Zygote>(loop.get_executor(), options);
    return *zygote_;
  }

  void stop() {
    if (!zygote_) return;
    wait([](Zygote& stopped) -> Async<bool> {
      co_await stopped.stop();
      co_return true;
    }(*zygote_));
  }

  /// The next use makes a zygote with the options as they are then.
  void restart() {
    stop();
    zygote_.reset();
  }

  void drop() { zygote_.reset(); }

  std::unique_ptr<Child> fork() {
    auto child = wait(zygote().fork());
    EXPECT_TRUE(child.has_value()) << child.error().describe();
    return child ? *std::move(child) : nullptr;
  }

  /// The child's answer to one command; "(ended)" when it ended instead.
  std::string ask(Child& child, std::string command) { return talk(child, Packet{.text = std::move(command), .descriptors = {}}).text; }

  Packet talk(Child& child, Packet packet) {
    Packet answer{.text = "(ended)", .descriptors = {}};
    if (!wait(child.send(std::move(packet)))) return answer;
    auto received = wait(child.receive(Deadline::in(60s)));
    if (!received) answer.text = received.error().describe();
    if (auto packets = received ? *std::move(received) : std::nullopt; packets) answer = *std::move(packets);
    return answer;
  }

  ChildEnd end_of(Child& child) { return wait(child.ended()); }

  /// How a fresh child ends that is given this command, which must end it.
  ChildEnd end_by(const std::string& command) {
    auto child = fork();
    EXPECT_EQ(ask(*child, command), "(ended)");
    return end_of(*child);
  }

  /// One question to a fresh child, which must survive it.
  std::string ask_fresh(const std::string& command) {
    auto child = fork();
    auto said = ask(*child, command);
    EXPECT_EQ(ask(*child, "exit 0"), "(ended)");
    EXPECT_EQ(end_of(*child).end, End::Exited);
    return said;
  }

  bool layer(const std::string& name) {
    for (const auto& report : zygote().layers()) {
      if (report.name == name) return report.active;
    }
    return false;
  }

  boost::asio::io_context loop;
  ZygoteOptions options;

 private:
  std::unique_ptr<Zygote> zygote_;
};

/// Names the parameter in test output.
inline std::string how(const testing::TestParamInfo<bool>& info) {
  return info.param ? "Namespaces" : "NoNamespaces";
}

}  // namespace docmill::sandbox
