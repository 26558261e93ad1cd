#include "store/faulty.h"

#include <gtest/gtest.h>

#include "store/files/file_store.h"
#include "store/temporary_folder.h"

namespace docmill::store {
namespace {

class Faulty : public testing::Test {
 protected:
  static Error broken() { return fail(ErrorCode::Unavailable, "broken on purpose"); }
  static Fault fault(Operation operation, Fault::When when = Fault::When::Instead) {
    return {.operation = operation, .error = broken(), .name_contains = {}, .when = when};
  }

  Result<void> put_now(std::string name, std::string bytes = "x") { return run_to_end(put(store_, std::move(name), std::move(bytes))); }
  Result<std::string> get_now(std::string name) { return run_to_end(get(store_, std::move(name), 1'000)); }
  bool really_there(std::string name) { return run_to_end(files_->find(std::move(name)))->has_value(); }

  TemporaryFolder folder_;
  Pool pool_{"files", 1};
  std::unique_ptr<files::FileStore> files_ = *files::FileStore::open(folder_.path(), pool_);
  FaultyStore store_{*files_};
};

TEST_F(Faulty, ACreateFailsOnceAndThenWorks) {
  store_.arm(fault(Operation::Create));
  EXPECT_EQ(put_now("a").error().message(), "broken on purpose");
  EXPECT_TRUE(put_now("a"));
}

TEST_F(Faulty, AFailedWriteSpoilsItsWriterOnly) {
  store_.arm(fault(Operation::Write));
  auto writer = *run_to_end(store_.create("a"));
  auto other = *run_to_end(store_.create("b"));
  EXPECT_FALSE(run_to_end(writer->write("x")));
  EXPECT_FALSE(run_to_end(writer->write("x")));
  EXPECT_FALSE(run_to_end(writer->commit()));
  EXPECT_FALSE(really_there("a"));
  EXPECT_TRUE(run_to_end(other->write("x")));
  EXPECT_TRUE(run_to_end(other->commit()));
}

TEST_F(Faulty, AFailedCommitStoresNothing) {
  store_.arm(fault(Operation::Commit));
  EXPECT_FALSE(put_now("a"));
  EXPECT_FALSE(really_there("a"));
  EXPECT_TRUE(put_now("a"));
}

TEST_F(Faulty, ACommitMayBeDoneAndStillBeReportedAsFailed) {
  store_.arm(fault(Operation::Commit, Fault::When::Afterwards));
  EXPECT_EQ(put_now("a", "kept").error().code(), ErrorCode::Unavailable);
  EXPECT_TRUE(really_there("a"));
  EXPECT_EQ(put_now("a").error().code(), ErrorCode::AlreadyExists);
  EXPECT_EQ(get_now("a").value_or(""), "kept");
}

TEST_F(Faulty, OneCommitOfManyFailsAndTheRestIsNotCommitted) {
  const auto commit = [&] {
    std::vector<std::unique_ptr<BlobWriter>> writers;
    for (const auto* name : {"a", "b", "c"}) writers.push_back(*run_to_end(store_.create(name)));
    return run_to_end(store_.commit_all(std::move(writers)));
  };
  auto second = fault(Operation::Commit);
  second.name_contains = "b";
  store_.arm(second);
  EXPECT_EQ(commit().error().message(), "broken on purpose");
  EXPECT_TRUE(really_there("a"));
  EXPECT_FALSE(really_there("b"));
  EXPECT_FALSE(really_there("c"));
  ASSERT_TRUE(run_to_end(store_.remove("a")));
  auto last = fault(Operation::Commit, Fault::When::Afterwards);
  last.name_contains = "c";
  store_.arm(last);
  EXPECT_FALSE(commit());
  EXPECT_TRUE(really_there("a") && really_there("b") && really_there("c"));
  EXPECT_EQ(store_.calls(Operation::Commit), 5U);
}

TEST_F(Faulty, OpenReadAndFindFail) {
  ASSERT_TRUE(put_now("a"));
  store_.arm(fault(Operation::Open));
  EXPECT_FALSE(get_now("a"));
  store_.arm(fault(Operation::Read));
  EXPECT_FALSE(get_now("a"));
  store_.arm(fault(Operation::Find));
  EXPECT_FALSE(run_to_end(store_.find("a")));
  EXPECT_TRUE(get_now("a"));
}

TEST_F(Faulty, ARemovalFailsBeforeOrAfterItIsDone) {
  ASSERT_TRUE(put_now("a"));
  store_.arm(fault(Operation::Remove));
  EXPECT_FALSE(run_to_end(store_.remove("a")));
  EXPECT_TRUE(really_there("a"));
  store_.arm(fault(Operation::Remove, Fault::When::Afterwards));
  EXPECT_FALSE(run_to_end(store_.remove("a")));
  EXPECT_FALSE(really_there("a"));
}

TEST_F(Faulty, ListsAndTheProbeFail) {
  store_.arm(fault(Operation::List));
  store_.arm(fault(Operation::ListFolders));
  store_.arm(fault(Operation::Probe));
  EXPECT_FALSE(run_to_end(store_.list("", "", 1)));
  EXPECT_FALSE(run_to_end(store_.list_folders("", "", 1)));
  EXPECT_FALSE(run_to_end(store_.probe()));
  EXPECT_TRUE(run_to_end(store_.list("", "", 1)));
  EXPECT_TRUE(run_to_end(store_.list_folders("", "", 1)));
  EXPECT_TRUE(run_to_end(store_.probe()));
}

TEST_F(Faulty, TheNthCallAndAsManyAsAskedFail) {
  auto third_and_fourth = fault(Operation::Commit);
  third_and_fourth.nth = 3;
  third_and_fourth.times = 2;
  store_.arm(third_and_fourth);
  std::string outcomes;
  for (const auto* name : {"a", "b", "c", "d", "e"}) outcomes += put_now(name) ? '+' : '-';
  EXPECT_EQ(outcomes, "++--+");
  EXPECT_EQ(store_.calls(Operation::Commit), 5u);
  EXPECT_EQ(store_.calls(Operation::Remove), 0u);
}

TEST_F(Faulty, AFaultMayBeKeptToSomeNamesAndLastUntilDisarmed) {
  auto results = fault(Operation::Commit);
  results.times = Fault::kEver;
  results.name_contains = "result.json";
  store_.arm(results);
  EXPECT_TRUE(put_now("t/acme/j/job.json"));
  EXPECT_FALSE(put_now("t/acme/j/result.json"));
  EXPECT_FALSE(put_now("t/acme/k/result.json"));
  store_.disarm();
  EXPECT_TRUE(put_now("t/acme/j/result.json"));
}

}  // namespace
}  // namespace docmill::store
