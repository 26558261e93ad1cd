#pragma once
#include <sys/resource.h>
#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/fd.h"
#include "sandbox/jail.h"
#include "sandbox/scratch.h"
#include "sandbox/wire.h"
#include "sandbox/zygote_server.h"

namespace docmill::sandbox {

/// The loop of a warm zygote: forks jailed children, hands them to the worker, reaps them and reports how they ended.
class Server {
 public:
  Server(UniqueFd control, ZygoteOptions options, Scratch scratch, Jail jail, ChildMain child_main);

  /// Forks the first child and lets it report from inside its jail. Errors: Unavailable when the jail does not work here.
  Result<void> try_out();

  /// Serves until the worker is gone or nothing works any more; returns the exit status of the zygote.
  int run(const wire::Report& warm);

 private:
  struct Running {
    std::uint64_t number = 0;
    pid_t pid = -1;
    bool handed_over = false;
    UniqueFd socket;  // the worker's end, until it is handed over
    UniqueFd pidfd;
    Scratch::Place place;
  };

  Result<Running*> fork_child(bool announce);
  [[noreturn]] void be_child(const Scratch::Place& place, const UniqueFd& link, bool announce);
  void obey_next_order();
  void hand_over(std::uint64_t request);
  int until_refill_ms() const;  // as poll(2) takes it
  void refill();
  void reap();
  void bury(const Running& child, int status, const rusage& used);
  void report(wire::Report report, std::vector<UniqueFd> descriptors = {});
  Running* ready_child();
  int ready_count() const;

  UniqueFd control_;
  ZygoteOptions options_;
  Scratch scratch_;
  Jail jail_;
  ChildMain child_main_;
  UniqueFd child_signals_;
  std::uint64_t last_number_ = 0;
  std::uint64_t shared_memory_ = 0;  // what a child has in common with the zygote
  int early_deaths_ = 0;             // ready children that ended by themselves, in a row
  bool worker_gone_ = false;
  bool quiet_ = true;  // nobody asked for anything since children were last forked ahead
  std::map<pid_t, Running> children_;
};

}  // namespace docmill::sandbox
