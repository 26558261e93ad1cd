#pragma once
#include <chrono>
#include <cstddef>
#include <unordered_map>

#include "api/answers.h"
#include "base/async.h"
#include "base/metrics.h"
#include "console/job_book.h"
#include "model/account.h"
#include "net/http.h"

namespace docmill::console {

struct StreamOptions {
  std::chrono::milliseconds poll_interval;
  std::chrono::milliseconds heartbeat;
  std::chrono::milliseconds longest;
  std::size_t most;  // of one key at a time
};

/// Tells pages of a job as it goes on (server-sent events, WHATWG HTML section 9.2): an event "job" with all that is known, at once and at
/// every change, until it has ended. The page opens the stream again when it ends before that.
class JobStreams {
 public:
  /// `book`, `events` and `metrics` are borrowed.
  JobStreams(JobBook& book, model::JobEvents& events, Metrics& metrics, StreamOptions options)
      : book_(book), events_(events), metrics_(metrics), options_(options) {}

  /// Answers with a stream, or with what is wrong.
  Async<void> serve(const net::Request& request, model::Principal principal, JobId job, api::LinkMaker links, net::Responder& respond);

  /// From now on streams end at their next look.
  void drain() { leaving_ = true; }

 private:
  /// A place among the streams of a key, given back at its end.
  class Seat;

  Async<void> tell(TenantId tenant, JobFacts facts, api::LinkMaker links, net::Responder& respond);

  JobBook& book_;
  model::JobEvents& events_;
  Metrics& metrics_;
  StreamOptions options_;
  std::unordered_map<KeyId, std::size_t> open_;
  bool leaving_ = false;
};

}  // namespace docmill::console
