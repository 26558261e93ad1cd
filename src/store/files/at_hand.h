#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/fd.h"
#include "base/result.h"
#include "store/files/tree.h"

// What the kernel has in memory and can tell without waiting for the disk: a job's records and documents were written a moment ago, so
// they nearly always are, and a visit to the pool costs more than reading them. Nothing here blocks, so it may run on an event loop.
// Source: openat2(2), RESOLVE_CACHED, Linux 5.12; preadv2(2), RWF_NOWAIT, Linux 4.14. An older kernel, a file system that cannot and a
// container that forbids it answer nullopt: then the same is asked on the pool.
namespace docmill::store::files {

/// The open file, or NotFound when the kernel knows that there is none. `flags`: of open(2).
std::optional<Result<UniqueFd>> open_at_hand(const Tree& tree, const std::string& name, int flags);

/// All `size` bytes from `offset`, which are there.
std::optional<std::string> read_at_hand(int file, std::uint64_t offset, std::size_t size);

}  // namespace docmill::store::files
