#pragma once
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "model/job_events.h"

namespace docmill::model {

/// More records than the longest attempt tells: a worker tells less often of a job that takes long.
inline constexpr std::size_t kMostProgressRecords = 1'000;

/// Where the worker of another process tells how far a job is: below "t/<tenant>/<job>/progress/", a record for each time it tells, of
/// which the last by name counts. A hint, as JobEvents is.
std::string progress_prefix(const TenantId& tenant, const JobId& job);
/// A name behind those told earlier, as far as the clocks of workers agree.
std::string progress_record(const TenantId& tenant, const JobId& job, Timestamp told_at);

/// JSON both ways. Errors when reading: Corrupt.
std::string to_json(const JobProgress& progress);
Result<JobProgress> progress_from_json(std::string_view text);

}  // namespace docmill::model
