#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "sandbox/zygote.h"

namespace docmill::sandbox {

/// Worker's half: a control group for each child a zygote may have, made before it starts and removed after it is gone.
/// They bound what address space does not: files in memory, page cache, and the sum of it all. Version 1 (memory) and
/// version 2 (memory, pids) are known; which is used follows from what the host mounts and lets us write to.
class ControlGroups {
 public:
  /// Errors: Unavailable; the message says what would allow it.
  static Result<ControlGroups> make(const ZygoteOptions& options);

  ControlGroups(ControlGroups&&) = default;
  ControlGroups& operator=(ControlGroups&&) = default;
  /// Removes the groups. Blocks for well under a millisecond each.
  ~ControlGroups();

  const std::string& directory() const { return directory_; }

 private:
  ControlGroups(std::string directory, UniqueFd lock) : directory_(std::move(directory)), lock_(std::move(lock)) {}
  std::string directory_;
  UniqueFd lock_;  // tells a later worker that the groups are in use
};

/// Zygote's half: the groups' files, opened while it still may, so that a child can walk into its group by itself.
/// Moving costs 0.02 ms, or about 10 ms after a quiet spell while the kernel waits for all processors; the child pays
/// that before its document comes.
class ChildGroups {
 public:
  /// Errors: Unavailable.
  static Result<ChildGroups> open(const std::string& directory, int count);

  /// In the child. False when the kernel refuses.
  bool join(std::size_t slot) const;

  struct Use {
    bool out_of_memory = false;  // the kernel ended the child for its memory
    std::uint64_t peak = 0;      // bytes; 0 when the kernel does not tell
  };
  /// After the child has been reaped; prepares the group for the next one.
  Use settle(std::size_t slot);

 private:
  struct Group {
    UniqueFd processes;
    UniqueFd events;
    UniqueFd peak;
    std::uint64_t kills = 0;
  };
  std::vector<Group> groups_;
};

}  // namespace docmill::sandbox
