#pragma once
#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "sandbox/zygote.h"

namespace docmill::sandbox {

/// Where a zygote and its children write: memory that goes with them. With mount rights every child gets a small
/// file system of its own size; without, a directory of its own below one private directory.
class Scratch {
 public:
  /// Makes the root, the zygote's home and a slot for each child, owned by `user`. `mounts`: whether to mount.
  /// Errors: Unavailable, StorageFull.
  static Result<Scratch> make(const ZygoteOptions& options, bool mounts, uid_t user, std::vector<LayerReport>& layers);

  const std::string& home() const { return home_; }

  /// A fresh empty directory for one child.
  struct Place {
    std::size_t slot = 0;
    std::string name;
    UniqueFd directory;
  };
  /// nullopt when every slot is taken. Errors: StorageFull, Unavailable.
  Result<std::optional<Place>> take(std::uint64_t child);
  /// Removes the directory and frees the slot; a slot that cannot be emptied is not used again.
  void give_back(const Place& place);

  /// Removes what would outlive the mount namespace. For the last process of the zygote.
  void remove();

 private:
  struct Slot {
    UniqueFd directory;
    bool taken = false;
    bool broken = false;
  };
  std::string root_;
  std::string home_;
  bool mounted_ = false;
  UniqueFd lock_;  // held while anybody of the zygote lives, so that a sweep knows
  std::vector<Slot> slots_;
  std::size_t next_ = 0;
};

}  // namespace docmill::sandbox
