#pragma once
#include <string_view>

#include "base/result.h"

namespace docmill::engines::child {

/// A file's bytes, mapped read-only for as long as this lives.
class MappedFile {
 public:
  /// Errors: Unavailable.
  static Result<MappedFile> of(int fd);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&&) = delete;

  std::string_view bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::string_view bytes) : bytes_(bytes) {}
  std::string_view bytes_;
};

}  // namespace docmill::engines::child
