#include "sandbox/zygote.h"

#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "sandbox/leftovers.h"
#include "sandbox/packet.h"
#include "sandbox/sanitizer.h"
#include "sandbox/spawn.h"
#include "sandbox/zygote_fixture.h"

namespace docmill::sandbox {
namespace {

using ZygoteLife = ZygoteTest;
INSTANTIATE_TEST_SUITE_P(Jail, ZygoteLife, testing::Bool(), how);

struct Process {
  pid_t pid = 0;
  pid_t parent = 0;
  char state = '?';
};

std::vector<Process> processes() {
  std::vector<Process> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::ifstream file(entry.path() / "stat");
    // Not by an iterator, which throws when the process ends between opening and reading.
    std::string text;
    std::getline(file, text, '\0');
    if (text.empty()) continue;
    std::istringstream rest(text.substr(text.rfind(')') + 1));
    Process process{.pid = std::stoi(name)};
    rest >> process.state >> process.parent;
    found.push_back(process);
  }
  return found;
}

std::set<pid_t> descendants(pid_t root) {
  std::set<pid_t> family{root};
  const auto all = processes();
  for (std::size_t before = 0; before != family.size();) {
    before = family.size();
    for (const auto& process : all) {
      if (family.contains(process.parent)) family.insert(process.pid);
    }
  }
  return family;
}

/// Processes held by descriptors, so that their end can be waited for whoever their parent is by then.
class Family {
 public:
  explicit Family(pid_t root) {
    for (const pid_t pid : descendants(root)) {
      UniqueFd member(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
      if (member.get() >= 0) members_.push_back(std::move(member));  // else it ended meanwhile
    }
  }
  std::size_t size() const { return members_.size(); }
  void expect_gone() const {
    for (const auto& member : members_) {
      pollfd waiting{member.get(), POLLIN, 0};
      EXPECT_EQ(::poll(&waiting, 1, 20'000), 1) << "a process is left over";
    }
  }

 private:
  std::vector<UniqueFd> members_;
};

std::size_t descriptors_open() {
  return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator{}));
}

// By its guardian's process id, since other engines may run on this machine.
bool has_leftovers(pid_t guardian) {
  const std::string start = std::string(kLeftoverPrefix) + std::to_string(guardian) + "-";
  for (const auto& entry : std::filesystem::directory_iterator("/dev/shm")) {
    if (entry.path().filename().string().starts_with(start)) return true;
  }
  return false;
}

TEST_P(ZygoteLife, ItSaysItsVersionAndItsLayers) {
  EXPECT_FALSE(zygote().ready());
  EXPECT_EQ(zygote().version(), "");
  ASSERT_TRUE(wait(zygote().start()));
  EXPECT_TRUE(zygote().ready());
  EXPECT_EQ(zygote().version(), "probe 1.0");
  for (const char* name : {"landlock", "seccomp", "rlimits", "no-new-privileges", "unprivileged-user"}) EXPECT_TRUE(layer(name)) << name;
  if (!GetParam()) EXPECT_FALSE(layer("network-namespace"));
  for (const auto& report : zygote().layers())
    EXPECT_TRUE(report.active || !report.detail.empty()) << report.name << " says how to turn it on";
}

TEST_P(ZygoteLife, ItsReasonForGivingUpReachesTheWorker) {
  options.arguments = {"give-up"};
  const auto started = wait(zygote().start());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code(), ErrorCode::Unavailable);
  EXPECT_THAT(started.error().message(), testing::HasSubstr("the probe was told to"));
}

TEST_P(ZygoteLife, AStartThatFailsIsNotRepeatedAtOnce) {
  options.arguments = {"exit"};
  const auto started = wait(zygote().start());
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error().message(), testing::HasSubstr("exit status 9"));
  const auto child = wait(zygote().fork());
  ASSERT_FALSE(child);
  EXPECT_EQ(child.error().message(), started.error().message()) << "the answer is remembered while it backs off";
}

TEST_P(ZygoteLife, AMissingProgramIsNamed) {
  options.program = "/does/not/exist/docmill-office";
  const auto started = wait(zygote().start());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code(), ErrorCode::Unavailable);
  EXPECT_THAT(started.error().message(), testing::HasSubstr("/does/not/exist/docmill-office"));
}

