#pragma once
#include <string>
#include <vector>

#include "base/fd.h"
#include "base/result.h"

namespace docmill::sandbox {

/// Which Landlock the kernel speaks; 0 when it has none or has it switched off.
int landlock_abi();

/// What every child may read, opened once in the zygote so that a child only has to put rules together.
/// A child may read these, use /dev/null, /dev/zero and /dev/urandom, and do anything but execute below its own
/// directory. With ABI 4 TCP is refused, with ABI 6 signals and abstract sockets end at the jail's wall.
class LandlockPlan {
 public:
  /// Paths that do not exist are left out. Errors: Unavailable when the kernel has no Landlock.
  static Result<LandlockPlan> make(const std::vector<std::string>& readable);

  /// Shuts the calling thread in, for good. Needs no-new-privileges. `own_directory` is open for reading or O_PATH.
  Result<void> enter(int own_directory) const;

  int abi() const { return abi_; }

 private:
  struct Rule {
    UniqueFd path;
    std::uint64_t access;
  };
  int abi_ = 0;
  std::vector<Rule> rules_;
};

}  // namespace docmill::sandbox
