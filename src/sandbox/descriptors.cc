#include "sandbox/descriptors.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>

#include "sandbox/wire.h"

namespace docmill::sandbox {
namespace {

std::string target_of(int fd) {
  std::array<char, 256> target{};
  const auto size = ::readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), target.data(), target.size());
  return std::string(target.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
}

bool read_only(int fd) {
  return (::fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDONLY;
}

// The flags of the old descriptor move to the new one, which takes its number.
bool replace(int old_fd, int new_fd) {
  const int status = ::fcntl(old_fd, F_GETFL);
  ::fcntl(new_fd, F_SETFL, status & O_NONBLOCK);
  return ::dup3(new_fd, old_fd, O_CLOEXEC) == old_fd;
}

}  // namespace

std::vector<int> open_descriptors() {
  const std::unique_ptr<DIR, decltype(&::closedir)> listing(::opendir("/proc/self/fd"), &::closedir);
  std::vector<int> open;
  if (!listing) return open;
  while (const dirent* entry = ::readdir(listing.get())) {
    const int fd = static_cast<int>(std::strtol(entry->d_name, nullptr, 10));
    if (entry->d_name[0] != '.' && fd != ::dirfd(listing.get())) open.push_back(fd);
  }
  std::sort(open.begin(), open.end());
  return open;
}

EngineDescriptors EngineDescriptors::look(const std::vector<int>& ours) {
  EngineDescriptors engine;
  std::map<ino_t, Pipe> pipes;
  for (const int fd : open_descriptors()) {
    if (fd <= wire::kControlDescriptor || std::find(ours.begin(), ours.end(), fd) != ours.end()) continue;
    engine.kept_.push_back(fd);
    struct stat about{};
    ::fstat(fd, &about);
    if (S_ISFIFO(about.st_mode)) {
      Pipe& pipe = pipes[about.st_ino];
      int& end = read_only(fd) ? pipe.read_end : pipe.write_end;
      // More than two ends is nothing an engine does; the spare one leads nowhere.
      if (end >= 0) engine.nulled_.push_back(fd);
      if (end < 0) end = fd;
    } else if (target_of(fd) == "anon_inode:[eventfd]") {
      engine.eventfds_.push_back(fd);
    } else if (!(S_ISREG(about.st_mode) || S_ISDIR(about.st_mode) || S_ISCHR(about.st_mode)) || !read_only(fd)) {
      engine.nulled_.push_back(fd);
    }
  }
  for (const auto& [inode, pipe] : pipes) engine.pipes_.push_back(pipe);
  return engine;
}

bool EngineDescriptors::separate() const {
  // Closed first, from gap to gap, so that the new ones below have numbers to live at for a moment.
  unsigned from = static_cast<unsigned>(wire::kControlDescriptor) + 1;
  for (const int fd : kept_) {
    const auto kept = static_cast<unsigned>(fd);
    if (kept > from) ::close_range(from, kept - 1, 0);
    from = kept + 1;
  }
  if (::close_range(from, ~0U, 0) != 0) return false;
  bool done = true;
  for (const auto& pipe : pipes_) {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    const UniqueFd read_end(ends[0]);
    const UniqueFd write_end(ends[1]);
    if (pipe.read_end >= 0) done = replace(pipe.read_end, read_end.get()) && done;
    if (pipe.write_end >= 0) done = replace(pipe.write_end, write_end.get()) && done;
  }
  for (const int fd : eventfds_) {
    const UniqueFd fresh(::eventfd(0, EFD_CLOEXEC));
    done = replace(fd, fresh.get()) && done;
  }
  const UniqueFd null(nulled_.empty() ? -1 : ::open("/dev/null", O_RDWR | O_CLOEXEC));
  for (const int fd : nulled_) done = ::dup3(null.get(), fd, O_CLOEXEC) == fd && done;
  return done;
}

}  // namespace docmill::sandbox
