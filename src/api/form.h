#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "actions/connector.h"
#include "actions/validate.h"
#include "base/async.h"
#include "base/ids.h"
#include "base/metrics.h"
#include "base/result.h"
#include "model/action.h"
#include "model/job.h"
#include "model/process.h"
#include "net/http.h"
#include "store/blob_store.h"

namespace docmill::api {

/// What a form says, checked against its action. Its documents have been written, but no blob exists until commit_inputs(): dropping
/// the form leaves nothing behind.
struct Form {
  actions::Params params;
  std::vector<model::Input> inputs;  // by field in the action's order, then in the caller's
  std::vector<std::unique_ptr<store::BlobWriter>> writers;
  std::string callback_url;
};

/// All borrowed.
struct FormParts {
  store::BlobStore& store;
  Metrics& metrics;
  std::uint64_t input_limit;  // bytes of one document
};

/// One form to be read. `action` and `body` are borrowed for as long as that takes.
struct FormRequest {
  const model::Action* action;
  TenantId tenant;
  JobId job;  // the inputs are stored under it
  std::string content_type;
  net::Body* body;
  const actions::ConnectorOperation* wire = nullptr;  // how a connector's JSON names the fields; nullptr: it is a multipart form
  std::string query = {};                             // of the address, raw; read with `wire` only
  ProcessId process = {};                             // set: the documents belong to it and not to `job`
};

/// Reads a form, or the JSON of a connector, as it arrives: small values into memory, documents through size limit, type check and digest
/// into sealed blobs, a few chunks in memory whatever their size. A document that is known to kill the engine is refused before it is
/// stored. Errors: BadRequest, UnsupportedType, PayloadTooLarge, KnownKiller, FetchRefused (an address), RequestTimeout, Unavailable,
/// StorageFull; each says what to do.
Async<Result<Form>> read_form(FormParts parts, FormRequest request);

/// A name for an input that no other has, so that two uploads with one idempotency key never meet.
std::string new_input_name(const TenantId& tenant, const JobId& job);

/// Adds a copy of a stored document to the inputs of `form`, under the job's own name, to be committed with the others.
/// Errors: NotFound (it was removed), Unavailable, StorageFull.
Async<Result<void>> add_copy(store::BlobStore& store, Form& form, model::Input original, std::string name);

/// Makes a form's documents durable. Errors: StorageFull, Unavailable; some may exist then, remove_inputs() takes them away.
Async<Result<void>> commit_inputs(store::BlobStore& store, std::vector<std::unique_ptr<store::BlobWriter>> writers);

/// Removes stored inputs again. What cannot be removed is left to the sweeps.
Async<void> remove_inputs(store::BlobStore& store, std::vector<model::Input> inputs);

/// Copies the stored inputs of a job to names under another job and removes the first ones. On failure nothing is left under `to`.
Async<Result<std::vector<model::Input>>> move_inputs(store::BlobStore& store, std::vector<model::Input> inputs, TenantId tenant, JobId to);

}  // namespace docmill::api
