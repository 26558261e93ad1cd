#pragma once
#include <atomic>
#include <chrono>

namespace docmill::cli {

/// Tells everything that waits to stop: by SIGINT or SIGTERM, or because nobody reads the output any more. Thread-safe.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  /// From now on SIGINT and SIGTERM raise this one. A second signal ends the process at once. One object at a time.
  void catch_signals();
  void raise();
  bool raised() const { return raised_.load(); }
  /// 0 when it was not a signal.
  int signal() const { return signal_.load(); }
  /// Sleeps; returns false as soon as it is raised.
  bool sleep(std::chrono::milliseconds length) const;
  /// Can be read from once it is raised: for poll().
  int fd() const { return fd_; }

 private:
  static void on_signal(int number);

  std::atomic<bool> raised_{false};
  std::atomic<int> signal_{0};
  int fd_ = -1;
};

}  // namespace docmill::cli
