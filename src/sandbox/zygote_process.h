#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/signal.h"
#include "sandbox/jailed_child.h"
#include "sandbox/socket_wait.h"
#include "sandbox/spawn.h"
#include "sandbox/wire.h"
#include "sandbox/zygote.h"

namespace docmill::sandbox {

/// The worker's side of one zygote process, from its start to its reaping. Used from one strand.
/// Shared by its owner and by the coroutine that listens to it.
class ZygoteProcess : public std::enable_shared_from_this<ZygoteProcess> {
 public:
  /// Starts the program and a coroutine that listens to it. Errors: Unavailable.
  static Result<std::shared_ptr<ZygoteProcess>> launch(const Executor& executor, const ZygoteOptions& options);
  /// Ends it when it takes longer than its start timeout. Errors: Unavailable, with the zygote's own reason.
  Async<Result<void>> wait_until_warm();

  ZygoteProcess(const Executor& executor, ZygoteOptions options, Spawned spawned);
  ~ZygoteProcess();

  /// Errors: Unavailable.
  Async<Result<std::unique_ptr<Child>>> fork();

  bool warm() const { return warmed_up_ && !lost_ && !retired_; }
  bool lost() const { return lost_; }
  bool reaped() const { return reaped_; }
  pid_t pid() const { return pid_; }
  /// Version and layers; empty before it is warm.
  const wire::Report& warm_report() const { return warm_report_; }

  /// Forks nothing more and ends when the last child has ended.
  void retire();
  /// Ends the zygote and every child now.
  void end();
  /// Waits until the process is gone and reaped; false at the deadline.
  Async<bool> gone(Deadline until);

 private:
  struct PendingFork {
    std::optional<Result<std::unique_ptr<Child>>> answer;
    Signal changed;
  };

  Async<void> listen();
  void handle(wire::Report report, std::vector<UniqueFd> descriptors);
  void forked(const wire::Report& report, std::vector<UniqueFd> descriptors);
  void lose();
  void answer(std::uint64_t request, Result<std::unique_ptr<Child>> result);
  bool reap();

  Executor executor_;
  ZygoteOptions options_;
  std::optional<ControlGroups> control_groups_;
  std::string no_control_groups_;
  pid_t pid_;
  Descriptor control_;
  Descriptor pidfd_;
  wire::Report warm_report_;
  bool warmed_up_ = false;
  std::string gave_up_;
  int exit_status_ = 0;
  bool retired_ = false;
  bool lost_ = false;
  bool reaped_ = false;
  std::uint64_t last_request_ = 0;
  std::map<std::uint64_t, std::shared_ptr<PendingFork>> pending_;   // shared with the coroutine that waits for the answer
  std::map<std::uint64_t, std::shared_ptr<ChildRecord>> children_;  // shared with the child objects
  Signal changed_;
};

}  // namespace docmill::sandbox
