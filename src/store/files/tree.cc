#include "store/files/tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>
#include <vector>

#include "base/ids.h"

namespace docmill::store::files {
namespace {

constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;
// Each try is lost only to a removal that ends at the same instant.
constexpr int kPublishTries = 1'000;

Error unusable(const std::string& folder, int error_number) {
  const auto code = system_error(error_number, "").code();
  const auto reason = std::generic_category().message(error_number);
  return fail(code, fmt::format("The storage folder {} cannot be used: {}. Make it a folder on a disk with room that Docmill's user may "
                                "write, or choose another.",
                                folder, reason))
      .at("store.files.open");
}

std::string_view parent_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

Result<void> sync_folder(int root, std::string_view path) {
  const std::string name(path.empty() ? "." : path);
  const UniqueFd folder(::openat(root, name.c_str(), kFolderFlags));
  // Removed meanwhile, together with what we put there: nothing is left to be kept.
  if (!folder.valid() && errno == ENOENT) return {};
  if (!folder.valid() || ::fsync(folder.get()) != 0) return Failed(system_error(errno, "sync a storage folder"));
  return {};
}

// Makes the folders above `path`; adds those in which an entry was made to `changed`.
Result<void> make_folders(int root, std::string_view path, std::set<std::string>& changed) {
  const std::string parents(parent_of(path));
  for (std::size_t end = 0; end < parents.size();) {
    end = std::min(parents.find('/', end + 1), parents.size());
    const auto folder = parents.substr(0, end);
    if (::mkdirat(root, folder.c_str(), 0700) == 0) {
      changed.emplace(parent_of(folder));
    } else if (errno == ENOENT) {
      return {};  // a removal took the folder above away: the caller tries again
    } else if (errno != EEXIST) {
      return Failed(system_error(errno, "make a storage folder"));
    }
  }
  return {};
}

// Another writer may have made one of our folders and not synced it yet. Syncing the folder the blob lies in covers that on
// file systems with a journal (ext4, xfs, btrfs), which keep the order in which names were made.
Result<void> sync_folders(int root, const std::set<std::string>& changed) {
  for (auto folder = changed.rbegin(); folder != changed.rend(); ++folder) {
    if (auto synced = sync_folder(root, *folder); !synced) return synced;
  }
  return {};
}

/// Adds the folders in which an entry was made, or may have been made and not synced yet, to `changed`.
Result<void> link_into_place(const Tree& tree, const std::string& temporary, const std::string& path, std::set<std::string>& changed) {
  for (int tries = 0; tries < kPublishTries; ++tries) {
    const bool linked = ::linkat(tree.temporaries.get(), temporary.c_str(), tree.blobs.get(), path.c_str(), 0) == 0;
    const int reason = linked ? 0 : errno;
    // Whoever is told "it exists" relies on it, and the first finisher may not have synced yet.
    if (linked || reason == EEXIST) changed.emplace(parent_of(path));
    if (linked) return {};
    if (reason == EEXIST) return Failed(fail(ErrorCode::AlreadyExists, "This is stored already."));
    if (reason != ENOENT) return Failed(system_error(reason, "publish a blob"));
    if (auto made = make_folders(tree.blobs.get(), path, changed); !made) return made;
  }
  return Failed(system_error(ENOENT, "publish a blob"));
}

struct Placed {
  std::string temporary;
  std::string path;
};

Result<void> publish_at(const Tree& tree, const std::vector<Placed>& blobs) {
  std::set<std::string> changed;
  Result<void> linked;
  for (const auto& blob : blobs) {
    linked = link_into_place(tree, blob.temporary, blob.path, changed);
    if (!linked) break;
  }
  auto synced = sync_folders(tree.blobs.get(), changed);
  for (const auto& blob : blobs) remove_temporary(tree, blob.temporary);
  return synced ? linked : synced;
}

Result<UniqueFd> make_private_folder(const std::string& path) {
  const bool made = ::mkdir(path.c_str(), 0700) == 0;
  if (!made && errno != EEXIST) return Failed(unusable(path, errno));
  UniqueFd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.valid()) return Failed(unusable(path, errno));
  if (made && ::fsync(folder.get()) != 0) return Failed(unusable(path, errno));
  return folder;
}

// True when a file below tmp/ was last written before `limit`.
bool written_before(int folder, const char* name, std::chrono::system_clock::time_point limit) {
  struct stat status{};
  if (::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode)) return false;
  const auto written = std::chrono::seconds(status.st_mtim.tv_sec) + std::chrono::nanoseconds(status.st_mtim.tv_nsec);
  return written < limit.time_since_epoch();
}

}  // namespace

