#include "store/copy.h"

#include <gtest/gtest.h>

#include "store/faulty.h"
#include "store/files/file_store.h"
#include "store/temporary_folder.h"

namespace docmill::store {
namespace {

Result<void> put_now(BlobStore& store, std::string name, std::string bytes) {
  return run_to_end(put(store, std::move(name), std::move(bytes)));
}

Result<std::string> get_now(BlobStore& store, std::string name) {
  return run_to_end(get(store, std::move(name), 100'000'000));
}

class Copy : public testing::Test {
 protected:
  Result<CopyReport> copy(BlobStore& from, BlobStore& to) {
    return run_to_end(copy_blobs(from, to, [](const CopyReport&) {}));
  }

  TemporaryFolder folder_;
  Pool pool_{"files", 2};
  std::unique_ptr<files::FileStore> from_ = *files::FileStore::open(folder_.path() + "/from", pool_);
  std::unique_ptr<files::FileStore> to_ = *files::FileStore::open(folder_.path() + "/to", pool_);
};

TEST_F(Copy, EveryBlobArrivesWholeAndASecondCopyFindsItThere) {
  std::string large(9'000'000, '\0');
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i % 251);
  ASSERT_TRUE(put_now(*from_, "t/acme/j1/in/0", large));
  for (int i = 0; i < 1'100; ++i) ASSERT_TRUE(put_now(*from_, "t/acme/j2/out/" + std::to_string(i), std::to_string(i)));
  const auto first = copy(*from_, *to_);
  ASSERT_TRUE(first) << first.error().describe();
  EXPECT_EQ(first->copied, 1'101U);
  EXPECT_TRUE(get_now(*to_, "t/acme/j1/in/0").value_or("") == large);
  EXPECT_EQ(get_now(*to_, "t/acme/j2/out/1099").value_or(""), "1099");
  ASSERT_TRUE(put_now(*from_, "t/acme/j3/job.json", "new"));
  const auto second = copy(*from_, *to_);
  EXPECT_EQ(second->copied, 1U);
  EXPECT_EQ(second->already_there, 1'101U);
}

TEST_F(Copy, ABlobThatGoesMeanwhileIsNoErrorAndTroubleIs) {
  for (const std::string name : {"a", "b", "c"}) ASSERT_TRUE(put_now(*from_, name, name));
  FaultyStore faulty(*from_);
  faulty.arm({.operation = Operation::Open, .error = fail(ErrorCode::NotFound, "gone"), .name_contains = "b"});
  const auto copied = copy(faulty, *to_);
  ASSERT_TRUE(copied);
  EXPECT_EQ(copied->copied, 2U);
  EXPECT_EQ(copied->gone, 1U);
  faulty.arm({.operation = Operation::Read, .error = fail(ErrorCode::Unavailable, "away"), .name_contains = "b"});
  EXPECT_EQ(copy(faulty, *to_).error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(run_to_end(to_->find("b")).value(), std::nullopt) << "no half blob";
}

}  // namespace
}  // namespace docmill::store
