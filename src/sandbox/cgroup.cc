#include "sandbox/cgroup.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace docmill::sandbox {
namespace {

namespace files = std::filesystem;

constexpr std::string_view kPrefix = "docmill-";
constexpr const char* kHowToAllowGroups =
    "Control groups are not ours to make here: start as root, or under systemd with Delegate=memory pids and DelegateSubgroup=docmill.";
constexpr int kMaxThreads = 512;

struct Hierarchy {
  std::string directory;  // where our own groups may be made
  bool unified = false;   // version 2
};

bool write_text(const std::string& path, std::string_view text) {
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  return file.valid() && write_all(file.get(), text).has_value();
}

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

bool has_word(const std::string& list, std::string_view word, char separator) {
  std::istringstream words(list);
  for (std::string one; std::getline(words, one, separator);) {
    if (one == word) return true;
  }
  return false;
}

// Our path in the hierarchy with this controller ("" is version 2), from lines like "4:memory:/some/group".
std::optional<std::string> own_path(std::string_view controller) {
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const bool found = controller.empty() ? controllers.empty() : has_word(controllers, controller, ',');
    if (found) return line.substr(second + 1);
  }
  return std::nullopt;
}

// Where that hierarchy is mounted and which part of it, from /proc/self/mountinfo: "… root mountpoint … - type source options".
std::optional<std::string> own_directory(const std::string& type, std::string_view controller) {
  const auto path = own_path(controller);
  std::ifstream file("/proc/self/mountinfo");
  for (std::string line; path && std::getline(file, line);) {
    const auto dash = line.find(" - ");
    std::istringstream before(line.substr(0, dash));
    std::istringstream after(line.substr(dash == std::string::npos ? line.size() : dash + 3));
    std::string skip, root, mountpoint, found_type, source, options;
    before >> skip >> skip >> skip >> root >> mountpoint;
    after >> found_type >> source >> options;
    if (found_type != type || !(controller.empty() || has_word(options, controller, ','))) continue;
    const bool inside = root != "/" && path->starts_with(root);
    return mountpoint + (inside ? path->substr(root.size()) : *path);
  }
  return std::nullopt;
}

// Version 2 gives controllers only to children of groups that hold no processes themselves: ours cannot, its parent may.
std::optional<Hierarchy> find_unified() {
  const auto own = own_directory("cgroup2", "");
  if (!own) return std::nullopt;
  for (const std::string& candidate : {files::path(*own).parent_path().string(), *own}) {
    if (!has_word(first_line(candidate + "/cgroup.controllers"), "memory", ' ')) continue;
    const bool given = has_word(first_line(candidate + "/cgroup.subtree_control"), "memory", ' ') ||
                       write_text(candidate + "/cgroup.subtree_control", "+memory");
    write_text(candidate + "/cgroup.subtree_control", "+pids");
    if (given && ::access(candidate.c_str(), W_OK) == 0) return Hierarchy{candidate, true};
  }
  return std::nullopt;
}

std::optional<Hierarchy> find_hierarchy() {
  const auto own = own_directory("cgroup", "memory");
  if (own && ::access(own->c_str(), W_OK) == 0) return Hierarchy{*own, false};
  return find_unified();
}

std::string slot_path(const std::string& directory, int slot) {
  return fmt::format("{}/slot-{}", directory, slot);
}

// Directories of control groups are removed from below, without touching the files in them.
void remove_groups(const std::string& directory) {
  std::error_code ignored;
  for (const auto& entry : files::directory_iterator(directory, ignored)) {
    if (entry.is_directory(ignored)) ::rmdir(entry.path().c_str());
  }
  ::rmdir(directory.c_str());
}

