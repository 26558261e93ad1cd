#pragma once
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace docmill::testing {

struct ServiceStart {
  std::vector<std::string> command;                     // found on the PATH
  std::map<std::string, std::string> environment = {};  // added to ours
  std::string log = {};                                 // file for its stdout and stderr; empty: thrown away
  uid_t uid = 0;                                        // for programs that refuse to be root; only root can change it
};

/// A server program started for a test, in a process group of its own; ended by process id with the object, at the latest
/// with the test process.
class Service {
 public:
  explicit Service(ServiceStart start);
  /// kill -9.
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  pid_t pid() const { return pid_; }
  /// False as soon as it has ended by itself or by signal.
  bool running();
  void signal(int number) const;
  /// SIGTERM, then waits up to `limit` and kills. Returns the exit code, or 128 + signal.
  int stop(std::chrono::seconds limit = std::chrono::seconds(20));
  int kill_hard();
  /// What it has written to its log so far.
  std::string log() const;
  /// Waits until its log holds `text`; returns the line that does. Throws, with the log, when it ends or `limit` passes first.
  std::string wait_for_line(const std::string& text, std::chrono::seconds limit = std::chrono::seconds(60));

 private:
  int reap(bool block);

  std::string log_path_;
  pid_t pid_ = -1;
  int status_ = -1;
};

/// A TCP port on loopback that was free a moment ago, was not given before, and that no client is given by the kernel: for servers that
/// cannot let the kernel choose.
std::uint16_t free_port();

/// Asks `ready` every few milliseconds; false when `limit` passed first.
bool wait_until(const std::function<bool()>& ready, std::chrono::milliseconds limit);

/// Civil time of a service, turned by hand (libfaketime). It stands still between turns; timers and sleeps go on.
class TurnedClock {
 public:
  /// Starts at this moment, to the second. `file` is made.
  explicit TurnedClock(std::string file);
  /// What the service needs in its environment.
  std::map<std::string, std::string> environment() const;
  /// Milliseconds since 1970 on that clock.
  std::int64_t now() const { return ms_; }
  void advance(std::chrono::milliseconds length);

 private:
  void write() const;

  std::string file_;
  std::int64_t ms_ = 0;
};

}  // namespace docmill::testing
