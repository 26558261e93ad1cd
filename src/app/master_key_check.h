#pragma once
#include "base/async.h"
#include "base/result.h"
#include "crypto/keyring.h"
#include "store/blob_store.h"

namespace docmill::app {

/// Refuses a master key that is not the one the store's blobs were sealed with, before a node with another key makes blobs
/// nobody else can read. Each master key leaves a sealed blob "h/<key id>"; a node must be able to open one that is there.
/// Borrows both; `store` is the sealed store. Errors: Conflict (another key: the message says what to do). A store that cannot
/// be reached is no error here: readiness tells it.
Async<Result<void>> check_master_key(store::BlobStore& store, const crypto::Keyring& keyring);

}  // namespace docmill::app
