#include "sandbox/scratch.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include <fmt/format.h>

#include "base/ids.h"
#include "base/units.h"
#include "sandbox/leftovers.h"
#include "sandbox/remove_tree.h"

namespace docmill::sandbox {
namespace {

bool mount_memory(const std::string& where, std::uint64_t size, uid_t user) {
  const auto options = fmt::format("size={},nr_inodes=65536,mode=0700,uid={},gid={}", size, user, user);
  return ::mount("docmill", where.c_str(), "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options.c_str()) == 0;
}

bool make_directory(const std::string& path, uid_t user) {
  // The owner changes only where root prepares for somebody else.
  return ::mkdir(path.c_str(), 0700) == 0 && (::geteuid() == user || ::chown(path.c_str(), user, user) == 0);
}

// Memory first: what a document unpacks to must not reach the data directory's disk in the clear.
std::string plain_root(const std::string& run_dir, uid_t user) {
  for (const std::string& parent : {std::string("/dev/shm"), run_dir}) {
    if (parent.empty()) continue;
    std::string root = fmt::format("{}/{}{}-{}", parent, kLeftoverPrefix, ::getpid(), base32(random_bytes(5)));
    if (make_directory(root, user)) return root;
  }
  return {};
}

std::string mounted_root(const std::string& run_dir, std::uint64_t size, uid_t user) {
  for (const std::string& place : {std::string("/dev/shm"), std::string("/tmp"), run_dir}) {
    if (!place.empty() && mount_memory(place, size, user)) return place;
  }
  return {};
}

std::string describe_shared(const std::string& root) {
  struct statvfs about{};
  const auto size = ::statvfs(root.c_str(), &about) == 0 ? std::uint64_t{about.f_blocks} * about.f_frsize : 0;
  return fmt::format("{}: {} for all children together; a mount namespace would give each its own", root, show_size(size));
}

}  // namespace

Result<Scratch> Scratch::make(const ZygoteOptions& options, bool mounts, uid_t user, std::vector<LayerReport>& layers) {
  Scratch scratch;
  if (mounts) scratch.root_ = mounted_root(options.run_dir, std::max(options.scratch_size, 64 * kMiB), user);
  scratch.mounted_ = !scratch.root_.empty();
  if (!scratch.mounted_) scratch.root_ = plain_root(options.run_dir, user);
  if (scratch.root_.empty()) return Failed(fail(ErrorCode::Unavailable, "There is no place for scratch files: allow writing to /dev/shm."));
  layers.push_back({"private-scratch", scratch.mounted_,
                    scratch.mounted_ ? show_size(options.scratch_size) + " for each child" : describe_shared(scratch.root_)});
  scratch.lock_ = UniqueFd(::open(scratch.root_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!scratch.lock_.valid()) return Failed(system_error(errno, "open scratch"));
  ::flock(scratch.lock_.get(), LOCK_SH);
  scratch.home_ = scratch.root_ + "/home";
  if (!make_directory(scratch.home_, user)) return Failed(system_error(errno, "mkdir home"));
  for (int i = 0; i < std::max(1, options.max_children); ++i) {
    const std::string path = fmt::format("{}/slot-{}", scratch.root_, i);
    if (!make_directory(path, user)) return Failed(system_error(errno, "mkdir slot"));
    if (scratch.mounted_ && !mount_memory(path, options.scratch_size, user)) return Failed(system_error(errno, "mount slot"));
    Slot slot{.directory = UniqueFd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))};
    if (!slot.directory.valid()) return Failed(system_error(errno, "open slot"));
    scratch.slots_.push_back(std::move(slot));
  }
  return scratch;
}

Result<std::optional<Scratch::Place>> Scratch::take(std::uint64_t child) {
  for (std::size_t tried = 0; tried < slots_.size(); ++tried) {
    const std::size_t index = next_++ % slots_.size();
    Slot& slot = slots_[index];
    if (slot.taken || slot.broken) continue;
    Place place{.slot = index, .name = fmt::format("child-{}", child), .directory = UniqueFd()};
    if (::mkdirat(slot.directory.get(), place.name.c_str(), 0700) != 0) return Failed(system_error(errno, "mkdir child"));
    place.directory = UniqueFd(::openat(slot.directory.get(), place.name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!place.directory.valid()) return Failed(system_error(errno, "open child"));
    slot.taken = true;
    return place;
  }
  return std::optional<Place>();
}

void Scratch::give_back(const Place& place) {
  Slot& slot = slots_[place.slot];
  slot.broken = !remove_tree(slot.directory.get(), place.name.c_str());
  slot.taken = false;
}

void Scratch::remove() {
  if (mounted_) return;  // gone with the namespace
  remove_tree(AT_FDCWD, root_.c_str());
}

}  // namespace docmill::sandbox
