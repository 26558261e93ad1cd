#include "sandbox/remove_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>
#include <vector>

#include "base/fd.h"

namespace docmill::sandbox {
namespace {

using Listing = std::unique_ptr<DIR, decltype(&::closedir)>;

/// Empties directories one after the other: a directory inside the one being emptied is moved up to the top and waits
/// its turn there, so depth costs nothing.
class Emptier {
 public:
  explicit Emptier(int top) : top_(top) {}

  bool run() {
    bool clean = empty(top_);
    while (!waiting_.empty()) {
      const std::string name = std::move(waiting_.back());
      waiting_.pop_back();
      static_cast<void>(::fchmodat(top_, name.c_str(), 0700, 0));
      const UniqueFd directory(::openat(top_, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
      clean = directory.valid() && empty(directory.get()) && ::unlinkat(top_, name.c_str(), AT_REMOVEDIR) == 0 && clean;
    }
    return clean;
  }

 private:
  bool empty(int directory) {
    const int copy = ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const Listing listing(copy >= 0 ? ::fdopendir(copy) : nullptr, &::closedir);
    if (!listing) return false;
    std::vector<std::string> names;  // taken first: moving entries while reading could show them twice
    while (const dirent* entry = ::readdir(listing.get())) {
      const std::string name = entry->d_name;
      if (name != "." && name != "..") names.push_back(name);
    }
    bool clean = true;
    for (const auto& name : names) clean = remove(directory, name) && clean;
    return clean;
  }

  bool remove(int directory, const std::string& name) {
    if (::unlinkat(directory, name.c_str(), 0) == 0) return true;
    if (errno != EISDIR && errno != EPERM) return false;
    if (::unlinkat(directory, name.c_str(), AT_REMOVEDIR) == 0) return true;
    return move_up(directory, name);
  }

  bool move_up(int directory, const std::string& name) {
    // Moving a directory writes its "..", which needs the right to write into it.
    static_cast<void>(::fchmodat(directory, name.c_str(), 0700, 0));
    for (int tries = 0; tries < 1000; ++tries) {
      std::string waiting = kPrefix + std::to_string(next_++);
      if (::renameat2(directory, name.c_str(), top_, waiting.c_str(), RENAME_NOREPLACE) == 0) {
        waiting_.push_back(std::move(waiting));
        return true;
      }
      if (errno != EEXIST) return false;
    }
    return false;
  }

  static constexpr const char* kPrefix = "docmill-gone-";
  int top_;
  unsigned long next_ = 0;
  std::vector<std::string> waiting_;
};

}  // namespace

bool remove_tree(int parent, const char* name) {
  static_cast<void>(::fchmodat(parent, name, 0700, 0));
  const UniqueFd top(::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!top.valid()) return errno == ENOENT;
  const bool clean = Emptier(top.get()).run();
  return ::unlinkat(parent, name, AT_REMOVEDIR) == 0 && clean;
}

}  // namespace docmill::sandbox
