#include "store/files/at_hand.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace docmill::store::files {

std::optional<Result<UniqueFd>> open_at_hand(const Tree& tree, const std::string& name, int flags) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags);
  how.resolve = RESOLVE_CACHED;
  UniqueFd file(static_cast<int>(::syscall(SYS_openat2, tree.blobs.get(), path_of(name).c_str(), &how, sizeof how)));
  if (file.valid()) return file;
  if (errno == ENOENT || errno == ENOTDIR) return Failed(nothing_stored());
  return std::nullopt;
}

std::optional<std::string> read_at_hand(int file, std::uint64_t offset, std::size_t size) {
  std::string bytes(size, '\0');
  const iovec room{.iov_base = bytes.data(), .iov_len = size};
  const auto got = ::preadv2(file, &room, 1, static_cast<off_t>(offset), RWF_NOWAIT);
  // Fewer may mean the end, or that only the beginning is in memory: both are the pool's to find out.
  if (std::cmp_not_equal(got, size)) return std::nullopt;
  return bytes;
}

}  // namespace docmill::store::files
