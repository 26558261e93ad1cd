#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "steward/test_steward.h"

namespace docmill::steward {
namespace {

using model::HoldState;
using test::needed;
using test::StewardHouse;
using worker::test::work_until_empty;

/// A house whose accounts database is replaced by an older one: here, by an empty one.
class Reconciled : public testing::Test {
 protected:
  SweepReport reconcile() {
    Steward steward(house_.steward_parts_with(house_.jobs, house_.completions, house_.store, restored_), house_.options);
    return run_to_end(steward.reconcile());
  }
  model::Usage usage() { return needed(run_to_end(restored_.usage(house_.tenant, month_of(house_.clock.now())))); }

  StewardHouse house_;
  std::unique_ptr<sqlite::Database> database_ = needed(accounts::open_accounts_database(house_.directory.file("restored.db")));
  accounts::SqliteAccounts restored_{*database_, house_.clock};
};

TEST_F(Reconciled, FinishedJobsAreChargedAgainAndRunningOnesHeldAndOnce) {
  house_.accept();
  house_.accept();
  work_until_empty(house_);
  house_.settle();
  house_.accept();  // still waiting for a worker
  ASSERT_EQ(house_.usage().charged, 2U);

  const auto first = reconcile();
  EXPECT_EQ(first.examined, 3U);
  EXPECT_EQ(first.acted, 2U);
  EXPECT_EQ(first.trouble, "");
  EXPECT_EQ(usage().charged, 2U);
  EXPECT_EQ(usage().held, 1U);

  EXPECT_EQ(reconcile().acted, 0U);
  EXPECT_EQ(usage().charged, 2U);
  EXPECT_EQ(usage().held, 1U);
}

TEST_F(Reconciled, AJobThatWasNotChargedIsNotChargedNow) {
  auto job = house_.new_job();
  house_.accept(job);
  ASSERT_TRUE(run_to_end(house_.store.remove(job.inputs.at(0).blob)));  // its attempts fail
  work_until_empty(house_);
  house_.settle();
  const auto charged = house_.usage().charged;
  reconcile();
  EXPECT_EQ(usage().charged, charged);
}

}  // namespace
}  // namespace docmill::steward
