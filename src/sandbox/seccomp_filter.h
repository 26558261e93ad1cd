#pragma once
#include <linux/filter.h>
#include <sys/types.h>

#include <vector>

#include "base/result.h"

namespace docmill::sandbox {

/// The system calls a child may make, compiled once in the zygote and installed by each child.
///   allowed   what a single process needs to compute, to read and write its files and to start threads
///   killed    exec, ptrace, mounts, kernel interfaces: no engine calls them, so a call is an attack (SIGSYS)
///   refused   everything else, with EPERM: sockets, new processes, signals to others, executable memory
class SeccompFilter {
 public:
  /// `generated_code`: whether the engine may make memory executable (a just-in-time compiler needs it).
  /// Errors: Unavailable when libseccomp cannot build it.
  static Result<SeccompFilter> compile(bool generated_code);

  /// Whether the kernel has seccomp filters at all.
  static bool supported();

  /// Shuts the calling thread in, for good. Needs no-new-privileges. Signals can be sent to `self` only.
  Result<void> enter(pid_t self);

 private:
  std::vector<sock_filter> program_;
};

}  // namespace docmill::sandbox
