#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "store/blob_store.h"
#include "store/temporary_folder.h"

// The promises of blob_store.h as tests, run against every driver. A driver's test includes this once per test program and says
//   INSTANTIATE_TEST_SUITE_P(FileStore, StoreContract, ::testing::Values(Driver{"files", [] { return ...; }}), driver_name);
namespace docmill::store {

/// An empty store and whatever it needs to live.
class Harness {
 public:
  virtual ~Harness() = default;
  virtual BlobStore& store() = 0;
  /// Whether an open reader goes on reading a blob that was removed: see BlobReader.
  virtual bool readers_outlive_blobs() const { return true; }
};

struct Driver {
  std::string name;
  std::function<std::unique_ptr<Harness>()> make;
};

inline std::string driver_name(const ::testing::TestParamInfo<Driver>& info) {
  return info.param.name;
}

/// Bytes without a short period.
inline std::string some_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>((i * 131 + i / 251 + i / 65'537) & 0xFFU);
  return bytes;
}

inline Result<void> put_now(BlobStore& store, std::string name, std::string bytes) {
  return run_to_end(put(store, std::move(name), std::move(bytes)));
}

inline Result<std::string> get_now(BlobStore& store, std::string name) {
  return run_to_end(get(store, std::move(name), std::uint64_t{1} << 30));
}

class StoreContract : public ::testing::TestWithParam<Driver> {
 protected:
  using Names = std::vector<std::string>;

  BlobStore& store() { return harness_->store(); }

  void make(const Names& names) {
    for (const auto& name : names) ASSERT_TRUE(put_now(store(), name, "x")) << name;
  }
  bool exists(const std::string& name) {
    const auto found = run_to_end(store().find(name));
    EXPECT_TRUE(found) << found.error().describe();
    return found && found->has_value();
  }
  Names list(const std::string& prefix, const std::string& after = "", std::size_t limit = 1'000) {
    const auto page = run_to_end(store().list(prefix, after, limit));
    EXPECT_TRUE(page) << page.error().describe();
    Names names;
    for (const auto& blob : page.value_or(std::vector<BlobInfo>{})) names.push_back(blob.name);
    return names;
  }
  Names folders(const std::string& prefix, const std::string& after = "", std::size_t limit = 1'000) {
    const auto page = run_to_end(store().list_folders(prefix, after, limit));
    EXPECT_TRUE(page) << page.error().describe();
    return page.value_or(Names{});
  }

  std::unique_ptr<BlobWriter> written(const std::string& name, std::string bytes) {
    auto writer = *run_to_end(store().create(name));
    EXPECT_TRUE(run_to_end(writer->write(std::move(bytes))));
    return writer;
  }
  /// Writes blobs with their names as bytes and commits them together.
  Result<void> commit_all(const Names& names) {
    std::vector<std::unique_ptr<BlobWriter>> writers;
    for (const auto& name : names) writers.push_back(written(name, name));
    return run_to_end(store().commit_all(std::move(writers)));
  }

  std::unique_ptr<Harness> harness_ = GetParam().make();
};

TEST_P(StoreContract, WhatWasPutComesBackWhole) {
  for (const std::size_t size : {0U, 1U, 2'000U, 65'535U, 65'536U, 65'537U, 200'000U, 1'048'579U}) {
    const auto name = "t/acme/whole/" + std::to_string(size);
    const auto bytes = some_bytes(size);
    const auto stored = put_now(store(), name, bytes);
    ASSERT_TRUE(stored) << stored.error().describe();
    const auto read = get_now(store(), name);
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_TRUE(*read == bytes) << size;
  }
}

TEST_P(StoreContract, ABlobMayComeInManyPieces) {
  auto write = [](BlobStore& store) -> Async<Result<void>> {
    auto writer = co_await store.create("t/acme/pieces");
    if (!writer) co_return Failed(writer.error());
    for (int i = 0; i < 200; ++i) {
      auto written = co_await (*writer)->write(std::string(static_cast<std::size_t>(i) * 37, static_cast<char>('a' + i % 26)));
      if (!written) co_return written;
    }
    co_return co_await (*writer)->commit();
  };
  std::string expected;
  for (int i = 0; i < 200; ++i) expected += std::string(static_cast<std::size_t>(i) * 37, static_cast<char>('a' + i % 26));
  ASSERT_TRUE(run_to_end(write(store())));
  EXPECT_TRUE(get_now(store(), "t/acme/pieces").value_or("") == expected);
}

TEST_P(StoreContract, ABlobThatIsNotThereIsNotFound) {
  EXPECT_EQ(run_to_end(store().open("t/acme/none")).error().code(), ErrorCode::NotFound);
  EXPECT_FALSE(exists("t/acme/none"));
  make({"t/acme/some"});
  EXPECT_EQ(run_to_end(store().open("t/acme")).error().code(), ErrorCode::NotFound);
  EXPECT_EQ(run_to_end(store().open("t/acme/some/below")).error().code(), ErrorCode::NotFound);
  EXPECT_FALSE(exists("t/acme"));
  EXPECT_FALSE(exists("t/acme/some/below"));
}

TEST_P(StoreContract, ABlobIsInvisibleUntilItIsCommitted) {
  auto writer = *run_to_end(store().create("t/acme/late/0"));
  ASSERT_TRUE(run_to_end(writer->write(some_bytes(700'000))));
  EXPECT_FALSE(exists("t/acme/late/0"));
  EXPECT_EQ(run_to_end(store().open("t/acme/late/0")).error().code(), ErrorCode::NotFound);
  EXPECT_EQ(list(""), Names{});
  EXPECT_EQ(folders(""), Names{});
  ASSERT_TRUE(run_to_end(writer->commit()));
  EXPECT_TRUE(exists("t/acme/late/0"));
  EXPECT_EQ(list(""), Names{"t/acme/late/0"});
}

TEST_P(StoreContract, ADroppedWriterLeavesNothing) {
  for (const std::size_t size : {0U, 10U, 700'000U}) {
    auto writer = *run_to_end(store().create("t/acme/dropped"));
    ASSERT_TRUE(run_to_end(writer->write(some_bytes(size))));
    writer.reset();
    EXPECT_FALSE(exists("t/acme/dropped"));
  }
  EXPECT_EQ(folders(""), Names{});
}

TEST_P(StoreContract, TheFirstToCommitWinsAndTheOthersChangeNothing) {
  auto first = *run_to_end(store().create("t/acme/result.json"));
  auto second = *run_to_end(store().create("t/acme/result.json"));
  ASSERT_TRUE(run_to_end(second->write("second")));
  ASSERT_TRUE(run_to_end(first->write("first")));
  ASSERT_TRUE(run_to_end(second->commit()));
  EXPECT_EQ(run_to_end(first->commit()).error().code(), ErrorCode::AlreadyExists);
  EXPECT_EQ(put_now(store(), "t/acme/result.json", some_bytes(700'000)).error().code(), ErrorCode::AlreadyExists);
  EXPECT_EQ(get_now(store(), "t/acme/result.json").value_or(""), "second");
}

TEST_P(StoreContract, OfManyThreadsThatCommitOneNameExactlyOneWins) {
  for (int round = 0; round < 10; ++round) {
    const auto name = "t/acme/race-" + std::to_string(round) + "/result.json";
    std::vector<std::string> outcomes(8);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      threads.emplace_back([&, i] {
        const auto stored = put_now(store(), name, "from " + std::to_string(i));
        outcomes[i] = stored ? "won" : info(stored.error().code()).name;
      });
    }
    for (auto& thread : threads) thread.join();
    ASSERT_EQ(std::ranges::count(outcomes, "won"), 1);
    ASSERT_EQ(std::ranges::count(outcomes, "already_exists"), 7);
    const auto winner = std::ranges::find(outcomes, "won") - outcomes.begin();
    EXPECT_EQ(get_now(store(), name).value_or(""), "from " + std::to_string(winner));
  }
}

TEST_P(StoreContract, OfManyCoroutinesThatCommitOneNameExactlyOneWins) {
  boost::asio::io_context loop;
  int won = 0;
  int lost = 0;
  auto compete = [&](std::string bytes) -> Async<void> {
    auto stored = co_await put(store(), "t/acme/one", std::move(bytes));
    if (stored) ++won;
    if (!stored && stored.error().code() == ErrorCode::AlreadyExists) ++lost;
  };
  for (int i = 0; i < 50; ++i) spawn(loop.get_executor(), compete(some_bytes(static_cast<std::size_t>(i) * 3'000)));
  loop.run();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(lost, 49);
}

TEST_P(StoreContract, BlobsCommittedTogetherAppearWholeAndNotBefore) {
  const std::vector<std::size_t> sizes{0U, 10U, 70'000U, 700'000U};
  std::vector<std::unique_ptr<BlobWriter>> writers;
  for (const auto size : sizes) writers.push_back(written("t/acme/j1/out/" + std::to_string(size), some_bytes(size)));
  writers.push_back(written("t/acme/j1/result.json", "{}"));
  EXPECT_EQ(list(""), Names{});
  const auto committed = run_to_end(store().commit_all(std::move(writers)));
  ASSERT_TRUE(committed) << committed.error().describe();
  for (const auto size : sizes) {
    EXPECT_TRUE(get_now(store(), "t/acme/j1/out/" + std::to_string(size)).value_or("failed") == some_bytes(size)) << size;
  }
  EXPECT_EQ(get_now(store(), "t/acme/j1/result.json").value_or(""), "{}");
  EXPECT_TRUE(run_to_end(store().commit_all({}))) << "none at all";
}

TEST_P(StoreContract, WhenOneOfManyIsThereAlreadyTheLastIsNotCommitted) {
  make({"t/acme/j1/out/1"});
  EXPECT_EQ(commit_all({"t/acme/j1/out/0", "t/acme/j1/out/1", "t/acme/j1/out/2", "t/acme/j1/result.json"}).error().code(),
            ErrorCode::AlreadyExists);
  EXPECT_FALSE(exists("t/acme/j1/result.json"));
  EXPECT_EQ(get_now(store(), "t/acme/j1/out/1").value_or(""), "x");
}

TEST_P(StoreContract, WhenTheLastOfManyIsThereAlreadyItStaysAndTheOthersAreThere) {
  make({"t/acme/j1/result.json"});
  EXPECT_EQ(commit_all({"t/acme/j1/out/0", "t/acme/j1/out/1", "t/acme/j1/result.json"}).error().code(), ErrorCode::AlreadyExists);
  EXPECT_EQ(get_now(store(), "t/acme/j1/result.json").value_or(""), "x");
  EXPECT_EQ(list(""), (Names{"t/acme/j1/out/0", "t/acme/j1/out/1", "t/acme/j1/result.json"}));
}

TEST_P(StoreContract, OfManyThreadsThatCommitOneRecordWithTheirOutputsOneWins) {
  std::vector<std::string> outcomes(6);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    threads.emplace_back([&, i] {
      const auto done =
          commit_all({"t/acme/j1/out/" + std::to_string(i) + "-0", "t/acme/j1/out/" + std::to_string(i) + "-1", "t/acme/j1/result.json"});
      outcomes[i] = done ? "won" : info(done.error().code()).name;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(std::ranges::count(outcomes, "won"), 1);
  EXPECT_EQ(std::ranges::count(outcomes, "already_exists"), 5);
  EXPECT_EQ(list("").size(), 2 * outcomes.size() + 1);
}

TEST_P(StoreContract, ARangeReturnsItsBytesAndNothingPastTheEnd) {
  for (const std::size_t size : {5'000U, 300'000U}) {
    const auto bytes = some_bytes(size);
    const auto name = "t/acme/range-" + std::to_string(size);
    ASSERT_TRUE(put_now(store(), name, bytes));
    auto reader = *run_to_end(store().open(name));
    ASSERT_EQ(reader->size(), size);
    const auto read = [&](std::uint64_t offset, std::size_t count) { return run_to_end(reader->read(offset, count)).value_or("failed"); };
    for (const std::size_t offset : {std::size_t{0}, std::size_t{1}, std::size_t{4'999}, size / 2, size - 1}) {
      for (const std::size_t count : {1U, 100U, 65'536U, 150'000U}) {
        EXPECT_TRUE(read(offset, count) == bytes.substr(offset, count)) << offset << "+" << count;
      }
    }
    EXPECT_EQ(read(0, 0), "");
    EXPECT_EQ(read(size, 10), "");
    EXPECT_EQ(read(~std::uint64_t{0}, 10), "");
    EXPECT_TRUE(read(3, ~std::size_t{0}) == bytes.substr(3));
  }
}

TEST_P(StoreContract, AReaderOfARemovedBlobNeverReturnsOtherBytes) {
  for (const bool replaced : {false, true}) {
    for (const std::size_t size : {100U, 900'000U}) {
      const auto bytes = some_bytes(size);
      ASSERT_TRUE(put_now(store(), "t/acme/removed", bytes));
      auto reader = *run_to_end(store().open("t/acme/removed"));
      ASSERT_TRUE(run_to_end(store().remove("t/acme/removed")));
      EXPECT_FALSE(exists("t/acme/removed"));
      if (replaced) {
        ASSERT_TRUE(put_now(store(), "t/acme/removed", std::string(size, 'x')));
      }
      const auto read = run_to_end(reader->read(0, size));
      if (read || harness_->readers_outlive_blobs()) {
        EXPECT_TRUE(read.value_or("failed") == bytes) << size;
      } else {
        EXPECT_EQ(read.error().code(), ErrorCode::NotFound) << read.error().describe();
      }
      ASSERT_TRUE(run_to_end(store().remove("t/acme/removed")));
    }
  }
}

TEST_P(StoreContract, ManyBlobsAreRemovedInOneCallAndThoseNotThereCountAsRemoved) {
  Names names;
  for (int i = 0; i < 20; ++i) names.push_back("t/acme/many/" + std::to_string(i));
  make(names);
  make({"t/acme/stays"});
  for (int i = 0; i < 1'200; ++i) names.push_back("t/acme/never/" + std::to_string(i));
  std::ranges::rotate(names, names.begin() + 10);
  const auto removed = run_to_end(store().remove_many(names));
  EXPECT_TRUE(removed) << removed.error().describe();
  EXPECT_EQ(list(""), Names{"t/acme/stays"});
  EXPECT_TRUE(run_to_end(store().remove_many({})));
  EXPECT_TRUE(run_to_end(store().remove_many({"t/acme/stays", "t/acme/stays"}))) << "named twice";
  EXPECT_EQ(folders(""), Names{});
}

TEST_P(StoreContract, ABadNameAmongManyRemovesNothing) {
  make({"t/acme/a", "t/acme/b"});
  EXPECT_EQ(run_to_end(store().remove_many({"t/acme/a", "../etc", "t/acme/b"})).error().code(), ErrorCode::BadRequest);
  EXPECT_EQ(list(""), (Names{"t/acme/a", "t/acme/b"}));
}

TEST_P(StoreContract, RemovingTwiceIsFineAndTheNameMayBeUsedAgain) {
  EXPECT_TRUE(run_to_end(store().remove("t/acme/never/was")));
  make({"t/acme/again"});
  EXPECT_TRUE(run_to_end(store().remove("t/acme/again")));
  EXPECT_TRUE(run_to_end(store().remove("t/acme/again")));
  EXPECT_FALSE(exists("t/acme/again"));
  ASSERT_TRUE(put_now(store(), "t/acme/again", "second life"));
  EXPECT_EQ(get_now(store(), "t/acme/again").value_or(""), "second life");
}

TEST_P(StoreContract, ABlobIsFoundWithItsSizeAndTheTimeOfItsMaking) {
  const auto before = SystemClock().now();
  for (const std::size_t size : {0U, 77U, 65'536U, 300'000U}) {
    const auto name = "t/acme/found-" + std::to_string(size);
    ASSERT_TRUE(put_now(store(), name, some_bytes(size)));
    const auto found = run_to_end(store().find(name));
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->name, name);
    EXPECT_EQ((*found)->size, size);
    // Storage keeps its own clock, with its own ticks.
    EXPECT_GE((*found)->created_at, before - std::chrono::seconds(5));
    EXPECT_LE((*found)->created_at, SystemClock().now() + std::chrono::seconds(5));
    const auto page = run_to_end(store().list(name, "", 1));
    ASSERT_TRUE(page && page->size() == 1);
    EXPECT_EQ(page->front().size, size);
    EXPECT_EQ(page->front().created_at, (*found)->created_at);
  }
}

TEST_P(StoreContract, BlobsAreListedInTheOrderOfTheirNamesBytes) {
  const Names sorted{"a", "a-b", "a-b/c", "a.b", "a/-", "a/b", "a/b/c", "a/b0", "a0", "a0/z", "a_", "aa", "b"};
  ASSERT_TRUE(std::ranges::is_sorted(sorted));
  auto shuffled = sorted;
  std::ranges::reverse(shuffled);
  std::ranges::rotate(shuffled, shuffled.begin() + 5);
  make(shuffled);
  EXPECT_EQ(list(""), sorted);
  for (std::size_t limit = 1; limit <= sorted.size() + 1; ++limit) {
    Names all;
    for (auto page = list("", "", limit); !page.empty(); page = list("", all.back(), limit)) {
      EXPECT_LE(page.size(), limit);
      all.insert(all.end(), page.begin(), page.end());
    }
    EXPECT_EQ(all, sorted) << "pages of " << limit;
  }
  EXPECT_EQ(list("", "", 0), Names{});
}

TEST_P(StoreContract, AListMayStartAfterANameThatIsNotThere) {
  make({"a", "a/b/c", "a/b/d", "b"});
  EXPECT_EQ(list("", "a/b/c0"), (Names{"a/b/d", "b"}));
  EXPECT_EQ(list("", "a/b"), (Names{"a/b/c", "a/b/d", "b"}));
  EXPECT_EQ(list("", "a/b/d/e/f"), (Names{"b"}));
  EXPECT_EQ(list("", "a-"), (Names{"a/b/c", "a/b/d", "b"}));
  EXPECT_EQ(list("", "zzz"), Names{});
  EXPECT_EQ(list("a/", "0"), (Names{"a/b/c", "a/b/d"}));
}

TEST_P(StoreContract, APrefixMayEndAnywhereInAName) {
  make({"t/a/x1", "t/a/x2/y", "t/a/z", "t/ab/x1", "u"});
  EXPECT_EQ(list("t/a/x"), (Names{"t/a/x1", "t/a/x2/y"}));
  EXPECT_EQ(list("t/a"), (Names{"t/a/x1", "t/a/x2/y", "t/a/z", "t/ab/x1"}));
  EXPECT_EQ(list("t/a/"), (Names{"t/a/x1", "t/a/x2/y", "t/a/z"}));
  EXPECT_EQ(list("t/a/x1"), Names{"t/a/x1"});
  EXPECT_EQ(list("t/a/x1/"), Names{});
  EXPECT_EQ(list("t/a/x", "t/a/x1"), Names{"t/a/x2/y"});
  EXPECT_EQ(list("nothing/here"), Names{});
}

TEST_P(StoreContract, FoldersAreTheNextLevelInTheOrderOfTheirBlobs) {
  make({"t/acme/j1/in/0", "t/acme/j1/job.json", "t/acme/j2/job.json", "t/acme-2/j3/job.json", "t/acme0/j4/job.json", "t/note", "k/x"});
  EXPECT_EQ(folders(""), (Names{"k", "t"}));
  EXPECT_EQ(folders("t/"), (Names{"acme-2", "acme", "acme0"}));
  EXPECT_EQ(folders("t/", "", 2), (Names{"acme-2", "acme"}));
  EXPECT_EQ(folders("t/", "acme", 2), (Names{"acme0"}));
  EXPECT_EQ(folders("t/", "acme0"), Names{});
  EXPECT_EQ(folders("t/acme/"), (Names{"j1", "j2"}));
  EXPECT_EQ(folders("t/acme/j2/"), Names{});
  EXPECT_EQ(folders("t/none/"), Names{});
  EXPECT_EQ(folders("t/", "", 0), Names{});
}

TEST_P(StoreContract, AFolderGoesWithItsLastBlob) {
  make({"t/acme/j1/in/0", "t/acme/j1/job.json", "t/acme/j2/job.json"});
  ASSERT_TRUE(run_to_end(store().remove("t/acme/j1/in/0")));
  EXPECT_EQ(folders("t/acme/"), (Names{"j1", "j2"}));
  EXPECT_EQ(folders("t/acme/j1/"), Names{});
  ASSERT_TRUE(run_to_end(store().remove("t/acme/j1/job.json")));
  EXPECT_EQ(folders("t/acme/"), Names{"j2"});
  ASSERT_TRUE(run_to_end(store().remove("t/acme/j2/job.json")));
  EXPECT_EQ(folders(""), Names{});
}

TEST_P(StoreContract, ABlobAndAFolderMayShareAName) {
  make({"a/b", "a", "a/b/c"});
  EXPECT_EQ(list(""), (Names{"a", "a/b", "a/b/c"}));
  ASSERT_TRUE(run_to_end(store().remove("a/b")));
  EXPECT_EQ(list(""), (Names{"a", "a/b/c"}));
  EXPECT_EQ(folders("a/"), Names{"b"});
}

TEST_P(StoreContract, TheLongestNamesWork) {
  const std::string part(127, 'x');
  const auto longest = part + "/" + part + "/" + part + "/" + part + "x";
  const std::string deepest = "0/1/2/3/4/5/6/7/8/9/a/b/c/d/e/f";
  make({longest, deepest});
  EXPECT_EQ(list(""), (Names{deepest, longest}));
  EXPECT_EQ(get_now(store(), longest).value_or(""), "x");
  EXPECT_EQ(get_now(store(), deepest).value_or(""), "x");
}

TEST_P(StoreContract, ANameThatIsNotOneIsABadRequest) {
  for (const std::string bad : {"", "../etc", "a/../../b", "/etc/passwd", "A", "a//b", "a/"}) {
    EXPECT_EQ(run_to_end(store().create(bad)).error().code(), ErrorCode::BadRequest) << bad;
    EXPECT_EQ(run_to_end(store().open(bad)).error().code(), ErrorCode::BadRequest) << bad;
    EXPECT_EQ(run_to_end(store().find(bad)).error().code(), ErrorCode::BadRequest) << bad;
    EXPECT_EQ(run_to_end(store().remove(bad)).error().code(), ErrorCode::BadRequest) << bad;
  }
  for (const std::string bad : {"../", "/", "a/../b", "A/", "a//"}) {
    EXPECT_EQ(run_to_end(store().list(bad, "", 1)).error().code(), ErrorCode::BadRequest) << bad;
    EXPECT_EQ(run_to_end(store().list_folders(bad, "", 1)).error().code(), ErrorCode::BadRequest) << bad;
  }
  EXPECT_EQ(run_to_end(store().list_folders("t", "", 1)).error().code(), ErrorCode::BadRequest);
}

TEST_P(StoreContract, MakingAndRemovingInOneFolderAtOnceDisturbsNobody) {
  // Every removal may take the folder away under the others' feet.
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < 40; ++i) {
        const auto name = "t/acme/busy/deep/" + std::to_string(t);
        const auto stored = put_now(store(), name, "x");
        ASSERT_TRUE(stored) << stored.error().describe();
        ASSERT_TRUE(get_now(store(), name));
        ASSERT_TRUE(run_to_end(store().list("t/", "", 10)));
        ASSERT_TRUE(run_to_end(store().remove(name)));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(folders(""), Names{});
}

TEST_P(StoreContract, AProbeSucceedsAndLeavesNothing) {
  const auto proven = run_to_end(store().probe());
  EXPECT_TRUE(proven) << proven.error().describe();
  EXPECT_EQ(list(""), Names{});
  EXPECT_EQ(folders(""), Names{});
}

TEST_P(StoreContract, GetRefusesABlobAboveItsLimit) {
  ASSERT_TRUE(put_now(store(), "t/acme/large", some_bytes(101)));
  EXPECT_EQ(run_to_end(get(store(), "t/acme/large", 100)).error().code(), ErrorCode::PayloadTooLarge);
  EXPECT_TRUE(run_to_end(get(store(), "t/acme/large", 101)));
}

}  // namespace docmill::store
