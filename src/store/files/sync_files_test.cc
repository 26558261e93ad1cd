#include "store/files/sync_files.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <future>
#include <string>

#include "base/fd.h"
#include "store/temporary_folder.h"

namespace docmill::store::files {
namespace {

class SyncFiles : public testing::Test {
 protected:
  std::vector<int> files(int count) {
    std::vector<int> numbers;
    for (int i = 0; i < count; ++i) {
      const auto path = folder_.path() + "/" + std::to_string(i);
      open_.emplace_back(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
      EXPECT_TRUE(write_all(open_.back().get(), path));
      numbers.push_back(open_.back().get());
    }
    return numbers;
  }

  TemporaryFolder folder_;
  std::vector<UniqueFd> open_;
};

TEST_F(SyncFiles, AnyNumberIsSynced) {
  Pool helpers("helpers", 3);
  for (const int count : {0, 1, 2, 40}) EXPECT_TRUE(sync_files(files(count), helpers)) << count;
}

TEST_F(SyncFiles, HelpersThatAreBusyAreNotWaitedForAndFindNothingLeftLater) {
  std::promise<void> released;
  Pool helpers("helpers", 1);
  boost::asio::post(helpers.threads(), [wait = released.get_future().share()] { wait.wait(); });
  EXPECT_TRUE(sync_files(files(5), helpers));
  open_.clear();
  released.set_value();
}

TEST_F(SyncFiles, OneThatCannotBeSyncedFailsThemAll) {
  Pool helpers("helpers", 3);
  for (const std::size_t place : {0U, 5U, 9U}) {
    auto numbers = files(10);
    numbers[place] = -1;
    const auto synced = sync_files(numbers, helpers);
    ASSERT_FALSE(synced);
    EXPECT_EQ(synced.error().code(), ErrorCode::Unavailable);
  }
}

}  // namespace
}  // namespace docmill::store::files
