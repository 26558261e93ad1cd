#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace docmill::sandbox {

/// Scratch directories outside a mount namespace are called this, then the zygote's process id and a random part.
constexpr std::string_view kLeftoverPrefix = "docmill-jail-";

/// Finds scratch directories in /dev/shm and `run_dir` whose zygote is gone (it was killed before it could clean up)
/// and removes them, unless `dry_run`. One that is in use is recognised by its lock, whatever container uses it.
/// Blocking: call it on a pool.
/// Returns: the paths it removed, or would remove.
std::vector<std::string> sweep_leftover_jails(const std::string& run_dir, bool dry_run);

}  // namespace docmill::sandbox
