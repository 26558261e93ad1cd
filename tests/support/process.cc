#include "support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

extern char** environ;

namespace docmill::testing {
namespace fs = std::filesystem;

TempDir::TempDir() {
  std::string pattern = (fs::temp_directory_path() / "docmill-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
  path_ = pattern;
}

TempDir::~TempDir() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string program(const std::string& name) {
  return (fs::read_symlink("/proc/self/exe").parent_path() / name).string();
}

std::string source(const std::string& path) {
  return std::string(DOCMILL_SOURCE_DIR) + "/" + path;
}

std::vector<std::string> environment_with(const std::map<std::string, std::string>& extra) {
  std::vector<std::string> entries;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string line(*entry);
    if (!extra.contains(line.substr(0, line.find('=')))) entries.push_back(line);
  }
  for (const auto& [name, value] : extra) entries.push_back(name + "=" + value);
  return entries;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> list;
  list.reserve(words.size() + 1);
  for (auto& word : words) list.push_back(word.data());
  list.push_back(nullptr);
  return list;
}

int exit_code(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

namespace {

struct Pipe {
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  }
  std::array<int, 2> ends{-1, -1};
};

/// Reads both pipes until they close or the time is up; returns false when it was up.
bool drain(int out, int err, Finished& into, std::chrono::seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  std::array<pollfd, 2> waits{pollfd{out, POLLIN, 0}, pollfd{err, POLLIN, 0}};
  std::array<std::string*, 2> texts{&into.out, &into.err};
  std::array<char, 4096> room{};
  while (waits[0].fd >= 0 || waits[1].fd >= 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    if (left <= 0 || ::poll(waits.data(), 2, static_cast<int>(left)) == 0) return false;
    for (std::size_t i = 0; i < 2; ++i) {
      if (waits[i].fd < 0 || waits[i].revents == 0) continue;
      const auto got = ::read(waits[i].fd, room.data(), room.size());
      if (got > 0) {
        texts[i]->append(room.data(), static_cast<std::size_t>(got));
      } else {
        waits[i].fd = -1;
      }
    }
  }
  return true;
}

}  // namespace

Finished run(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment, std::chrono::seconds limit) {
  Pipe out;
  Pipe err;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.ends[1], 1);
  posix_spawn_file_actions_adddup2(&actions, err.ends[1], 2);
  auto entries = environment_with(environment);
  auto words = command;
  pid_t pid = -1;
  const int failed = ::posix_spawnp(&pid, command[0].c_str(), &actions, nullptr, pointers(words).data(), pointers(entries).data());
  posix_spawn_file_actions_destroy(&actions);
  ::close(out.ends[1]);
  ::close(err.ends[1]);
  Finished result;
  if (failed != 0) {
    result.err = "cannot start " + command[0];
  } else {
    if (!drain(out.ends[0], err.ends[0], result, limit)) {
      ::kill(pid, SIGKILL);
      result.err += "\n(killed by the test after its time limit)";
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    result.status = exit_code(status);
  }
  ::close(out.ends[0]);
  ::close(err.ends[0]);
  return result;
}

}  // namespace docmill::testing
