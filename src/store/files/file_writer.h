#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/pool.h"
#include "store/blob_store.h"
#include "store/files/tree.h"

namespace docmill::store::files {

/// The threads a writer's work is done on.
struct Threads {
  Pool& files;  // for calls that block
  Pool& syncs;  // for those that only wait for the disk
};

/// Writes one blob. Up to 256 KiB wait in memory, so a small blob is made, written, synced and published in one visit to the
/// pool; what is larger goes to a temporary file piece by piece.
class FileWriter final : public BlobWriter {
 public:
  FileWriter(const Tree& tree, Threads threads, std::string name);
  ~FileWriter() override;

  Async<Result<void>> write(std::string bytes) override;
  Async<Result<void>> commit() override;

  /// As BlobStore::commit_all; all of `tree`. One visit to the pool.
  static Async<Result<void>> commit_all(const Tree& tree, Threads threads, std::vector<FileWriter*> writers);

 private:
  Result<void> spill();
  static Result<void> finish(const Tree& tree, Pool& syncs, const std::vector<FileWriter*>& writers);

  const Tree& tree_;
  Threads threads_;
  std::string name_;
  std::string waiting_;
  std::optional<Temporary> temporary_;
  std::optional<Error> failed_;
};

}  // namespace docmill::store::files
