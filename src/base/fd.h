#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace docmill {

/// Owns a file descriptor and closes it.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  ~UniqueFd() { reset(); }
  UniqueFd(UniqueFd&& other) noexcept : fd_(other.release()) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    if (this != &other) reset(other.release());
    return *this;
  }
  UniqueFd(const UniqueFd&) = delete;
  UniqueFd& operator=(const UniqueFd&) = delete;

  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  int release() { return std::exchange(fd_, -1); }
  void reset(int fd = -1);

 private:
  int fd_ = -1;
};

/// Writes all of `bytes` at the descriptor's position. Errors: StorageFull, Unavailable.
Result<void> write_all(int fd, std::string_view bytes);
/// Fills up to `size` bytes from `offset`; fewer only at the end of the file. Errors: Unavailable.
Result<std::string> read_at(int fd, std::uint64_t offset, std::size_t size);
/// An anonymous file in memory that is gone with its last descriptor: documents being worked on never touch a disk.
Result<UniqueFd> memory_file(const char* name);
/// From now on nobody can change a memory file, through whatever descriptor: a child cannot tamper with what a second attempt
/// will read. Errors: Unavailable.
Result<void> seal_memory_file(int fd);

}  // namespace docmill
