#include "processes.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>

namespace docmill::bench {
namespace fs = std::filesystem;

std::uint64_t proc_kib(pid_t pid, const std::string& file, const std::string& label) {
  std::ifstream text(fmt::format("/proc/{}/{}", pid, file));
  for (std::string word; text >> word;) {
    if (word != label) continue;
    std::uint64_t value = 0;
    text >> value;
    return value;
  }
  return 0;
}

std::vector<pid_t> tree(pid_t root) {
  std::map<pid_t, pid_t> parent;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const auto pid = static_cast<pid_t>(std::stol(name));
    parent[pid] = static_cast<pid_t>(proc_kib(pid, "status", "PPid:"));
  }
  std::vector<pid_t> found{root};
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const auto& [pid, its_parent] : parent) {
      if (its_parent == found[i]) found.push_back(pid);
    }
  }
  return found;
}

std::size_t descriptors(pid_t pid) {
  std::error_code gone;  // a process may end while it is looked at
  std::size_t count = 0;
  for (fs::directory_iterator at(fmt::format("/proc/{}/fd", pid), gone), end; !gone && at != end; at.increment(gone)) ++count;
  return count;
}

}  // namespace docmill::bench
