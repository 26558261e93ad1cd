#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "accounts/sqlite/sqlite_accounts.h"
#include "base/secret.h"
#include "steward/steward.h"
#include "worker/test_house.h"

/// A house with accounts and a steward, real drivers throughout.
namespace docmill::steward::test {

using namespace std::chrono_literals;
using worker::test::kDocument;
using worker::test::needed;

struct StewardHouse : worker::test::House {
  std::unique_ptr<sqlite::Database> accounts_database = needed(accounts::open_accounts_database(directory.file("accounts.db")));
  accounts::SqliteAccounts accounts{*accounts_database, clock};
  accounts::SqliteProcesses processes{*accounts_database};
  Secret link_key{"link key"};
  Secret callback_key{"callback key"};
  StewardOptions options{.public_url = "http://docs.example", .run_dir = {}};

  StewardHouse() { needed(run_to_end(accounts.ensure_tenant(tenant, std::nullopt))); }

  StewardParts steward_parts() { return steward_parts_with(jobs, completions, store, accounts); }
  StewardParts steward_parts_with(queue::Queue& for_jobs, queue::Queue& for_completions, store::BlobStore& blobs,
                                  accounts::Accounts& book) {
    return {.jobs = for_jobs,
            .completions = for_completions,
            .store = blobs,
            .accounts = book,
            .processes = processes,
            .egress = egress,
            .clock = clock,
            .metrics = metrics,
            .link_key = link_key,
            .callback_key = callback_key};
  }

  model::Hold hold_of(const model::Job& job) {
    model::Hold hold;
    hold.job = job.id;
    hold.tenant = job.tenant;
    hold.action = job.action;
    hold.made_at = clock.now();
    hold.month = month_of(clock.now());
    return hold;
  }
  void hold(const model::Job& job) { needed(run_to_end(accounts.hold(hold_of(job)))); }
  /// A job as the door accepts it.
  model::Job accept(model::Job job) {
    hold(job);
    return submit(std::move(job));
  }
  model::Job accept() { return accept(new_job()); }

  /// The state of a job's hold: asking for the hold again returns the first one.
  model::HoldState state_of(const model::Job& job) { return needed(run_to_end(accounts.hold(hold_of(job)))).state; }
  model::Usage usage() { return needed(run_to_end(accounts.usage(tenant, month_of(clock.now())))); }

  std::uint64_t settle() {
    Steward steward(steward_parts(), options);
    return needed(run_to_end(steward.settle_all()));
  }
  std::vector<SweepReport> sweep(bool dry_run = false) {
    Steward steward(steward_parts(), options);
    return run_to_end(steward.sweep(dry_run));
  }
};

inline SweepReport report_of(const std::vector<SweepReport>& reports, std::string_view name) {
  for (const auto& report : reports) {
    if (report.sweep == name) return report;
  }
  ADD_FAILURE() << "no sweep is called " << name;
  return {};
}

}  // namespace docmill::steward::test
