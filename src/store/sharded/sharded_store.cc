#include "store/sharded/sharded_store.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/shard.h"

namespace docmill::store::sharded {
namespace {

// "a-b" sorts before "a", as their blobs "a-b/…" and "a/…" do.
bool folder_before(const std::string& a, const std::string& b) {
  return a + '/' < b + '/';
}

}  // namespace

std::string_view shard_key(std::string_view name) {
  if (!name.starts_with("t/")) return name;
  const auto tenant_end = name.find('/', 2);
  if (tenant_end == std::string_view::npos) return name;
  const auto job_end = name.find('/', tenant_end + 1);
  if (job_end == std::string_view::npos) return name;
  return name.substr(tenant_end + 1, job_end - tenant_end - 1);
}

ShardedStore::ShardedStore(std::vector<std::unique_ptr<BlobStore>> shards) : shards_(std::move(shards)) {
  DOCMILL_CHECK(!shards_.empty());
}

ShardedStore::~ShardedStore() = default;

BlobStore& ShardedStore::home(std::string_view name) const {
  return *shards_[shard_of(shard_key(name), shards_.size())];
}

Async<Result<std::unique_ptr<BlobWriter>>> ShardedStore::create(std::string name) {
  auto& shard = home(name);
  co_return co_await shard.create(std::move(name));
}

Async<Result<std::unique_ptr<BlobReader>>> ShardedStore::open(std::string name) {
  auto& shard = home(name);
  co_return co_await shard.open(std::move(name));
}

Async<Result<std::optional<BlobInfo>>> ShardedStore::find(std::string name) {
  auto& shard = home(name);
  co_return co_await shard.find(std::move(name));
}

Async<Result<void>> ShardedStore::remove(std::string name) {
  auto& shard = home(name);
  co_return co_await shard.remove(std::move(name));
}

Async<Result<void>> ShardedStore::remove_many(std::vector<std::string> names) {
  // Checked before the first store is asked: a bad name removes nothing.
  if (!std::ranges::all_of(names, is_valid_blob_name)) {
    co_return Failed(fail(ErrorCode::BadRequest, "This is not a name a document can be stored under.").at("store.sharded"));
  }
  std::vector<std::vector<std::string>> by_shard(shards_.size());
  for (auto& name : names) by_shard[shard_of(shard_key(name), shards_.size())].push_back(std::move(name));
  Result<void> all;
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    if (by_shard[i].empty()) continue;
    auto removed = co_await shards_[i]->remove_many(std::move(by_shard[i]));
    if (!removed) all = std::move(removed);
  }
  co_return all;
}

Async<Result<std::vector<BlobInfo>>> ShardedStore::list(std::string prefix, std::string after, std::size_t limit) {
  std::vector<BlobInfo> all;
  for (const auto& shard : shards_) {
    auto page = co_await shard->list(prefix, after, limit);
    if (!page) co_return page;
    std::ranges::move(*page, std::back_inserter(all));
  }
  std::ranges::sort(all, {}, &BlobInfo::name);
  if (all.size() > limit) all.resize(limit);
  co_return all;
}

Async<Result<std::vector<std::string>>> ShardedStore::list_folders(std::string prefix, std::string after, std::size_t limit) {
  std::vector<std::string> all;
  for (const auto& shard : shards_) {
    auto page = co_await shard->list_folders(prefix, after, limit);
    if (!page) co_return page;
    std::ranges::move(*page, std::back_inserter(all));
  }
  std::ranges::sort(all, folder_before);
  const auto repeated = std::ranges::unique(all);  // a tenant has jobs in several stores
  all.erase(repeated.begin(), repeated.end());
  if (all.size() > limit) all.resize(limit);
  co_return all;
}

Async<Result<std::size_t>> ShardedStore::remove_unfinished(Timestamp before, bool dry_run) {
  std::size_t sum = 0;
  for (const auto& shard : shards_) {
    auto removed = co_await shard->remove_unfinished(before, dry_run);
    if (!removed) co_return removed;
    sum += *removed;
  }
  co_return sum;
}

Async<Result<void>> ShardedStore::probe() {
  for (const auto& shard : shards_) {
    if (auto proven = co_await shard->probe(); !proven) co_return proven;
  }
  co_return Result<void>{};
}

}  // namespace docmill::store::sharded
