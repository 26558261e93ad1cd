#pragma once
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "base/async.h"
#include "base/signal.h"
#include "engines/engine.h"
#include "queue/queue.h"
#include "store/blob_store.h"

namespace docmill::worker {

/// Why an attempt was told to stop.
enum class StopReason {
  None,
  LeaseLost,  // somebody else may be working on it: write nothing
  Finished,   // result.json appeared: cancelled by the caller, or another attempt was faster
  Drained,    // this worker is leaving
};

/// What an attempt is overseen with; references are borrowed.
struct OversightParts {
  queue::Queue& jobs;
  store::BlobStore& store;
  std::string result_name;           // the job's result.json
  std::shared_ptr<Signal> finished;  // from JobEvents::watch
  queue::Lease lease;
  std::chrono::seconds lease_time;
  Deadline::Steady::time_point asked_at;  // when the lease was asked for: it may have begun then
};

/// Watches over one attempt on its own coroutine: extends the lease every third of it, looks for a result written
/// elsewhere, and stops the attempt when the right to work is gone or the work is no longer wanted.
/// The lease is trusted for two thirds of its time, counted from the moment it was asked for, so that an attempt stops
/// before anybody else may start, also when the queue cannot be reached or its answer hangs. Used from one strand.
class Oversight : public std::enable_shared_from_this<Oversight> {
 public:
  static std::shared_ptr<Oversight> start(const Executor& executor, OversightParts parts);

  engines::Stop& stop() { return stop_; }
  StopReason reason() const { return reason_; }
  /// Stops the attempt; the first reason stands.
  void halt(StopReason reason);
  /// No further look at result.json: the attempt has just written it.
  void result_is_ours() { watching_ = false; }
  /// Ends the oversight and returns the newest lease; waits for an extend that is under way.
  Async<queue::Lease> end();

  Oversight(const Executor& executor, OversightParts parts);

 private:
  Async<void> run(std::shared_ptr<Oversight> self);
  Async<void> beat();
  Async<void> look();
  void trust_from(Deadline::Steady::time_point asked_at);

  OversightParts parts_;
  engines::Stop stop_;
  StopReason reason_ = StopReason::None;
  bool watching_ = true;
  bool ended_ = false;
  bool done_ = false;
  Signal wake_;
  Deadline::Steady::time_point trusted_until_;
  Deadline next_beat_ = Deadline::never();
  boost::asio::steady_timer trust_;
};

}  // namespace docmill::worker
