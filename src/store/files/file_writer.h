#pragma once
#include <optional>
#include <string>

#include "base/pool.h"
#include "store/blob_store.h"
#include "store/files/tree.h"

namespace docmill::store::files {

/// Writes one blob. Up to 256 KiB wait in memory, so a small blob is made, written, synced and published in one visit to the
/// pool; what is larger goes to a temporary file piece by piece.
class FileWriter final : public BlobWriter {
 public:
  FileWriter(const Tree& tree, Pool& pool, std::string name);
  ~FileWriter() override;

  Async<Result<void>> write(std::string bytes) override;
  Async<Result<void>> commit() override;

 private:
  Result<void> spill();
  Result<void> finish();

  const Tree& tree_;
  Pool& pool_;
  std::string name_;
  std::string waiting_;
  std::optional<Temporary> temporary_;
  std::optional<Error> failed_;
};

}  // namespace docmill::store::files
