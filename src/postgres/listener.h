#pragma once
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "base/fd.h"
#include "base/signal.h"
#include "postgres/address.h"
#include "postgres/connection.h"

namespace docmill::postgres {

/// Wakes waiters in other processes: one connection with a thread of its own that listens to a channel and rings on it
/// (LISTEN, NOTIFY). What it tells is a hint only: rings are lost while there is no connection, so waiters look by themselves
/// now and then. It logs in again by itself. Thread-safe. Destroying it ends the thread.
///
/// Rings are sent after, not inside, the transactions they are about: a transaction with a NOTIFY holds a lock of the whole
/// server during its commit, so such commits would happen one after the other.
class Listener {
 public:
  /// `channel`: lower-case letters and _.
  Listener(Address address, std::string channel);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// Notified when another process rings with `name`, and when rings may have been missed. Lives as long as the listener.
  Signal& heard(const std::string& name);
  /// Tells every other listener of the channel. Returns at once; many rings of one name may arrive as one.
  void ring(const std::string& name);
  /// True while it is connected.
  bool listening() const { return listening_; }

 private:
  void serve();
  void listen(Connection& connection);
  bool send_rings(Connection& connection);
  bool pass_on(Connection& connection);
  void wake_everybody();
  /// Waits until the thread is called, `descriptor` is readable or the time is up.
  void rest(int descriptor, std::chrono::milliseconds length);

  Address address_;
  std::string channel_;
  UniqueFd calls_;  // an eventfd: written to call the thread
  std::mutex mutex_;
  std::map<std::string, Signal> signals_;
  std::set<std::string> rings_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> listening_ = false;
  std::thread thread_;  // last: it uses everything above
};

}  // namespace docmill::postgres
