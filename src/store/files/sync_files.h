#pragma once
#include <cstddef>
#include <vector>

#include "base/pool.h"
#include "base/result.h"

namespace docmill::store::files {

/// So many help at most: they sleep while the disk works, and what more would gain is within the noise.
inline constexpr std::size_t kSyncHelpers = 7;

/// Returns when all files are durable. Blocks. Several are synced at a time, by this thread and by those of `helpers` that are free, which
/// only wait for the disk: what is asked for while the file system commits its journal shares that commit and one flush of the disk,
/// where each file that is synced later costs a flush of its own. Whoever is busy is not waited for.
/// Errors: those of fsync(2). Then some may be durable and no more are begun.
Result<void> sync_files(const std::vector<int>& files, Pool& helpers);

}  // namespace docmill::store::files
