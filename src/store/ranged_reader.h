#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "store/blob_store.h"

namespace docmill::store {

/// The reader of a remote blob: what the opening brought along is never asked for again, and who reads on where he stopped gets
/// more than he asked for in one go, so that a download in small pieces costs few calls. A driver says how a range is fetched.
class RangedReader : public BlobReader {
 public:
  static constexpr std::uint64_t kReadAhead = 2 * 1024 * 1024;
  static constexpr std::uint64_t kFetchAtOnce = 8 * 1024 * 1024;

  /// `first` holds the blob's first bytes.
  RangedReader(std::uint64_t size, std::string first) : size_(size), first_(std::move(first)) {}

  std::uint64_t size() const final { return size_; }
  Async<Result<std::string>> read(std::uint64_t offset, std::size_t wanted) final;

 protected:
  /// The bytes from `offset`, `size` of them (never past the end), of the very blob that was opened.
  virtual Async<Result<std::string>> fetch(std::uint64_t offset, std::uint64_t size) = 0;

 private:
  void append_held(std::string& out, std::uint64_t offset, std::uint64_t end) const;

  std::uint64_t size_;
  std::string first_;
  std::string ahead_;
  std::uint64_t ahead_at_ = 0;
  std::uint64_t stopped_at_ = 0;
};

/// The size after the '/' of "bytes 0-69631/1048576"; nullopt when there is none.
std::optional<std::uint64_t> size_in_content_range(std::string_view content_range);
/// What a reader answers when its blob was removed or replaced.
Error blob_removed(std::string_view where);

}  // namespace docmill::store
