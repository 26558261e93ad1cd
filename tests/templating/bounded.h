#pragma once
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <functional>
#include <string>

// Work that must not take more than so much time and memory: it is done in a process of its own that may not. For tests only.

namespace docmill::trial {

inline constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);

/// Why a test of time and memory does not run under a sanitizer, which takes ten times the one and has no bound for the other.
inline constexpr auto kUnbounded = "time and memory are measured without sanitizers";

struct Bounds {
  unsigned seconds = 20;          // of processor time
  std::size_t megabytes = 1'024;  // on top of what the program has: what a child of an engine is given
};

/// What `work` says when it has done, or how its process ended: "killed by signal 9". Under a sanitizer nothing is bounded, and the work is
/// done here: a fork of all that it maps takes a quarter of a second, and what it finds ends the program anyway.
inline std::string within(const std::function<std::string()>& work, Bounds bounds = {}) {
  if constexpr (kSanitized) return work();
  int ends[2];
  if (::pipe(ends) != 0) return "no pipe";
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    const rlimit time{bounds.seconds, bounds.seconds + 1};
    ::setrlimit(RLIMIT_CPU, &time);
    std::size_t pages = 0;
    if (auto* const file = std::fopen("/proc/self/statm", "r")) {
      if (std::fscanf(file, "%zu", &pages) != 1) pages = 0;
      std::fclose(file);
    }
    const rlim_t bytes = pages * 4096 + (bounds.megabytes << 20U);
    const rlimit memory{bytes, bytes};
    ::setrlimit(RLIMIT_AS, &memory);
    std::string said;
    try {
      said = work();
    } catch (const std::exception& e) {
      said = std::string("exception: ") + e.what();
    }
    for (std::size_t at = 0; at < said.size();) {
      const auto put = ::write(ends[1], said.data() + at, said.size() - at);
      if (put <= 0) break;
      at += static_cast<std::size_t>(put);
    }
    ::_exit(0);
  }
  ::close(ends[1]);
  std::string said;
  char buffer[4096];
  for (ssize_t got = 0; (got = ::read(ends[0], buffer, sizeof buffer)) > 0;) said.append(buffer, static_cast<std::size_t>(got));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) return "killed by signal " + std::to_string(WTERMSIG(status));
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return "ended with status " + std::to_string(status);
  return said;
}

}  // namespace docmill::trial
