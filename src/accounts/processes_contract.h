#pragma once
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include "accounts/accounts.h"
#include "accounts/processes.h"
#include "base/async.h"

/// The promises of the kept processes as tests; see accounts_contract.h.
namespace docmill::accounts {

/// New processes of the driver under test.
class ProcessesUnderTest {
 public:
  virtual ~ProcessesUnderTest() = default;
  virtual Accounts& accounts() = 0;
  virtual Processes& processes() = 0;
  /// Closes them and opens them again on the same storage.
  virtual void reopen() = 0;
};

struct ProcessesCase {
  std::string name;
  std::function<std::unique_ptr<ProcessesUnderTest>()> make;
};

inline void PrintTo(const ProcessesCase& the_case, std::ostream* out) {
  *out << the_case.name;
}

class ProcessesContract : public ::testing::TestWithParam<ProcessesCase> {
 protected:
  ProcessesContract() : under_test_(GetParam().make()) {
    for (const auto& tenant : {acme_, other_}) EXPECT_TRUE(run_to_end(under_test_->accounts().ensure_tenant(tenant, std::nullopt)));
  }

  Processes& processes() { return under_test_->processes(); }
  void reopen() { under_test_->reopen(); }

  model::Process process(const std::string& id, int second = 0) const {
    model::Process process;
    process.id = ProcessId::trusted(id);
    process.tenant = acme_;
    process.name = "Rechnungen für \"Ä\"";
    process.kind = "docx";
    process.record = "p/acme/" + id + "/record/a";
    process.made_at = Timestamp(std::chrono::seconds{1'800'000'000 + second});
    process.changed_at = process.made_at;
    return process;
  }
  Result<void> add(model::Process process, std::size_t most = 10) { return run_to_end(processes().add_process(std::move(process), most)); }
  Result<model::Process> find(const std::string& id) { return run_to_end(processes().find_process(ProcessId::trusted(id))); }
  template <class T>
  static ErrorCode code_of(const Result<T>& result) {
    EXPECT_FALSE(result) << "it succeeded";
    return result ? ErrorCode::Internal : result.error().code();
  }

  const TenantId acme_ = TenantId::trusted("acme");
  const TenantId other_ = TenantId::trusted("other");

 private:
  std::unique_ptr<ProcessesUnderTest> under_test_;
};

TEST_P(ProcessesContract, AProcessReadsBackAsItWasAdded) {
  auto added = process("p1");
  added.active = true;
  ASSERT_TRUE(add(added));
  reopen();
  const auto found = find("p1").value();
  EXPECT_EQ(found.id, added.id);
  EXPECT_EQ(found.tenant, acme_);
  EXPECT_EQ(found.name, added.name);
  EXPECT_EQ(found.kind, "docx");
  EXPECT_TRUE(found.active);
  EXPECT_FALSE(found.needs_key);
  EXPECT_EQ(found.record, added.record);
  EXPECT_EQ(found.made_at, added.made_at);
  EXPECT_EQ(found.changed_at, added.changed_at);
  EXPECT_EQ(code_of(find("p2")), ErrorCode::NotFound);
}

TEST_P(ProcessesContract, AnIdIsTakenOnceAndATenantMustExist) {
  ASSERT_TRUE(add(process("p1")));
  auto again = process("p1");
  again.tenant = other_;
  EXPECT_EQ(code_of(add(again)), ErrorCode::AlreadyExists);
  auto stray = process("p2");
  stray.tenant = TenantId::trusted("nobody");
  EXPECT_EQ(code_of(add(stray)), ErrorCode::NotFound);
}

TEST_P(ProcessesContract, EachTenantListsItsOwnOldestFirst) {
  for (const auto& [id, second] : {std::pair("z", 1), std::pair("a", 2), std::pair("m", 0)}) ASSERT_TRUE(add(process(id, second)));
  auto theirs = process("t");
  theirs.tenant = other_;
  ASSERT_TRUE(add(theirs));
  std::string ids;
  const auto listed = run_to_end(processes().processes(acme_)).value();
  for (const auto& one : listed) ids += one.id.text();
  EXPECT_EQ(ids, "mza");
}

TEST_P(ProcessesContract, NoTenantHasMoreThanItMayHoweverManyAddAtOnce) {
  std::atomic<int> added = 0;
  const auto work = [&](const std::string& prefix) {
    for (int i = 0; i < 10; ++i) {
      const auto done = add(process(prefix + std::to_string(i)), 7);
      if (done) ++added;
      if (!done) EXPECT_EQ(done.error().code(), ErrorCode::Conflict) << done.error().describe();
    }
  };
  std::thread beside([&] { work("a"); });
  work("b");
  beside.join();
  EXPECT_EQ(added, 7);
  EXPECT_EQ(run_to_end(processes().processes(acme_)).value().size(), 7U);
}

TEST_P(ProcessesContract, OfTwoChangesOfOneStateOneIsMade) {
  ASSERT_TRUE(add(process("p1")));
  auto change = process("p1");
  change.name = "New";
  change.kind = "pdf";
  change.needs_key = true;
  change.record = "p/acme/p1/record/b";
  change.changed_at = change.made_at + std::chrono::hours{1};
  const auto was = process("p1").record;
  ASSERT_TRUE(run_to_end(processes().change_process(change, was)));
  EXPECT_EQ(code_of(run_to_end(processes().change_process(change, was))), ErrorCode::Conflict);
  const auto found = find("p1").value();
  EXPECT_EQ(found.name, "New");
  EXPECT_EQ(found.kind, "pdf");
  EXPECT_TRUE(found.needs_key);
  EXPECT_EQ(found.record, change.record);
  EXPECT_EQ(found.changed_at, change.changed_at);
  change.tenant = other_;
  EXPECT_EQ(code_of(run_to_end(processes().change_process(change, change.record))), ErrorCode::NotFound);
}

TEST_P(ProcessesContract, OnlyItsOwnerRemovesAProcessAndOnlyOnce) {
  ASSERT_TRUE(add(process("p1")));
  EXPECT_EQ(code_of(run_to_end(processes().remove_process(other_, ProcessId::trusted("p1")))), ErrorCode::NotFound);
  EXPECT_EQ(run_to_end(processes().remove_process(acme_, ProcessId::trusted("p1"))).value().record, process("p1").record);
  EXPECT_EQ(code_of(run_to_end(processes().remove_process(acme_, ProcessId::trusted("p1")))), ErrorCode::NotFound);
  EXPECT_EQ(code_of(find("p1")), ErrorCode::NotFound);
}

}  // namespace docmill::accounts
