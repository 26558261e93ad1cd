#include "engines/child/file_bytes.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>

#include "base/fd.h"
#include "base/units.h"

namespace docmill::engines::child {
namespace {

constexpr std::size_t kMostRead = 512 * kKiB;

}  // namespace

Result<FileBytes> FileBytes::of(int fd) {
  struct stat status{};
  if (::fstat(fd, &status) != 0) return Failed(system_error(errno, "fstat"));
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size <= kMostRead) {
    auto read = read_at(fd, 0, size);
    if (!read) return Failed(read.error());
    return FileBytes(std::make_unique<std::string>(*std::move(read)));
  }
  void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (start == MAP_FAILED) return Failed(system_error(errno, "mmap"));
  return FileBytes(std::string_view(static_cast<const char*>(start), size));
}

FileBytes::~FileBytes() {
  if (!read_ && !bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

FileBytes::FileBytes(FileBytes&& other) noexcept : read_(std::move(other.read_)), bytes_(std::exchange(other.bytes_, {})) {}

}  // namespace docmill::engines::child
