#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "sandbox/cgroup.h"
#include "sandbox/descriptors.h"
#include "sandbox/landlock.h"
#include "sandbox/limits.h"
#include "sandbox/scratch.h"
#include "sandbox/seccomp_filter.h"
#include "sandbox/zygote.h"

namespace docmill::sandbox {

/// Everything that can be worked out before the fork, so that a child only has to walk through the doors.
struct Jail {
  std::optional<LandlockPlan> landlock;  // nullopt: the kernel has none and the operator accepted that
  std::optional<ChildGroups> groups;     // nullopt: no control groups
  SeccompFilter filter;
  ChildLimits limits;
  EngineDescriptors engine_descriptors;

  /// Works it out in the zygote. `readable`: see ZygoteContext::serve. `ours`: descriptors no child keeps.
  /// Errors: Unavailable, saying what this host lacks.
  static Result<Jail> make(const ZygoteOptions& options, std::vector<std::string> readable, bool generated_code,
                           const std::vector<int>& ours, std::vector<LayerReport>& layers);
};

/// Turns the calling process, fresh from fork(), into a jailed child: it works in `place`, speaks over `link` (which
/// becomes descriptor 3, between /dev/null as 0, 1 and 2) and can never get out again.
/// Errors: anything; the process must leave with kJailFailedExit.
Result<void> enter_jail(Jail& jail, const Scratch::Place& place, const UniqueFd& link);

}  // namespace docmill::sandbox
