#include "store/sharded/sharded_store.h"

#include <gtest/gtest.h>

#include <array>

#include "store/faulty.h"
#include "store/files/file_store.h"
#include "store/store_contract.h"

namespace docmill::store {
namespace {

using sharded::ShardedStore;

struct OverShards : Harness {
  OverShards() {
    std::vector<std::unique_ptr<BlobStore>> shards;
    for (std::size_t i = 0; i < files.size(); ++i) {
      files.at(i) = *files::FileStore::open(folder.path() + "/store-" + std::to_string(i), pool);
      auto breakable = std::make_unique<FaultyStore>(*files.at(i));
      faulty.at(i) = breakable.get();
      shards.push_back(std::move(breakable));
    }
    sharded = std::make_unique<ShardedStore>(std::move(shards));
  }
  BlobStore& store() override { return *sharded; }

  TemporaryFolder folder;
  Pool pool{"files", 4};
  std::array<std::unique_ptr<files::FileStore>, 2> files;
  std::array<FaultyStore*, 2> faulty{};
  std::unique_ptr<ShardedStore> sharded;
};

INSTANTIATE_TEST_SUITE_P(Drivers, StoreContract, testing::Values(Driver{"two_shards", [] { return std::make_unique<OverShards>(); }}),
                         driver_name);

std::size_t blobs_in(BlobStore& store) {
  return run_to_end(store.list("", "", 1'000)).value().size();
}

TEST(Sharded, AllBlobsOfAJobLiveInOneStoreAndJobsAreSpread) {
  OverShards over;
  for (int job = 0; job < 20; ++job) {
    const auto prefix = "t/acme/job-" + std::to_string(job);
    const auto before = blobs_in(*over.files[0]);
    for (const std::string part : {"/job.json", "/in/0", "/in/1", "/out/9-0", "/result.json"}) {
      ASSERT_TRUE(put_now(over.store(), prefix + part, "x"));
    }
    const auto more = blobs_in(*over.files[0]) - before;
    EXPECT_TRUE(more == 0 || more == 5) << more;
  }
  EXPECT_GE(blobs_in(*over.files[0]), 20U);
  EXPECT_GE(blobs_in(*over.files[1]), 20U);
}

TEST(Sharded, AJobIsServedWhileAnotherJobsStoreIsAway) {
  OverShards over;
  for (int job = 0; job < 10; ++job) ASSERT_TRUE(put_now(over.store(), "t/acme/job-" + std::to_string(job) + "/job.json", "x"));
  const auto there = blobs_in(*over.files[1]);
  over.faulty[0]->arm(
      {.operation = Operation::Open, .error = fail(ErrorCode::Unavailable, "away"), .times = Fault::kEver, .name_contains = {}});
  std::size_t served = 0;
  for (int job = 0; job < 10; ++job) served += get_now(over.store(), "t/acme/job-" + std::to_string(job) + "/job.json") ? 1 : 0;
  EXPECT_EQ(served, there);
}

TEST(Sharded, AListWithAStoreMissingIsAnErrorAndNotAShortList) {
  OverShards over;
  ASSERT_TRUE(put_now(over.store(), "t/acme/job-1/job.json", "x"));
  for (const auto operation : {Operation::List, Operation::ListFolders, Operation::Probe}) {
    over.faulty[1]->arm({.operation = operation, .error = fail(ErrorCode::Unavailable, "away"), .name_contains = {}});
  }
  EXPECT_EQ(run_to_end(over.store().list("", "", 10)).error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(run_to_end(over.store().list_folders("", "", 10)).error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(run_to_end(over.store().probe()).error().code(), ErrorCode::Unavailable);
}

TEST(Sharded, TheKeyIsTheJobOrTheWholeName) {
  EXPECT_EQ(sharded::shard_key("t/acme/j1/in/0"), "j1");
  EXPECT_EQ(sharded::shard_key("t/acme/j1"), "t/acme/j1");
  EXPECT_EQ(sharded::shard_key("t/acme"), "t/acme");
  EXPECT_EQ(sharded::shard_key("k/acme/00ff.json"), "k/acme/00ff.json");
  EXPECT_EQ(sharded::shard_key(""), "");
}

}  // namespace
}  // namespace docmill::store
