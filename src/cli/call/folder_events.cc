#include "cli/call/folder_events.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <ctime>

#include "base/units.h"
#include "cli/call/text_width.h"

namespace docmill::cli {
namespace {

constexpr std::int64_t kQuietSeconds = 2;

void read_news(std::string_view bytes, FolderNews& news) {
  while (bytes.size() >= sizeof(inotify_event)) {
    inotify_event event{};
    std::memcpy(&event, bytes.data(), sizeof event);
    const auto whole = sizeof event + event.len;
    if (whole > bytes.size()) return;
    const auto name = bytes.substr(sizeof event, event.len);
    if ((event.mask & IN_Q_OVERFLOW) != 0) news.look_again = true;
    if ((event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_IGNORED)) != 0) news.gone = true;
    if (event.len > 0) news.finished.emplace_back(name.substr(0, name.find('\0')));
    bytes.remove_prefix(whole);
  }
}

}  // namespace

Result<FolderEvents> FolderEvents::of(const std::string& folder) {
  UniqueFd events(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  const std::uint32_t mask = IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
  if (events.valid() && ::inotify_add_watch(events.get(), folder.c_str(), mask) >= 0) return FolderEvents(std::move(events));
  const auto* remedy = errno == ENOSPC || errno == EMFILE ? " Raise fs.inotify.max_user_watches or max_user_instances (sysctl)." : "";
  return Failed(fail(ErrorCode::BadRequest, fmt::format("{} cannot be watched: {}.{}", printable(folder), std::strerror(errno), remedy)));
}

FolderNews FolderEvents::wait(std::chrono::milliseconds length, const Interrupt& interrupt) {
  FolderNews news;
  std::array<pollfd, 2> waits{pollfd{events_.get(), POLLIN, 0}, pollfd{interrupt.fd(), POLLIN, 0}};
  ::poll(waits.data(), waits.size(), static_cast<int>(std::clamp<std::int64_t>(length.count(), 0, 60'000)));
  alignas(inotify_event) std::array<char, 64 * kKiB> room{};
  for (;;) {
    const auto got = ::read(events_.get(), room.data(), room.size());
    if (got <= 0) return news;
    read_news({room.data(), static_cast<std::size_t>(got)}, news);
  }
}

bool is_settled(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid()) return true;  // whoever sends it will see what is wrong
  // A read lease is refused while anybody has the file open for writing. Source: fcntl(2), F_SETLEASE.
  if (::fcntl(file.get(), F_SETLEASE, F_RDLCK) == 0) {
    ::fcntl(file.get(), F_SETLEASE, F_UNLCK);
    return true;
  }
  if (errno == EAGAIN) return false;
  struct stat info{};
  return ::fstat(file.get(), &info) != 0 || std::time(nullptr) - info.st_mtim.tv_sec >= kQuietSeconds;
}

}  // namespace docmill::cli