TEST_P(ZygoteLife, AWarmUpThatHangsIsEnded) {
  options.arguments = {"hang"};
  options.start_timeout = 1s;
  const auto started = wait(zygote().start());
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error().message(), testing::HasSubstr("not ready"));
}

TEST_P(ZygoteLife, AnEngineWithASecondThreadIsRefused) {
  if (kSanitizerThreads > 0) GTEST_SKIP() << "a sanitizer's own thread cannot be told from the engine's";
  options.arguments = {"two-threads"};
  options.start_timeout = 2s;  // half of it is spent hoping that the thread ends
  const auto started = wait(zygote().start());
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error().message(), testing::HasSubstr("threads"));
}

TEST_P(ZygoteLife, AProcessThatIsKilledIsReplacedAndItsChildrenAreLost) {
  auto child = fork();
  const pid_t guardian = zygote().pid();
  const Family family(guardian);
  ASSERT_GE(family.size(), 3u) << "guardian, zygote and the child";
  ASSERT_EQ(::kill(guardian, SIGKILL), 0);
  EXPECT_EQ(end_of(*child).end, End::ZygoteLost);
  EXPECT_EQ(ask_fresh("thread"), "42");
  EXPECT_NE(zygote().pid(), guardian);
  family.expect_gone();
  // Only the guardian could have cleaned up what lies outside a mount namespace; the sweep does it for it.
  sweep_leftover_jails(options.run_dir, false);
  EXPECT_FALSE(has_leftovers(guardian));
}

TEST_P(ZygoteLife, WhoAsksBeforeItsEndWasNoticedGetsAChildOfAFreshOne) {
  ASSERT_TRUE(wait(zygote().start()));
  const pid_t guardian = zygote().pid();
  const Family family(guardian);
  ASSERT_EQ(::kill(guardian, SIGKILL), 0);
  family.expect_gone();
  EXPECT_EQ(ask_fresh("thread"), "42");
  EXPECT_NE(zygote().pid(), guardian);
}

TEST_P(ZygoteLife, AZygoteThatIsKilledTakesItsChildrenWithIt) {
  auto child = fork();
  const pid_t guardian = zygote().pid();
  const Family family(guardian);
  pid_t inner = 0;
  for (const auto& process : processes()) {
    if (process.parent == guardian) inner = process.pid;
  }
  ASSERT_EQ(::kill(inner, SIGKILL), 0);
  EXPECT_EQ(end_of(*child).end, End::ZygoteLost);
  family.expect_gone();
  EXPECT_EQ(ask_fresh("thread"), "42");
}

TEST_P(ZygoteLife, ReplacingLetsRunningChildrenFinish) {
  auto child = fork();
  const pid_t before = zygote().pid();
  const Family family(before);
  ASSERT_TRUE(wait(zygote().replace()));
  EXPECT_NE(zygote().pid(), before);
  EXPECT_EQ(ask(*child, "thread"), "42");
  EXPECT_EQ(ask_fresh("thread"), "42");
  EXPECT_EQ(ask(*child, "exit 3"), "(ended)");
  const ChildEnd end = end_of(*child);
  EXPECT_EQ(end.end, End::Exited);
  EXPECT_EQ(end.code, 3);
  family.expect_gone();
}

TEST_P(ZygoteLife, NothingOutlivesAWorkerThatGoesAway) {
  auto spawned = spawn_zygote(options);
  ASSERT_TRUE(spawned);
  const auto warm = receive_packet(spawned->control.get());
  ASSERT_EQ(warm->state, Received::State::Packet);
  const Family family(spawned->pid);
  ASSERT_GE(family.size(), 3u) << "guardian, zygote and the first child";
  spawned->control.reset();  // as the kernel does when the worker is killed
  int status = 0;
  EXPECT_EQ(::waitpid(spawned->pid, &status, 0), spawned->pid);
  family.expect_gone();
}

TEST_P(ZygoteLife, AnOrderFromOutsideIsAllItTakesAndNothingElseStartsIt) {
  int status = 0;
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::close_range(3, ~0U, 0);
    ::execl(options.program.c_str(), options.program.c_str(), nullptr);
    ::_exit(127);
  }
  ::waitpid(pid, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 1) << "started by hand it says so and leaves";
}

