#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/async.h"
#include "base/result.h"
#include "engines/engine.h"
#include "model/job.h"
#include "model/job_result.h"
#include "store/blob_store.h"

namespace docmill::worker {

/// What outputs are stored under and named after.
struct KeepRequest {
  TenantId tenant;
  JobId job;
  std::uint32_t attempt_tag = 0;   // no other attempt at this job may have it
  std::string first_name;          // of the first input; customer text
  std::string makes;               // extension of what the action makes
  std::uint64_t output_limit = 0;  // bytes, all outputs together
};

/// Outputs that are in the store, but for the last ones: those are written, and exist once they are committed. The record that names
/// all of them is committed with them, which spares it waits of its own for the disk.
struct Kept {
  std::vector<model::Output> outputs;
  std::vector<std::unique_ptr<store::BlobWriter>> uncommitted;
};

/// Seals every output into the store, in pieces, with its digest. `stored` gets the name of each blob before it may exist, so
/// that the caller can remove what a failure leaves behind. What waits in memory is at most some MiB, however many outputs there are.
/// Errors, all of phase store: InputTooComplex (over the limit), Cancelled (`stop`), and those of the store.
Async<Result<Kept>> keep_outputs(store::BlobStore& store, KeepRequest request, std::vector<engines::Document> documents,
                                 const engines::Stop& stop, std::vector<std::string>& stored);

/// The name an output is offered under: the input's without its extension, a number when there are several, the new extension.
/// Control characters, path and header separators become '_'; at most 200 bytes of it are kept.
std::string output_filename(std::string_view first_name, std::string_view extension, std::size_t index, std::size_t count);

/// The names of all outputs of a job, no two alike: the engine's where it gave one, else as above.
/// `makes`: the extension of an output that has none.
std::vector<std::string> output_filenames(const std::vector<engines::Document>& documents, std::string_view first_name,
                                          std::string_view makes);

}  // namespace docmill::worker
