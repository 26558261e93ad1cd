#pragma once
#include <string>

#include "base/async.h"
#include "base/result.h"
#include "crypto/keyring.h"
#include "store/blob_store.h"

namespace docmill::app {

/// What a master key is held against, and what the two are called where they do not belong together; borrowed.
struct SealedHouse {
  store::BlobStore& raw;     // the blobs as they lie there
  store::BlobStore& sealed;  // the same through `keyring`
  const crypto::Keyring& keyring;
  std::string key_file;  // a path
  std::string store;     // a folder or a driver's URI
};

/// Refuses a master key that is not the one the store's blobs were sealed with, before a node with another key answers as if it could
/// read them, or makes blobs nobody else can read. Each master key leaves a sealed blob "h/<key id>"; a node must be able to open one
/// that is there. A store with other marks or none, as after a backup was brought back or before there were marks, is judged by
/// what a job or a process left in it.
/// Errors: Conflict (another key: the message names both and says what to do). A store that cannot be reached is no error here:
/// readiness tells it.
Async<Result<void>> check_master_key(SealedHouse house);

}  // namespace docmill::app
