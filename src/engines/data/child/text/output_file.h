#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"

namespace docmill::engines::data {

/// A result being written: a file in memory behind a small buffer. The first failure stays; later writes do nothing, so that a writer may
/// look at status() once a row.
class OutputFile {
 public:
  /// `limit`: most bytes it may have. Errors: Unavailable.
  static Result<OutputFile> create(std::uint64_t limit);

  void put(std::string_view bytes);
  std::uint64_t size() const { return size_; }
  /// Errors: InputTooComplex (over the limit), StorageFull.
  Result<void> status() const { return status_; }
  /// The file with all that was written. Errors: as status.
  Result<UniqueFd> finish();

 private:
  OutputFile(UniqueFd file, std::uint64_t limit) : file_(std::move(file)), limit_(limit) {}
  void flush();

  UniqueFd file_;
  std::uint64_t limit_;
  std::uint64_t size_ = 0;
  std::string buffer_;
  Result<void> status_;
};

}  // namespace docmill::engines::data
