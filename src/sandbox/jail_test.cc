// Each wall of the jail, tried from inside by a child that is told to break it.
#include "sandbox/jail.h"

#include <fcntl.h>
#include <sys/mman.h>

#include <csignal>
#include <fstream>

#include "sandbox/sanitizer.h"
#include "sandbox/zygote_fixture.h"

namespace docmill::sandbox {
namespace {

using Jailed = ZygoteTest;
INSTANTIATE_TEST_SUITE_P(Jail, Jailed, testing::Bool(), how);

TEST_P(Jailed, NoSocketCanBeOpened) {
  EXPECT_EQ(ask_fresh("socket inet"), "EPERM");
  EXPECT_EQ(ask_fresh("socket unix"), "EPERM");
  EXPECT_EQ(ask_fresh("socket netlink"), "EPERM");
}

TEST_P(Jailed, OnlyTheEnginesFilesCanBeRead) {
  EXPECT_EQ(ask_fresh("read /usr/share/common-licenses/GPL-2"), "ok");
  EXPECT_EQ(ask_fresh("list /usr/share"), "ok");
  EXPECT_EQ(ask_fresh("read /dev/null"), "ok");
  for (const char* path : {"/etc/passwd", "/etc/hostname", "/proc/self/environ", "/proc/self/maps", "/proc/1/cmdline", "/bin/true"}) {
    EXPECT_EQ(ask_fresh(std::string("read ") + path), "EACCES") << path;
  }
  for (const char* path : {"/", "/proc", "/proc/self/fd", "/dev", "/dev/shm", "/tmp", "/sys", ".."}) {
    EXPECT_EQ(ask_fresh(std::string("list ") + path), "EACCES") << path;
  }
}

TEST_P(Jailed, NothingOutsideItsOwnDirectoryCanBeWritten) {
  EXPECT_EQ(ask_fresh("keep here text"), "text");
  EXPECT_EQ(ask_fresh("keep /proc/self/cwd/through-tmpdir text"), "text");
  for (const char* path :
       {"/tmp/docmill-probe", "/dev/shm/docmill-probe", "/usr/share/docmill-probe", "../docmill-probe", "/var/tmp/docmill-probe"}) {
    EXPECT_EQ(ask_fresh(std::string("write ") + path), "EACCES") << path;
    EXPECT_FALSE(std::filesystem::exists(path)) << path;
  }
  auto child = fork();
  EXPECT_EQ(ask(*child, "write " + ask(*child, "home") + "/docmill-probe"), "EACCES");
  EXPECT_EQ(ask(*child, "list " + ask(*child, "home")), "ok");
  EXPECT_EQ(ask(*child, "link /etc/passwd"), "EPERM");
}

TEST_P(Jailed, ASiblingsFilesAreOutOfReach) {
  auto first = fork();
  auto second = fork();
  ASSERT_EQ(ask(*first, "keep secret text"), "text");
  const std::string directory = ask(*first, "where");
  ASSERT_NE(directory, ask(*second, "where"));
  EXPECT_EQ(ask(*second, "read " + directory + "/secret"), "EACCES");
  EXPECT_EQ(ask(*second, "list " + directory), "EACCES");
  EXPECT_EQ(ask(*second, "write " + directory + "/secret"), "EACCES");
  EXPECT_EQ(ask(*second, "list " + directory + "/.."), "EACCES");
  EXPECT_EQ(ask(*second, "list " + directory + "/../.."), "EACCES");
}

TEST_P(Jailed, NoOtherProcessCanBeSignalledOrLookedInto) {
  auto sibling = fork();
  auto child = fork();
  const std::string own = ask(*child, "pid");
  for (const std::string& pid : {std::to_string(::getpid()), std::string("1"), ask(*sibling, "pid"), std::string("-1"), std::string("0")}) {
    EXPECT_EQ(ask(*child, "kill " + pid), "EPERM") << pid;
    EXPECT_EQ(ask(*child, "tgkill " + pid), "EPERM") << pid;
    EXPECT_EQ(ask(*child, "queue " + pid), "EPERM") << pid;
    EXPECT_EQ(ask(*child, "pidfd " + pid), "EPERM") << pid;
  }
  EXPECT_EQ(ask(*child, "limits 1"), "EPERM");
  EXPECT_EQ(ask(*child, "own"), "EPERM");
  EXPECT_EQ(ask(*sibling, "thread"), "42");
  EXPECT_EQ(ask(*child, "kill " + own), "(ended)");
}

TEST_P(Jailed, ForbiddenCallsEndTheChildAsAJailViolation) {
  for (const char* command : {"ptrace", "peek 1", "exec", "mount", "unshare", "io_uring", "bpf", "keyctl"}) {
    const ChildEnd end = end_by(command);
    EXPECT_EQ(end.end, End::JailViolation) << command;
    EXPECT_EQ(end.code, SIGSYS) << command;
  }
  EXPECT_EQ(ask_fresh("thread"), "42");
}

TEST_P(Jailed, ThreadsAreAllowedAndProcessesAreNot) {
  EXPECT_EQ(ask_fresh("thread"), "42");
  EXPECT_EQ(ask_fresh("fork"), "EPERM");
}

TEST_P(Jailed, MemoryCannotBecomeCodeButLibrariesLoad) {
  if (kSanitized) GTEST_SKIP() << "sanitizers map memory in every way";
  EXPECT_EQ(ask_fresh("executable"), "EPERM");
  EXPECT_EQ(ask_fresh("load libz.so.1"), "ok");
}

TEST_P(Jailed, AnEngineThatAsksMayGenerateCode) {
  options.arguments = {"generated-code"};
  EXPECT_EQ(ask_fresh("executable"), "mapped");
}

TEST_P(Jailed, ItRunsAsNobodyWhoCannotBeInspected) {
  const auto user = ::geteuid() == 0 || GetParam() ? 65534 : ::geteuid();
  EXPECT_EQ(ask_fresh("user"), std::to_string(user));
  if (!kSanitized) EXPECT_EQ(ask_fresh("dumpable"), "EPERM");
}

TEST_P(Jailed, OnlyTheLinkIsInherited) {
  EXPECT_EQ(ask_fresh("descriptors"), "0 1 2 3 ");
}

TEST_P(Jailed, DescriptorsPassBothWays) {
  auto child = fork();
  auto file = memory_file("input");
  ASSERT_TRUE(write_all(file->get(), "the document"));
  Packet packet{.text = "contents", .descriptors = {}};
  packet.descriptors.emplace_back(::fcntl(file->get(), F_DUPFD_CLOEXEC, 0));
  EXPECT_EQ(talk(*child, std::move(packet)).text, "the document");

  Packet there{.text = "return", .descriptors = {}};
  there.descriptors.emplace_back(::fcntl(file->get(), F_DUPFD_CLOEXEC, 0));
  auto back = talk(*child, std::move(there));
  ASSERT_EQ(back.descriptors.size(), 1u);
  EXPECT_EQ(read_at(back.descriptors[0].get(), 0, 100), "the document");
  EXPECT_EQ(ask(*child, "descriptors"), "0 1 2 3 ");

  Packet named{.text = "reopen", .descriptors = {}};
  named.descriptors.emplace_back(::fcntl(file->get(), F_DUPFD_CLOEXEC, 0));
  EXPECT_EQ(talk(*child, std::move(named)).text, "ok") << "an engine opens its input by the name of its descriptor";
}

TEST_P(Jailed, WhatTheEngineOpenedWhileWarmingUpIsNoChannelBetweenChildren) {
  options.arguments = {"descriptors"};
  auto first = fork();
  auto second = fork();
  EXPECT_EQ(ask(*first, "engine"), "separate");
  EXPECT_EQ(ask(*second, "engine"), "separate");
}

TEST_P(Jailed, ScratchSpaceHasALimit) {
  EXPECT_EQ(ask_fresh("grow"), "EFBIG");
  wait(zygote().start());
  if (layer("private-scratch")) EXPECT_EQ(ask_fresh("fill"), "ENOSPC");
  EXPECT_EQ(ask_fresh("keep after text"), "text");
}

}  // namespace
}  // namespace docmill::sandbox
