#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/blob_store.h"

namespace docmill::store::sharded {

/// Many stores as one, for more than one storage account carries. All blobs of a job live in one of them, chosen by the job's
/// id; other blobs by their whole name. The choice depends on how many stores there are and on their order, so all
/// processes must be given the same list, and a changed list means moving the blobs first (docs/runbook.md).
/// A call needs the one store its name leads to; lists need all of them.
class ShardedStore final : public BlobStore {
 public:
  /// At least one store.
  explicit ShardedStore(std::vector<std::unique_ptr<BlobStore>> shards);
  ~ShardedStore() override;

  Async<Result<std::unique_ptr<BlobWriter>>> create(std::string name) override;
  Async<Result<std::unique_ptr<BlobReader>>> open(std::string name) override;
  Async<Result<std::optional<BlobInfo>>> find(std::string name) override;
  Async<Result<void>> remove(std::string name) override;
  Async<Result<void>> remove_many(std::vector<std::string> names) override;
  Async<Result<std::vector<BlobInfo>>> list(std::string prefix, std::string after, std::size_t limit) override;
  Async<Result<std::vector<std::string>>> list_folders(std::string prefix, std::string after, std::size_t limit) override;
  Async<Result<std::size_t>> remove_unfinished(Timestamp before, bool dry_run) override;
  Async<Result<void>> probe() override;

 private:
  BlobStore& home(std::string_view name) const;

  std::vector<std::unique_ptr<BlobStore>> shards_;
};

/// What decides where a blob lives: the job id in "t/<tenant>/<job>/…", else the whole name.
std::string_view shard_key(std::string_view name);

}  // namespace docmill::store::sharded