Result<Tree> open_tree(const std::string& folder) {
  const auto parent = std::filesystem::absolute(folder).parent_path();
  std::error_code error;
  std::filesystem::create_directories(parent, error);
  if (error) return Failed(unusable(folder, error.value()));
  auto top = make_private_folder(folder);
  if (!top) return Failed(std::move(top).error());
  auto blobs = make_private_folder(folder + "/blobs");
  if (!blobs) return Failed(std::move(blobs).error());
  auto temporaries = make_private_folder(folder + "/tmp");
  if (!temporaries) return Failed(std::move(temporaries).error());
  if (::fsync(top->get()) != 0) return Failed(unusable(folder, errno));
  Tree tree{.blobs = *std::move(blobs), .temporaries = *std::move(temporaries)};
  if (auto proven = prove(tree); !proven) {
    return Failed(
        fail(proven.error().code(), fmt::format("The storage folder {} cannot be written. Make it a folder on a disk with room that "
                                                "Docmill's user may write, or choose another.",
                                                folder))
            .cause(proven.error().cause())
            .at("store.files.open"));
  }
  return tree;
}

std::string path_of(std::string_view name) {
  return std::string(name).append(".BLOB");
}

Error nothing_stored() {
  return fail(ErrorCode::NotFound, "There is nothing stored here.");
}

Result<Temporary> make_temporary(const Tree& tree) {
  Temporary made{.file = {}, .name = base32(random_bytes(15))};
  made.file.reset(::openat(tree.temporaries.get(), made.name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!made.file.valid()) return Failed(system_error(errno, "make a temporary file"));
  return made;
}

void remove_temporary(const Tree& tree, const std::string& name) {
  // What cannot be removed now is swept later.
  ::unlinkat(tree.temporaries.get(), name.c_str(), 0);
}

Result<void> publish(const Tree& tree, const std::vector<Unpublished>& blobs) {
  std::vector<Placed> placed;
  for (const auto& blob : blobs) placed.push_back({.temporary = blob.temporary, .path = path_of(blob.name)});
  return publish_at(tree, placed);
}

Result<void> remove_blob(const Tree& tree, std::string_view name) {
  const auto path = path_of(name);
  if (::unlinkat(tree.blobs.get(), path.c_str(), 0) != 0 && errno != ENOENT) return Failed(system_error(errno, "remove a blob"));
  // Upwards until a folder has something in it. Also when the blob was gone: a crash may have left its folders empty.
  for (std::string folder(parent_of(path)); !folder.empty(); folder = parent_of(folder)) {
    if (::unlinkat(tree.blobs.get(), folder.c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT) break;
  }
  return {};
}

Result<void> prove(const Tree& tree) {
  auto temporary = make_temporary(tree);
  if (!temporary) return Failed(std::move(temporary).error());
  auto done = write_all(temporary->file.get(), "docmill");
  if (done && ::fsync(temporary->file.get()) != 0) done = Failed(system_error(errno, "sync a temporary file"));
  if (!done) {
    remove_temporary(tree, temporary->name);
    return done;
  }
  // Capitals without ".BLOB": no walk takes it for a blob or a folder.
  const auto path = "PROBE-" + temporary->name;
  done = publish_at(tree, {{.temporary = temporary->name, .path = path}});
  if (done && ::unlinkat(tree.blobs.get(), path.c_str(), 0) != 0) done = Failed(system_error(errno, "remove a probe"));
  return done;
}

Result<std::size_t> remove_stale(const Tree& tree, Timestamp before, bool dry_run) {
  const int own = ::openat(tree.temporaries.get(), ".", kFolderFlags);
  if (own < 0) return Failed(system_error(errno, "read the temporary folder"));
  const std::unique_ptr<DIR, decltype(&::closedir)> entries(::fdopendir(own), &::closedir);
  if (!entries) return Failed(system_error(errno, "read the temporary folder"));
  std::size_t removed = 0;
  while (const auto* entry = ::readdir(entries.get())) {
    if (!written_before(own, entry->d_name, before)) continue;
    if (dry_run || ::unlinkat(own, entry->d_name, 0) == 0) ++removed;
  }
  return removed;
}

}  // namespace docmill::store::files
