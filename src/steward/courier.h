#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/async.h"
#include "base/result.h"
#include "model/job.h"
#include "model/job_result.h"
#include "steward/steward.h"

namespace docmill::steward {

/// Delivers callbacks: one signed POST that says how a job ended.
///   X-Docmill-Timestamp: seconds since 1970
///   X-Docmill-Signature: v1=<hex HMAC-SHA256(callback key, timestamp + "." + body)>
/// Body: {"jobId", "status", "link" | "links" | "error"}; hooks of a process are told of successes only, with "processId" and "fileUrl"
/// besides. Any 2xx answer is a delivery and 410 asks for no further try;
/// everything else, redirects included, is tried again later. The outcome is kept in callback.json (hook-N.json), so that a delivered
/// callback is not posted again; only a crash between the answer and that record can repeat one.
class Courier {
 public:
  /// Both are borrowed.
  Courier(const StewardParts& parts, const StewardOptions& options) : parts_(parts), options_(options) {}

  /// Makes one try at each address, the `attempt`-th, unless its record says that it is over. `span` is borrowed; its trace goes along
  /// in the headers traceparent and tracestate.
  /// Returns: nullopt when all are dealt with for good, else how long to wait before the next try.
  /// Errors: those of the store (try again).
  Async<Result<std::optional<std::chrono::seconds>>> deliver(model::JobResult result, std::uint32_t attempt, const trace::Span& span);

 private:
  /// One address that is told.
  struct Target {
    std::string url;
    std::string record;  // the blob that keeps what came of it
    std::string body;
  };

  std::vector<Target> targets_of(const model::Job& job, const model::JobResult& result) const;
  Async<Result<bool>> tell(const model::JobResult& result, Target target, std::uint32_t attempt, const trace::Span& span);
  Async<Result<int>> post(TenantId tenant, std::string url, std::string body, trace::Span span);
  Async<Result<void>> keep(const model::JobResult& result, std::string record, std::string outcome, int status, std::uint32_t attempt);

  const StewardParts& parts_;
  const StewardOptions& options_;
};

/// The body of a callback. Links are made with `parts.link_key` and last as long as the result.
std::string callback_body(const StewardParts& parts, const StewardOptions& options, const model::JobResult& result);

/// The body of a hook of `process`: the same, with "processId" and "fileUrl", which is the link.
std::string hook_body(const StewardParts& parts, const StewardOptions& options, const model::JobResult& result, const std::string& process);

/// 10 s doubled for every try made, at most 10 minutes, a quarter more or less by chance.
std::chrono::seconds callback_delay(std::uint32_t attempt);

}  // namespace docmill::steward
