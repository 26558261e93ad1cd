#include "store/files/walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>
#include <utility>

#include "store/files/at_hand.h"

namespace docmill::store::files {
namespace {

constexpr std::string_view kBlobSuffix = ".BLOB";

// The part of the name a blob has here, "part/" for a folder, "" for what is not ours. Entries in this form sort as the names
// below them do.
std::string entry_of(std::string_view file) {
  const bool blob = file.ends_with(kBlobSuffix);
  if (blob) file.remove_suffix(kBlobSuffix.size());
  if (!is_valid_blob_name(file)) return {};
  std::string entry(file);
  return blob ? entry : entry.append(1, '/');
}

// The smallest `limit` entries that `wanted` accepts, in order. A folder that is not there is empty.
template <class Wanted>
Result<std::vector<std::string>> smallest_entries(const Tree& tree, const std::string& folder, std::size_t limit, Wanted wanted) {
  std::vector<std::string> kept;
  // Without its last '/', which would follow a link in spite of O_NOFOLLOW.
  const auto path = folder.empty() ? std::string(".") : folder.substr(0, folder.size() - 1);
  const int opened = ::openat(tree.blobs.get(), path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (opened < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP)) return kept;
  if (opened < 0) return Failed(system_error(errno, "read a storage folder"));
  const std::unique_ptr<DIR, decltype(&::closedir)> entries(::fdopendir(opened), &::closedir);
  if (!entries) return Failed(system_error(errno, "read a storage folder"));
  while (const auto* found = ::readdir(entries.get())) {
    auto entry = entry_of(found->d_name);
    if (entry.empty() || !wanted(entry) || (kept.size() == limit && entry >= kept.front())) continue;
    // A heap with the largest in front, so that it can make room.
    if (kept.size() == limit) {
      std::ranges::pop_heap(kept);
      kept.pop_back();
    }
    kept.push_back(std::move(entry));
    std::ranges::push_heap(kept);
  }
  std::ranges::sort_heap(kept);
  return kept;
}

BlobInfo info_of(const std::string& name, const struct stat& status) {
  const auto modified = std::chrono::seconds(status.st_mtim.tv_sec) + std::chrono::nanoseconds(status.st_mtim.tv_nsec);
  return BlobInfo{.name = name,
                  .size = static_cast<std::uint64_t>(status.st_size),
                  .created_at = Timestamp(std::chrono::duration_cast<std::chrono::milliseconds>(modified))};
}

class Walk {
 public:
  Walk(const Tree& tree, std::string prefix, std::string after, std::size_t limit)
      : tree_(tree), prefix_(std::move(prefix)), after_(std::move(after)), limit_(limit) {}

  Result<std::vector<BlobInfo>> run() && {
    const auto slash = prefix_.rfind('/');
    if (limit_ > 0) {
      auto walked = visit(slash == std::string::npos ? "" : prefix_.substr(0, slash + 1));
      if (!walked) return Failed(std::move(walked).error());
    }
    return std::move(found_);
  }

 private:
  bool full() const { return found_.size() == limit_; }

  bool wanted(const std::string& name) const {
    // A folder is also wanted when what comes next may lie inside it.
    const bool folder = name.ends_with('/');
    const bool later = name > after_ || (folder && after_.starts_with(name));
    return later && (name.starts_with(prefix_) || (folder && prefix_.starts_with(name)));
  }

  Result<void> visit(const std::string& folder) {
    std::string last;
    while (!full()) {
      // A few more than needed: the folder `after` lies in may have nothing left, and another may just have been emptied.
      const auto batch = limit_ - found_.size() + 16;
      const auto next = [&](const std::string& entry) { return entry > last && wanted(folder + entry); };
      auto entries = smallest_entries(tree_, folder, batch, next);
      if (!entries) return Failed(std::move(entries).error());
      for (const auto& entry : *entries) {
        if (full()) return {};
        auto taken = entry.ends_with('/') ? visit(folder + entry) : take(folder + entry);
        if (!taken) return taken;
      }
      if (entries->size() < batch) return {};
      last = entries->back();
    }
    return {};
  }

  Result<void> take(const std::string& name) {
    auto blob = look_at(tree_, name);
    // Removed since its folder was read.
    if (!blob && blob.error().code() == ErrorCode::NotFound) return {};
    if (!blob) return Failed(std::move(blob).error());
    found_.push_back(*std::move(blob));
    return {};
  }

  const Tree& tree_;
  std::string prefix_;
  std::string after_;
  std::size_t limit_;
  std::vector<BlobInfo> found_;
};

}  // namespace

Result<std::vector<BlobInfo>> list_blobs(const Tree& tree, std::string prefix, std::string after, std::size_t limit) {
  return Walk(tree, std::move(prefix), std::move(after), limit).run();
}

Result<std::vector<std::string>> list_next_level(const Tree& tree, const std::string& prefix, const std::string& after, std::size_t limit) {
  if (limit == 0) return std::vector<std::string>{};
  const auto last = after.empty() ? after : after + "/";
  auto entries = smallest_entries(tree, prefix, limit, [&](const std::string& entry) { return entry.ends_with('/') && entry > last; });
  if (!entries) return entries;
  for (auto& entry : *entries) entry.pop_back();
  return entries;
}

Result<BlobInfo> look_at(const Tree& tree, const std::string& name) {
  struct stat status{};
  if (::fstatat(tree.blobs.get(), path_of(name).c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return Failed(nothing_stored());
    return Failed(system_error(errno, "look at a blob"));
  }
  return info_of(name, status);
}

std::optional<Result<BlobInfo>> look_at_hand(const Tree& tree, const std::string& name) {
  auto file = open_at_hand(tree, name, O_PATH | O_CLOEXEC | O_NOFOLLOW);
  if (!file) return std::nullopt;
  if (!*file) return Failed(std::move(*file).error());
  struct stat status{};
  if (::fstat((*file)->get(), &status) != 0) return std::nullopt;
  return info_of(name, status);
}

}  // namespace docmill::store::files
