#pragma once
#include <chrono>
#include <cstdint>
#include <vector>

#include "base/async.h"
#include "base/result.h"
#include "engines/engine.h"
#include "model/action.h"
#include "model/job.h"
#include "net/egress.h"
#include "store/blob_store.h"

namespace docmill::worker {

/// Where inputs come from and how much of them is accepted; references are borrowed.
struct FetchParts {
  store::BlobStore& store;
  net::Egress& egress;
  std::chrono::milliseconds budget;  // for all inputs together
  std::uint64_t input_limit;         // bytes of one fetched input
};

struct Fetched {
  std::vector<engines::Document> documents;  // in memory, in the job's order
  std::string first_name;                    // what to name outputs after; customer text, may be empty
};

/// Brings the job's inputs into memory files: stored blobs decrypted, addresses fetched through the egress guard.
/// Errors, all of phase fetch: FetchRefused, FetchFailed, PayloadTooLarge, UnsupportedType (not what the action takes),
/// InputDamaged (empty), Internal (a stored input is gone), Cancelled (`stop`), and those of the store.
Async<Result<Fetched>> fetch_inputs(FetchParts parts, const model::Action& action, std::vector<model::Input> inputs, engines::Stop& stop);

}  // namespace docmill::worker
