#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/async.h"
#include "base/metrics.h"
#include "sandbox/child.h"

namespace docmill::sandbox {

/// One layer of the jail, and whether it is on here.
struct LayerReport {
  std::string name;  // "landlock", "seccomp", "rlimits", "no-new-privileges", "unprivileged-user", "network-namespace", …
  bool active = false;
  std::string detail;  // "ABI 7", or why it is off and what would turn it on
};

struct ZygoteOptions {
  std::string program;  // path of the engine's zygote binary
  std::vector<std::string> arguments;
  int ready_children = 1;                    // forked ahead, jailed and waiting
  std::uint64_t memory_growth = 1ULL << 30;  // bytes of address space a child may add
  std::uint64_t scratch_size = 1ULL << 30;   // bytes of private temporary files per child
  std::chrono::seconds cpu_limit{300};
  std::chrono::seconds start_timeout{60};
  std::string run_dir;                      // for scratch space where no private tmpfs can be mounted
  int max_children = 64;                    // running and ready together; each has a scratch space of its own
  std::uint32_t unprivileged_user = 65534;  // user and group a zygote started as root changes to
  bool namespaces = true;                   // false: only the layers that need no rights from the host
  bool control_groups = true;               // false: no limit on memory beside address space
  bool require_landlock = true;             // false: serve on a kernel without Landlock, with the other layers only
  std::vector<std::string> environment;     // "NAME=VALUE" beside PATH, LANG, HOME and TMPDIR; nothing is inherited
};

/// A warm engine that forks one jailed child per document. Owns the zygote process; replaces it when it dies.
/// Used from one strand.
class Zygote {
 public:
  Zygote(Executor executor, ZygoteOptions options);
  ~Zygote();

  /// Starts the zygote and waits until it is warm. Errors: Unavailable (the message says what to install or allow).
  Async<Result<void>> start();

  /// A jailed child that waits for its document. Starts a new zygote when the old one is gone.
  /// Errors: Unavailable.
  Async<Result<std::unique_ptr<Child>>> fork();

  /// Starts a fresh zygote beside the old one and swaps when it is warm; running children finish.
  Async<Result<void>> replace();

  bool ready() const;
  /// The engine's own name and version, "LibreOffice 7.4.7.2"; empty until it has been warm once.
  std::string version() const;
  std::vector<LayerReport> layers() const;
  /// The process id of the zygote's guardian, for operators; 0 before the first start.
  int pid() const;
  /// Kills the zygote and its children and waits for them to be gone.
  Async<void> stop();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;  // shared with the coroutines that read the zygote's socket
};

}  // namespace docmill::sandbox
