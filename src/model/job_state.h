#pragma once
#include <string_view>

#include "base/result.h"

namespace docmill::model {

/// The states a job is seen in. Final: Succeeded, Failed, Cancelled.
enum class JobState { Accepted, Running, Waiting, Succeeded, Failed, Cancelled };

/// What can happen to a job.
enum class JobEvent { Leased, Finished, AttemptFailed, LeaseExpired, GaveUp, CancelRequested };

std::string_view name(JobState state);

bool is_final(JobState state);

/// The one place that knows which event leads where (picture in ARCHITECTURE.md). A final state absorbs every later event:
/// that is how a duplicate message, a late finisher and a second cancel stay harmless.
/// Errors: Conflict when the event cannot happen in that state (a bug in the caller).
Result<JobState> next(JobState state, JobEvent event);

}  // namespace docmill::model
