#include "sandbox/leftovers.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "base/fd.h"
#include "sandbox/remove_tree.h"

namespace docmill::sandbox {
namespace {

// A zygote takes its lock right after making the directory; its process id and the age keep a sweep out of that gap.
constexpr long kYoungSeconds = 10;

bool process_is_gone(const std::string& name) {
  const long pid = std::strtol(name.c_str() + kLeftoverPrefix.size(), nullptr, 10);
  return pid <= 0 || (::kill(static_cast<pid_t>(pid), 0) != 0 && errno == ESRCH);
}

bool abandoned(const std::string& path, const std::string& name) {
  const UniqueFd directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat about{};
  if (!directory.valid() || ::fstat(directory.get(), &about) != 0) return false;
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  const bool unlocked = ::flock(directory.get(), LOCK_EX | LOCK_NB) == 0;
  return unlocked && (process_is_gone(name) || now.tv_sec - about.st_ctim.tv_sec >= kYoungSeconds);
}

}  // namespace

std::vector<std::string> sweep_leftover_jails(const std::string& run_dir, bool dry_run) {
  std::vector<std::string> found;
  for (const std::string& parent : {std::string("/dev/shm"), run_dir}) {
    std::error_code unreadable;
    if (parent.empty()) continue;
    for (const auto& entry : std::filesystem::directory_iterator(parent, unreadable)) {
      const std::string path = entry.path().string();
      const std::string name = entry.path().filename().string();
      if (!name.starts_with(kLeftoverPrefix) || !abandoned(path, name)) continue;
      if (dry_run || remove_tree(AT_FDCWD, path.c_str())) found.push_back(path);
    }
  }
  return found;
}

}  // namespace docmill::sandbox
