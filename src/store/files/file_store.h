#pragma once
#include <chrono>
#include <memory>
#include <string>

#include "base/pool.h"
#include "store/blob_store.h"
#include "store/files/tree.h"

namespace docmill::store::files {

/// Blobs as files in a folder of one machine, as they are: put a SealedStore in front to keep documents private.
/// Several processes may share the folder. A commit costs one sync of the file and one of its folder, plus one for each folder
/// it had to make.
class FileStore final : public BlobStore {
 public:
  /// Makes the folder (0700) when it is missing and sweeps what killed processes left an hour ago. `pool` is borrowed; its
  /// threads bound how many calls touch the disk at once, but for those that only wait for it. Blocks for a few milliseconds.
  /// Errors: Unavailable, StorageFull; for an operator: the message names the folder and what to do.
  static Result<std::unique_ptr<FileStore>> open(const std::string& folder, Pool& pool);
  ~FileStore() override;

  Async<Result<std::unique_ptr<BlobWriter>>> create(std::string name) override;
  /// Costs about two journal commits of the file system, however many blobs there are.
  Async<Result<void>> commit_all(std::vector<std::unique_ptr<BlobWriter>> writers) override;
  Async<Result<std::unique_ptr<BlobReader>>> open(std::string name) override;
  Async<Result<std::optional<BlobInfo>>> find(std::string name) override;
  Async<Result<void>> remove(std::string name) override;
  Async<Result<std::vector<BlobInfo>>> list(std::string prefix, std::string after, std::size_t limit) override;
  Async<Result<std::vector<std::string>>> list_folders(std::string prefix, std::string after, std::size_t limit) override;
  Async<Result<void>> probe() override;

  /// An upload still going on that has not been written to since `before` fails.
  Async<Result<std::size_t>> remove_unfinished(Timestamp before, bool dry_run) override;

 private:
  FileStore(Tree tree, Pool& pool);

  Tree tree_;
  Pool& pool_;
  Pool sync_pool_;
};

}  // namespace docmill::store::files