// What a worker left that was killed before it could clean up.
void sweep(const std::string& parent) {
  std::error_code ignored;
  std::vector<std::string> found;
  for (const auto& entry : files::directory_iterator(parent, ignored)) {
    if (entry.path().filename().string().starts_with(kPrefix)) found.push_back(entry.path());
  }
  for (const auto& directory : found) {
    const UniqueFd lock(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (lock.valid() && ::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) remove_groups(directory);
  }
}

bool make_slot(const std::string& path, const Hierarchy& hierarchy, std::uint64_t memory) {
  if (::mkdir(path.c_str(), 0755) != 0) return false;
  if (!hierarchy.unified) return write_text(path + "/memory.limit_in_bytes", std::to_string(memory));
  write_text(path + "/pids.max", std::to_string(kMaxThreads));  // not every host delegates it
  return write_text(path + "/memory.max", std::to_string(memory));
}

}  // namespace

Result<ControlGroups> ControlGroups::make(const ZygoteOptions& options) {
  static std::atomic<int> made{0};
  const auto hierarchy = find_hierarchy();
  if (!hierarchy) return Failed(fail(ErrorCode::Unavailable, kHowToAllowGroups));
  sweep(hierarchy->directory);
  const std::string directory = fmt::format("{}/{}{}-{}", hierarchy->directory, kPrefix, ::getpid(), ++made);
  if (::mkdir(directory.c_str(), 0755) != 0) return Failed(fail(ErrorCode::Unavailable, kHowToAllowGroups).cause(std::strerror(errno)));
  UniqueFd lock(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  ::flock(lock.get(), LOCK_SH);
  ControlGroups groups(directory, std::move(lock));  // from here on it is removed whatever happens
  if (hierarchy->unified) {
    write_text(directory + "/cgroup.subtree_control", "+memory");
    write_text(directory + "/cgroup.subtree_control", "+pids");
  }
  // Scratch files are memory too, so both allowances count.
  const std::uint64_t memory = options.memory_growth + options.scratch_size;
  for (int slot = 0; slot < options.max_children; ++slot) {
    if (!make_slot(slot_path(directory, slot), *hierarchy, memory)) {
      return Failed(fail(ErrorCode::Unavailable, kHowToAllowGroups).cause(std::strerror(errno)));
    }
  }
  return groups;
}

ControlGroups::~ControlGroups() {
  if (lock_.valid()) remove_groups(directory_);
}

Result<ChildGroups> ChildGroups::open(const std::string& directory, int count) {
  ChildGroups groups;
  for (int slot = 0; slot < count; ++slot) {
    const std::string path = slot_path(directory, slot);
    Group group;
    group.processes = UniqueFd(::open((path + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC));
    if (!group.processes.valid()) return Failed(system_error(errno, "open cgroup.procs"));
    group.events = UniqueFd(::open((path + "/memory.events").c_str(), O_RDONLY | O_CLOEXEC));
    group.peak = UniqueFd(::open((path + "/memory.peak").c_str(), O_RDWR | O_CLOEXEC));
    if (!group.events.valid()) {
      group.events = UniqueFd(::open((path + "/memory.oom_control").c_str(), O_RDONLY | O_CLOEXEC));
      group.peak = UniqueFd(::open((path + "/memory.max_usage_in_bytes").c_str(), O_RDWR | O_CLOEXEC));
    }
    groups.groups_.push_back(std::move(group));
  }
  return groups;
}

bool ChildGroups::join(std::size_t slot) const {
  return ::write(groups_[slot].processes.get(), "0", 1) == 1;  // 0 is the writer
}

ChildGroups::Use ChildGroups::settle(std::size_t slot) {
  Group& group = groups_[slot];
  Use use;
  const auto events = read_at(group.events.get(), 0, 4096).value_or("");
  if (const auto at = events.find("oom_kill "); at != std::string::npos) {
    const std::uint64_t kills = std::strtoull(events.c_str() + at + std::strlen("oom_kill "), nullptr, 10);
    use.out_of_memory = kills > std::exchange(group.kills, kills);
  }
  // A peak that cannot be reset would be that of an earlier child.
  const auto peak = group.peak.valid() ? read_at(group.peak.get(), 0, 64).value_or("") : "";
  if (!peak.empty() && ::pwrite(group.peak.get(), "0", 1, 0) == 1) use.peak = std::strtoull(peak.c_str(), nullptr, 10);
  return use;
}

}  // namespace docmill::sandbox
