#pragma once
#include <chrono>
#include <cstdint>

#include "base/result.h"

namespace docmill::sandbox {

/// Exit statuses a child leaves with when its own code did not choose one. Engines keep away from them.
constexpr int kOutOfMemoryExit = 86;
constexpr int kJailFailedExit = 87;

struct ChildLimits {
  std::uint64_t address_space = 0;  // bytes in all; 0 is no limit
  std::uint64_t file_size = 0;      // bytes in one file
  std::chrono::seconds cpu{300};
};

/// Bytes of address space this process has mapped now.
std::uint64_t mapped_bytes();
/// Bytes of memory this process has touched and a fork would share copy-on-write.
std::uint64_t resident_anonymous_bytes();

/// Sets the resource limits of the calling process for good: memory, processor time, file size, 256 descriptors, 16 MiB
/// of stack, no core file, no locked memory. A file that grows too large fails with EFBIG instead of ending the process.
Result<void> apply_limits(const ChildLimits& limits);

/// From here on a failed `new` ends the process with kOutOfMemoryExit, and so does a crash at the memory limit (a
/// library that does not check malloc). Other crashes stay what they are.
void report_out_of_memory_by_exit();

}  // namespace docmill::sandbox
