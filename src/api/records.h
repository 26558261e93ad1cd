#pragma once
#include <optional>

#include "base/async.h"
#include "base/ids.h"
#include "model/job.h"
#include "model/job_result.h"
#include "store/blob_store.h"

namespace docmill::api {

/// What is on record of a job; nullopt when there is no such record. `store` is borrowed. Errors: Unavailable, Corrupt.
Async<Result<std::optional<model::Job>>> read_job(store::BlobStore& store, TenantId tenant, JobId job);
Async<Result<std::optional<model::JobResult>>> read_result(store::BlobStore& store, TenantId tenant, JobId job);

}  // namespace docmill::api