TEST_P(ZygoteLife, StoppingLeavesNothingBehind) {
  const auto descriptors = descriptors_open();
  std::optional<Family> family;
  pid_t guardian = 0;
  {
    auto child = fork();
    ask(*child, "keep leftover text");
    guardian = zygote().pid();
    family.emplace(guardian);
    stop();
    EXPECT_EQ(end_of(*child).end, End::ZygoteLost);
    EXPECT_FALSE(zygote().ready());
    EXPECT_FALSE(wait(zygote().fork())) << "stopped is stopped";
  }
  family->expect_gone();
  family.reset();
  loop.poll();
  EXPECT_FALSE(has_leftovers(guardian));
  // The loop keeps its own few descriptors; nothing else may stay.
  EXPECT_LE(descriptors_open(), descriptors + 3);
}

TEST_P(ZygoteLife, StoppingDoesNotWaitForAWarmUpThatHangs) {
  options.arguments = {"hang"};
  bool returned = false;
  Result<void> started;
  auto keep = [&](std::exception_ptr, Result<void> result) {
    started = std::move(result);
    returned = true;
  };
  boost::asio::co_spawn(loop, zygote().start(), keep);
  loop.poll();
  stop();
  run_until([&returned] { return returned; });
  EXPECT_THAT(started.error().message(), testing::Not(testing::HasSubstr("signal"))) << "it left by itself, in good time";
}

TEST_P(ZygoteLife, DroppingItWithoutStoppingEndsEverythingToo) {
  auto child = fork();
  const Family family(zygote().pid());
  drop();
  EXPECT_EQ(end_of(*child).end, End::ZygoteLost);
  family.expect_gone();
}

TEST(ZygoteLoop, EndingTheLoopEndsAndReapsTheZygote) {
  std::optional<Family> family;
  {
    boost::asio::io_context loop;
    ZygoteOptions options;
    options.program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "docmill-probe-zygote";
    Zygote zygote(loop.get_executor(), options);
    bool started = false;
    boost::asio::co_spawn(loop, zygote.start(), [&started](std::exception_ptr, Result<void> result) { started = result.has_value(); });
    while (!started && loop.run_one() > 0) {
    }
    family.emplace(zygote.pid());
    ASSERT_GE(family->size(), 3u);
  }
  family->expect_gone();
  for (const auto& process : processes()) EXPECT_FALSE(process.parent == ::getpid() && process.state == 'Z');
}

TEST_P(ZygoteLife, ManyChildrenLeaveNoProcessDescriptorOrFile) {
  const int cycles = kSanitized ? 40 : 200;
  EXPECT_EQ(ask_fresh("keep file text"), "text");
  const auto before = descriptors_open();
  for (int i = 0; i < cycles; ++i) {
    auto child = fork();
    ASSERT_EQ(ask(*child, "keep file text"), "text");
    if (i % 2 == 0) child->kill();
    if (i % 2 == 1) ask(*child, "exit 0");
    const ChildEnd end = end_of(*child);
    ASSERT_EQ(end.end, i % 2 == 0 ? End::Killed : End::Exited);
  }
  EXPECT_EQ(descriptors_open(), before);
  EXPECT_LE(descendants(zygote().pid()).size(), 4u);
  for (const auto& process : processes()) EXPECT_FALSE(process.parent == ::getpid() && process.state == 'Z');
}

TEST_P(ZygoteLife, AChildsFilesAreGoneWithItHoweverItLeftThem) {
  options.max_children = 1;  // so that the next child must use the same place
  options.ready_children = 0;
  auto child = fork();
  const std::string directory = ask(*child, "where");
  EXPECT_EQ(ask(*child, "nest"), "ok");
  EXPECT_EQ(ask(*child, "exit 0"), "(ended)");
  end_of(*child);
  if (!layer("private-scratch")) EXPECT_FALSE(std::filesystem::exists(directory));
  EXPECT_EQ(ask_fresh("keep after text"), "text");
}

