#include "app/master_key_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "store/faulty.h"
#include "store/files/file_store.h"
#include "store/sealed/sealed_store.h"
#include "store/temporary_folder.h"

namespace docmill::app {
namespace {

/// One store and as many nodes, each with its key file, as a test wants.
class MasterKeyCheck : public testing::Test {
 protected:
  std::string key_file(const std::string& node) const { return folder_.path() + "/" + node + ".key"; }
  crypto::Keyring keyring(const std::string& node) { return *crypto::Keyring::load_or_create(key_file(node)); }
  Result<void> check(const crypto::Keyring& keyring) {
    store::sealed::SealedStore sealed(store_, keyring, pool_);
    return run_to_end(check_master_key(
        {.raw = store_, .sealed = sealed, .keyring = keyring, .key_file = "/etc/docmill/master.key", .store = "files:/srv/docmill"}));
  }
  void put(const crypto::Keyring& keyring, const std::string& name) {
    store::sealed::SealedStore sealed(store_, keyring, pool_);
    ASSERT_TRUE(run_to_end(store::put(sealed, name, "a document")));
  }

  store::TemporaryFolder folder_;
  Pool pool_{"files", 1};
  std::unique_ptr<store::files::FileStore> files_ = *store::files::FileStore::open(folder_.path() + "/store", pool_);
  store::FaultyStore store_{*files_};
};

TEST_F(MasterKeyCheck, ANodeWithAnotherKeyIsRefusedAndOneWithTheSameKeyIsNot) {
  EXPECT_TRUE(check(keyring("a")));
  EXPECT_TRUE(check(keyring("a")));
  const auto refused = check(keyring("b"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::Conflict);
  EXPECT_THAT(refused.error().message(), testing::HasSubstr("The master key in /etc/docmill/master.key"));
  EXPECT_THAT(refused.error().message(), testing::HasSubstr("files:/srv/docmill"));
  std::filesystem::copy_file(key_file("a"), key_file("c"));
  EXPECT_TRUE(check(keyring("c")));
}

TEST_F(MasterKeyCheck, ARotatedKeyIsRecognisedByNodesThatHaveEitherKey) {
  auto rotated = keyring("a");
  const auto first_only = rotated;
  EXPECT_TRUE(check(rotated));
  ASSERT_TRUE(rotated.rotate(key_file("a")));
  EXPECT_TRUE(check(rotated));
  EXPECT_TRUE(check(first_only));
}

TEST_F(MasterKeyCheck, AStoreWithoutAMarkIsJudgedByWhatLiesInIt) {
  put(keyring("a"), "t/acme/j1/job.json");
  const auto refused = check(keyring("b"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::Conflict);
  EXPECT_TRUE(check(keyring("a"))) << "the refused key must not have left a mark that locks the right one out";
}

TEST_F(MasterKeyCheck, AProcessBroughtBackFromABackupIsWorthMoreThanTheMarkOfAFirstStart) {
  EXPECT_TRUE(check(keyring("first start")));
  put(keyring("a"), "p/acme/p1/template");
  EXPECT_TRUE(check(keyring("a")));
}

TEST_F(MasterKeyCheck, ABlobThatIsNoneSaysNothingAboutTheKey) {
  ASSERT_TRUE(run_to_end(store::put(*files_, "t/acme/j1/job.json", "cut")));
  EXPECT_TRUE(check(keyring("a")));
}

TEST_F(MasterKeyCheck, AStoreThatIsAwayIsLeftToReadiness) {
  store_.arm({.operation = store::Operation::List, .error = fail(ErrorCode::Unavailable, "away"), .name_contains = {}});
  EXPECT_TRUE(check(keyring("a")));
}

}  // namespace
}  // namespace docmill::app
