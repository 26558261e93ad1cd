#pragma once
#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "sandbox/cgroup.h"
#include "sandbox/zygote.h"

namespace docmill::engines::browser {

struct SpawnOptions {
  std::string program;                        // path of Chromium's binary
  std::string run_dir;                        // for its profile where no private tmpfs can be mounted
  std::uint64_t process_memory = 2ULL << 30;  // bytes of private memory each of its processes may have
  std::uint64_t whole_memory = 4ULL << 30;    // of all of them together, where control groups are ours to make
  std::uint32_t unprivileged_user = 65534;    // who it becomes when we are root
  bool namespaces = true;                     // false: only the layers that need no rights from the host
};

/// A browser that has just been started, with nothing of ours but its pipe.
struct SpawnedBrowser {
  std::optional<sandbox::ControlGroups> control_groups;  // removed after the process is gone
  pid_t pid = -1;
  UniqueFd pidfd;
  UniqueFd pipe;       // its descriptors 3 and 4: messages of the DevTools protocol, each ended by a NUL
  UniqueFd messages;   // its standard error
  std::string home;    // a directory to remove when it is gone; empty when it goes by itself
  UniqueFd home_lock;  // held while it is in use
  std::vector<sandbox::LayerReport> layers;
};

/// Starts Chromium with its own sandbox on, as an unprivileged user, in namespaces of its own: without network, without sight of other
/// processes, with read-only files and a private /tmp. Where the host refuses namespaces the rest still holds.
/// Safe in a process with threads. Blocks for some milliseconds. Errors: Unavailable, naming the program and what to do.
Result<SpawnedBrowser> spawn_browser(const SpawnOptions& options);

}  // namespace docmill::engines::browser