TEST_P(ZygoteLife, AfterABurstAllReadyChildrenAreThereAgain) {
  options.ready_children = 5;
  ASSERT_TRUE(wait(zygote().start()));
  const auto expect_processes = [this](std::size_t wanted) {
    const auto until = Deadline::in(20s);  // no signal of the zygote's tells
    while (descendants(zygote().pid()).size() != wanted && !until.passed()) std::this_thread::sleep_for(5ms);
    EXPECT_EQ(descendants(zygote().pid()).size(), wanted);
  };
  constexpr std::size_t kGuardianAndZygote = 2;
  expect_processes(kGuardianAndZygote + 5);
  std::vector<std::unique_ptr<Child>> burst;
  for (int i = 0; i < 4; ++i) burst.push_back(fork());
  expect_processes(kGuardianAndZygote + 4 + 5);
  for (auto& child : burst) EXPECT_EQ(ask(*child, "thread"), "42");
}

TEST_P(ZygoteLife, WithoutRoomForMoreChildrenThoseThatRunGoOn) {
  options.max_children = 2;
  options.ready_children = 2;
  auto first = fork();
  auto second = fork();
  for (int i = 0; i < 8; ++i) EXPECT_FALSE(wait(zygote().fork()));
  EXPECT_EQ(ask(*first, "thread"), "42");
  EXPECT_EQ(ask(*second, "exit 0"), "(ended)");
  end_of(*second);
  EXPECT_EQ(ask_fresh("thread"), "42");
  EXPECT_EQ(ask(*first, "thread"), "42");
}

TEST_P(ZygoteLife, MoreChildrenThanScratchSpacesAreRefusedUntilOneEnds) {
  options.max_children = 2;
  options.ready_children = 0;
  auto first = fork();
  auto second = fork();
  const auto third = wait(zygote().fork());
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(ask(*first, "exit 0"), "(ended)");
  end_of(*first);
  EXPECT_EQ(ask_fresh("thread"), "42");
}

TEST_P(ZygoteLife, ManyForksAtOnceAllGetAChild) {
  std::vector<std::unique_ptr<Child>> children;
  int answers = 0;
  for (int i = 0; i < 8; ++i) {
    auto keep = [&](std::exception_ptr, Result<std::unique_ptr<Child>> child) {
      ++answers;
      if (child) children.push_back(*std::move(child));
    };
    boost::asio::co_spawn(loop, zygote().fork(), keep);
  }
  run_until([&] { return answers == 8; });
  ASSERT_EQ(children.size(), 8u);
  std::set<std::string> places;
  for (auto& child : children) places.insert(ask(*child, "where"));
  EXPECT_EQ(places.size(), 8u);
}

TEST(Leftovers, OnlyDirectoriesWhoseZygoteIsGoneAreSwept) {
  const std::string run_dir = testing::TempDir() + "/leftovers-" + std::to_string(::getpid());
  const std::string abandoned = run_dir + "/docmill-jail-999999999-x";
  const std::string running = run_dir + "/docmill-jail-" + std::to_string(::getpid()) + "-x";
  for (const auto& path : {abandoned + "/slot-0/child-1", running, run_dir + "/other"}) std::filesystem::create_directories(path);
  std::ofstream(abandoned + "/slot-0/child-1/document") << "text";
  EXPECT_THAT(sweep_leftover_jails(run_dir, true), testing::Contains(abandoned));
  EXPECT_TRUE(std::filesystem::exists(abandoned));
  const auto swept = sweep_leftover_jails(run_dir, false);
  EXPECT_THAT(swept, testing::Contains(abandoned));
  EXPECT_THAT(swept, testing::Not(testing::Contains(running)));
  EXPECT_FALSE(std::filesystem::exists(abandoned));
  EXPECT_TRUE(std::filesystem::exists(running));
  EXPECT_TRUE(std::filesystem::exists(run_dir + "/other"));
  std::filesystem::remove_all(run_dir);
}

// The same walls must stand when nobody gave Docmill root.
TEST(AsAPlainUser, EveryTestPassesToo) {
  if (::geteuid() != 0) GTEST_SKIP() << "not root, so the other tests are this one";
  const pid_t pid = ::fork();
  if (pid == 0) {
    if (::setgid(65534) != 0 || ::setuid(65534) != 0) ::_exit(126);
    const std::string self = std::filesystem::read_symlink("/proc/self/exe");
    ::execl(self.c_str(), self.c_str(), "--gtest_filter=*Jail*:Leftovers*:ZygoteLoop*", "--gtest_brief=1", nullptr);
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace docmill::sandbox
