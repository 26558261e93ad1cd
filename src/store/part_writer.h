#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "store/blob_store.h"

namespace docmill::store {

/// The writer of a remote blob: a small one is kept and sent whole when it is committed, a large one goes out in parts of equal
/// size. Holds one part, and a second one while that is being sent. A driver says how each is sent.
class PartWriter : public BlobWriter {
 public:
  PartWriter(std::size_t part_bytes, std::size_t max_parts) : part_bytes_(part_bytes), max_parts_(max_parts) {}

  Async<Result<void>> write(std::string bytes) final;
  Async<Result<void>> commit() final;

 protected:
  /// A blob of at most one part. Errors: as commit().
  virtual Async<Result<void>> put_whole(std::string bytes) = 0;
  /// Part `number`, counted from 0; only the last may be short.
  virtual Async<Result<void>> put_part(std::size_t number, std::string bytes) = 0;
  /// Makes the blob of all parts. Errors: as commit().
  virtual Async<Result<void>> join() = 0;

 private:
  Async<Result<void>> send_part();
  Async<Result<void>> finish();

  std::size_t part_bytes_;
  std::size_t max_parts_;
  std::string part_;
  std::size_t parts_ = 0;
  std::optional<Error> failed_;  // every later call answers it
};

}  // namespace docmill::store
