#pragma once
#include <optional>

#include "base/async.h"
#include "base/ids.h"
#include "model/job.h"
#include "model/job_events.h"
#include "model/job_result.h"
#include "store/blob_store.h"

namespace docmill::api {

/// What is on record of a job; nullopt when there is no such record. `store` is borrowed. Errors: Unavailable, Corrupt.
Async<Result<std::optional<model::Job>>> read_job(store::BlobStore& store, TenantId tenant, JobId job);
Async<Result<std::optional<model::JobResult>>> read_result(store::BlobStore& store, TenantId tenant, JobId job);
/// What the worker of another process told last of a job that it has had for a while; nullopt when it told nothing.
Async<Result<std::optional<model::JobProgress>>> read_progress(store::BlobStore& store, TenantId tenant, JobId job);

}  // namespace docmill::api
