#include "api/records.h"

#include <string>
#include <utility>

#include "model/job_progress.h"
#include "model/limits.h"

namespace docmill::api {
namespace {

/// The record as text; nullopt when there is none.
Async<Result<std::optional<std::string>>> read_record(store::BlobStore& store, std::string name) {
  auto text = co_await store::get(store, std::move(name), model::kRecordLimit);
  if (!text && text.error().code() == ErrorCode::NotFound) co_return std::optional<std::string>{};
  if (!text) co_return Failed(text.error());
  co_return std::optional<std::string>(*std::move(text));
}

}  // namespace

Async<Result<std::optional<model::Job>>> read_job(store::BlobStore& store, TenantId tenant, JobId job) {
  auto text = co_await read_record(store, model::job_record(tenant, job));
  if (!text) co_return Failed(text.error());
  if (!*text) co_return std::optional<model::Job>{};
  auto record = model::job_from_json(**text);
  if (!record) co_return Failed(record.error());
  co_return std::optional<model::Job>(*std::move(record));
}

Async<Result<std::optional<model::JobResult>>> read_result(store::BlobStore& store, TenantId tenant, JobId job) {
  auto text = co_await read_record(store, model::result_record(tenant, job));
  if (!text) co_return Failed(text.error());
  if (!*text) co_return std::optional<model::JobResult>{};
  auto result = model::result_from_json(**text);
  if (!result) co_return Failed(result.error());
  co_return std::optional<model::JobResult>(*std::move(result));
}

Async<Result<std::optional<model::JobProgress>>> read_progress(store::BlobStore& store, TenantId tenant, JobId job) {
  const auto told = co_await store.list(model::progress_prefix(tenant, job), "", model::kMostProgressRecords);
  if (!told) co_return Failed(told.error());
  if (told->empty()) co_return std::optional<model::JobProgress>{};
  auto text = co_await read_record(store, told->back().name);
  if (!text) co_return Failed(text.error());
  if (!*text) co_return std::optional<model::JobProgress>{};  // the attempt has just ended
  auto progress = model::progress_from_json(**text);
  if (!progress) co_return Failed(progress.error());
  co_return std::optional<model::JobProgress>(*std::move(progress));
}

}  // namespace docmill::api
