#pragma once
#include <optional>
#include <string>
#include <vector>

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

  /// As BlobStore::commit_all; all of `tree`. One visit to the pool.
  static Async<Result<void>> commit_all(const Tree& tree, Pool& pool, std::vector<FileWriter*> writers);

 private:
  Result<void> spill();
  static Result<void> finish(const Tree& tree, const std::vector<FileWriter*>& writers);

  const Tree& tree_;
  Pool& pool_;
  std::string name_;
  std::string waiting_;
  std::optional<Temporary> temporary_;
  std::optional<Error> failed_;
};

}  // namespace docmill::store::files
