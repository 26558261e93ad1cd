#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/azure/container.h"

namespace docmill::store::azure {

constexpr std::size_t kBatchedAtOnce = 256;  // learn.microsoft.com "Blob Batch": requests in one

/// Deletes up to kBatchedAtOnce blobs in one request. Returns false when the service answered for one of them, or for all,
/// something other than "deleted" and "not there": any of them may be gone. Errors: Unavailable, PermissionDenied.
Async<Result<bool>> delete_batch(Container& container, const std::vector<std::string>& names);

/// The statuses of the parts of a batch's answer, in their order; nullopt when it is none.
std::optional<std::vector<int>> parse_batch(std::string_view body);

}  // namespace docmill::store::azure
