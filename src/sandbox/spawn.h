#pragma once
#include <sys/types.h>

#include <optional>
#include <string>

#include "base/fd.h"
#include "base/result.h"
#include "sandbox/cgroup.h"
#include "sandbox/zygote.h"

namespace docmill::sandbox {

/// A zygote process that has just been started.
struct Spawned {
  std::optional<ControlGroups> control_groups;  // theirs; removed after the process is gone
  std::string no_control_groups;                // why there are none
  pid_t pid = -1;
  UniqueFd pidfd;
  UniqueFd control;
};

/// Starts the zygote's program with nothing of ours but its control socket: a clean environment, no descriptors, a
/// process group of its own so that a terminal's Ctrl-C does not reach it. Safe in a process with threads.
/// Errors: Unavailable, naming the program.
Result<Spawned> spawn_zygote(const ZygoteOptions& options);

}  // namespace docmill::sandbox
