#pragma once
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace docmill::cli {

/// Names of files that wait to be done, each at most once, and not while it is being done. Thread-safe.
class WatchQueue {
 public:
  using Steady = std::chrono::steady_clock;

  struct Task {
    std::string name;
    unsigned tries = 0;   // that have failed by no fault of the file
    bool closed = false;  // its writer has told that it is finished
  };

  /// Adds a file, or hastens one that waits. One that is being done waits until it has been.
  void add(const std::string& name, bool closed, Steady::duration in = {});
  /// The next task, once it is due; nullopt when closed. Follow it by done().
  std::optional<Task> take();
  /// The file has been dealt with; `again`: it comes again after this time, its tries counted on.
  void done(const Task& task, std::optional<Steady::duration> again);
  /// Everybody who waits in take() gets nullopt.
  void close();

 private:
  struct Waiting {
    Steady::time_point due;
    Task task;
  };

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Waiting> waiting_;
  std::set<std::string> busy_;
  bool closed_ = false;
};

}  // namespace docmill::cli
