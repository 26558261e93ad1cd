#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "base/async.h"
#include "base/result.h"
#include "store/blob_store.h"

namespace docmill::store {

struct CopyReport {
  std::uint64_t copied = 0;
  std::uint64_t already_there = 0;
  std::uint64_t gone = 0;  // removed from `from` while the copy went on
  std::uint64_t bytes = 0;
};

/// Copies every blob as it is stored, in pieces, so that sealed stays sealed and memory stays small. Blobs that are there
/// already are left alone: a copy that broke off is begun again, and one made while work goes on is completed by a second.
/// `progress` is told after every page. Borrows both stores. Errors: those of either store, naming no blob's content.
Async<Result<CopyReport>> copy_blobs(BlobStore& from, BlobStore& to, std::function<void(const CopyReport&)> progress);

}  // namespace docmill::store
