#pragma once
#include <chrono>
#include <optional>

#include "api/jobs.h"
#include "api/submit.h"
#include "base/async.h"
#include "base/clock.h"
#include "base/result.h"

namespace docmill::api {

/// Waits for results on behalf of those who hold a connection open.
class ResultWait {
 public:
  /// `jobs` is borrowed. `longest`: for one result; `pause`: how often the store is looked at when nobody tells anything.
  ResultWait(Jobs& jobs, std::chrono::milliseconds longest, std::chrono::milliseconds pause)
      : jobs_(jobs), longest_(longest), pause_(pause) {}

  /// The job's result; nullopt when it has none in time. Errors: those of Jobs::result_of().
  Async<Result<std::optional<model::JobResult>>> wait(TenantId tenant, Submitted submitted);

  /// From now on nobody waits longer than this.
  void until(Deadline by) { by_ = by_.earlier(by); }

 private:
  Jobs& jobs_;
  std::chrono::milliseconds longest_;
  std::chrono::milliseconds pause_;
  Deadline by_ = Deadline::never();
};

}  // namespace docmill::api
