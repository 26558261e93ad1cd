#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/service.h"

namespace docmill::testing {

struct MemberStart {
  std::string name;  // "worker-2"
  std::string role;  // "worker"
  std::string host;  // where it runs, when the cluster has a network of its own
  std::vector<std::string> command;
  std::map<std::string, std::string> environment = {};
  std::string log = {};                                // file that its starts share
  std::function<bool(const std::string&)> ready = {};  // is it, given what this start has logged?
  int stop_signal = 0;                                 // asks it to end; 0: SIGTERM
};

/// One process of a cluster: killed, frozen and started again on the same data as often as one likes. For one thread: its
/// processes end when that thread does.
class Member {
 public:
  explicit Member(MemberStart start) : start_(std::move(start)) {}

  const std::string& name() const { return start_.name; }
  const std::string& role() const { return start_.role; }
  const std::string& host() const { return start_.host; }
  pid_t pid() const { return service_ ? service_->pid() : -1; }
  bool running() { return service_ && service_->running(); }

  /// Starts the process; returns before it is ready.
  void start();
  /// Throws, with the log, when it ends or is not ready in time.
  void wait_ready(std::chrono::seconds limit = std::chrono::seconds(120));
  bool ready();
  /// Asks it to end, then waits. Returns the exit code, or 128 + signal; 137 when it had to be killed after `limit`.
  int stop(std::chrono::seconds limit = std::chrono::seconds(60));
  /// kill -9.
  void kill_hard();
  void freeze() const;
  void thaw() const;
  /// What this start has logged.
  std::string log() const;

 private:
  MemberStart start_;
  std::size_t logged_before_ = 0;
  std::unique_ptr<Service> service_;
};

}  // namespace docmill::testing
