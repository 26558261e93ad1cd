// Every way a child can end, as the worker sees it, and that the next child never minds.
#include "sandbox/child.h"

#include <csignal>

#include "sandbox/sanitizer.h"
#include "sandbox/zygote_fixture.h"

namespace docmill::sandbox {
namespace {

class ChildEnds : public ZygoteTest {
 protected:
  void expect_the_next_child_works() { EXPECT_EQ(ask_fresh("keep next text"), "text"); }
};
INSTANTIATE_TEST_SUITE_P(Jail, ChildEnds, testing::Bool(), how);

TEST_P(ChildEnds, AnExitStatusIsPassedOn) {
  const ChildEnd end = end_by("exit 7");
  EXPECT_EQ(end.end, End::Exited);
  EXPECT_EQ(end.code, 7);
  expect_the_next_child_works();
}

TEST_P(ChildEnds, ACrashIsASignal) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer reports and exits";
  const std::pair<const char*, int> crashes[] = {{"segfault", SIGSEGV}, {"abort", SIGABRT}, {"throw", SIGABRT}, {"overflow", SIGSEGV}};
  for (const auto& [command, signal] : crashes) {
    const ChildEnd end = end_by(command);
    EXPECT_EQ(end.end, End::Signalled) << command;
    EXPECT_EQ(end.code, signal) << command;
  }
  expect_the_next_child_works();
}

TEST_P(ChildEnds, TooMuchMemoryIsToldApartFromACrash) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer needs unlimited address space";
  options.memory_growth = 256ULL << 20;
  EXPECT_EQ(ask_fresh("allocate 100000000"), "ok");
  EXPECT_EQ(end_by("allocate 4294967296").end, End::OutOfMemory);
  EXPECT_EQ(end_by("careless").end, End::OutOfMemory);
  expect_the_next_child_works();
}

TEST_P(ChildEnds, MemoryThatIsNoAddressSpaceIsLimitedWhereControlGroupsAre) {
  wait(zygote().start());
  if (!layer("cgroup")) GTEST_SKIP() << "no control groups here";
  restart();
  options.memory_growth = 256ULL << 20;
  EXPECT_EQ(end_by("memory-files").end, End::OutOfMemory);
  expect_the_next_child_works();
}

TEST_P(ChildEnds, KillingEndsAChildThatSpins) {
  auto child = fork();
  Packet spin{.text = "spin", .descriptors = {}};
  ASSERT_TRUE(wait(child->send(std::move(spin))));
  auto said = wait(child->receive(Deadline::in(50ms)));
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().code(), ErrorCode::DeadlineExceeded);
  child->kill();
  child->kill();
  EXPECT_FALSE(*wait(child->receive(Deadline::in(60s))));
  EXPECT_EQ(end_of(*child).end, End::Killed);
  expect_the_next_child_works();
}

TEST_P(ChildEnds, KillingWakesAReceiveThatWaits) {
  auto child = fork();
  bool returned = false;
  Result<std::optional<Packet>> received = Failed(fail(ErrorCode::Internal, "It has not returned."));
  auto keep = [&](std::exception_ptr, Result<std::optional<Packet>> result) {
    received = std::move(result);
    returned = true;
  };
  boost::asio::co_spawn(loop, child->receive(Deadline::never()), keep);
  loop.poll();
  ASSERT_FALSE(returned);
  child->kill();
  run_until([&returned] { return returned; });
  ASSERT_TRUE(received);
  EXPECT_FALSE(*received);
}

TEST_P(ChildEnds, ProcessorTimeHasALimit) {
  options.cpu_limit = 1s;
  const ChildEnd end = end_by("spin");
  EXPECT_EQ(end.end, End::Signalled);
  EXPECT_EQ(end.code, SIGXCPU);
  expect_the_next_child_works();
}

TEST_P(ChildEnds, DroppingAChildKillsIt) {
  auto child = fork();
  const std::string directory = ask(*child, "where");
  child.reset();
  expect_the_next_child_works();
}

TEST_P(ChildEnds, APacketThatIsTooLargeEndsTheChild) {
  auto child = fork();
  Packet shout{.text = "shout", .descriptors = {}};
  ASSERT_TRUE(wait(child->send(std::move(shout))));
  auto said = wait(child->receive(Deadline::in(60s)));
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().code(), ErrorCode::EngineFailed);
  EXPECT_EQ(end_of(*child).end, End::Killed);
  expect_the_next_child_works();
}

TEST_P(ChildEnds, SpeakingToAChildThatIsGoneFails) {
  auto child = fork();
  EXPECT_EQ(ask(*child, "exit 0"), "(ended)");
  end_of(*child);
  Packet late{.text = "pid", .descriptors = {}};
  EXPECT_EQ(wait(child->send(std::move(late))).error().code(), ErrorCode::EngineCrashed);
  EXPECT_FALSE(*wait(child->receive(Deadline::in(60s))));
}

TEST_P(ChildEnds, PeakMemoryIsWhatTheChildTouched) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer has memory of its own";
  auto child = fork();
  EXPECT_EQ(ask(*child, "allocate 100000000"), "ok");
  EXPECT_EQ(ask(*child, "exit 0"), "(ended)");
  const auto peak = end_of(*child).peak_memory;
  EXPECT_GT(peak, 95'000'000u);
  EXPECT_LT(peak, 130'000'000u);
}

}  // namespace
}  // namespace docmill::sandbox
