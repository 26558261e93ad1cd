#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace docmill::engines::child {

/// A file's bytes for as long as this lives: a small file's are read, for a mapping costs a fault for every 64 KiB of it, a large one's
/// are mapped.
class FileBytes {
 public:
  /// Errors: Unavailable.
  static Result<FileBytes> of(int fd);
  ~FileBytes();
  FileBytes(FileBytes&& other) noexcept;
  FileBytes& operator=(FileBytes&&) = delete;

  std::string_view bytes() const { return bytes_; }

 private:
  explicit FileBytes(std::string_view mapped) : bytes_(mapped) {}
  explicit FileBytes(std::unique_ptr<std::string> read) : read_(std::move(read)), bytes_(*read_) {}
  std::unique_ptr<std::string> read_;  // of a large file none
  std::string_view bytes_;
};

}  // namespace docmill::engines::child
