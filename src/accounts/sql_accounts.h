#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "accounts/accounts.h"
#include "accounts/sql_tables.h"

namespace docmill::accounts {

/// What the drivers that keep accounts in SQL share. `Database` has write(work) and read(work), as sqlite::Database has them; a
/// work may run more than once.
template <class Database>
class SqlAccounts : public Accounts {
 public:
  /// Borrows `database` and `clock`.
  SqlAccounts(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  Async<Result<model::Tenant>> ensure_tenant(TenantId tenant, std::optional<std::string> plan) override {
    auto work = [&](sql::Connection& connection) -> Result<model::Tenant> {
      auto found = tables::find_tenant(connection, tenant);
      if (!found && found.error().code() != ErrorCode::NotFound) return found;
      if (found && (!plan || found->plan == *plan)) return found;
      const auto wanted = tables::find_plan(connection, plan.value_or("unlimited"));
      if (!wanted) return Failed(wanted.error());
      const model::Tenant made{tenant, wanted->name, clock_.now()};
      if (auto done = tables::add_tenant(connection, made); !done) return Failed(done.error());
      if (plan) {
        if (auto done = tables::set_plan(connection, tenant, *plan); !done) return Failed(done.error());
      }
      return tables::find_tenant(connection, tenant);
    };
    co_return co_await database_.write(work);
  }

  /// Errors: BadRequest (a name that is no id, more documents than 10^15).
  Async<Result<void>> put_plan(model::Plan plan) override {
    if (!is_valid_id(plan.name) || plan.documents > kMostDocuments) {
      co_return Failed(fail(ErrorCode::BadRequest, "A plan has a name of a-z, 0-9, - and _ and at most 10^15 documents."));
    }
    auto work = [&](sql::Connection& connection) { return tables::put_plan(connection, plan); };
    co_return co_await database_.write(work);
  }

  Async<Result<std::vector<model::Plan>>> plans() override { co_return co_await database_.read(tables::plans); }

  /// Errors: NotFound (no such tenant), AlreadyExists (the id is taken).
  Async<Result<void>> add_key(model::ApiKey key) override {
    auto work = [&](sql::Connection& connection) -> Result<void> {
      if (auto tenant = tables::find_tenant(connection, key.tenant); !tenant) return Failed(tenant.error());
      return tables::add_key(connection, key);
    };
    co_return co_await database_.write(work);
  }

  Async<Result<model::ApiKey>> find_key(KeyId id) override {
    auto work = [&](sql::Connection& connection) { return tables::find_key(connection, id); };
    auto found = co_await database_.read(work);
    if (!found) co_return Failed(found.error());
    if (!*found) co_return Failed(no_such_key());
    co_return **std::move(found);
  }

  Async<Result<std::vector<model::ApiKey>>> keys(std::optional<TenantId> tenant) override {
    auto work = [&](sql::Connection& connection) { return tables::keys(connection, tenant); };
    co_return co_await database_.read(work);
  }

  Async<Result<void>> revoke_key(KeyId id) override {
    auto work = [&](sql::Connection& connection) { return tables::revoke_key(connection, id, clock_.now()); };
    const auto revoked = co_await database_.write(work);
    if (!revoked) co_return Failed(revoked.error());
    if (!*revoked) co_return Failed(no_such_key());
    co_return Result<void>{};
  }

  Async<Result<model::Hold>> hold(model::Hold request) override {
    auto work = [&](sql::Connection& connection) -> Result<model::Hold> {
      auto first = tables::find_hold(connection, request.job);
      if (!first) return Failed(first.error());
      if (*first) return **std::move(first);
      return tables::add_hold(connection, request, clock_.now());
    };
    co_return co_await database_.write(work);
  }

  Async<Result<model::Hold>> capture(JobId job) override { return settle(std::move(job), model::HoldState::Captured); }
  Async<Result<model::Hold>> release(JobId job) override { return settle(std::move(job), model::HoldState::Released); }

  Async<Result<std::vector<model::Hold>>> open_holds(Timestamp before, std::size_t limit) override {
    auto work = [&](sql::Connection& connection) { return tables::open_holds(connection, before, limit); };
    co_return co_await database_.read(work);
  }

  Async<Result<HoldPage>> holds(HoldQuery query) override {
    auto work = [&](sql::Connection& connection) { return tables::holds(connection, query); };
    co_return co_await database_.read(work);
  }

  /// A query for each day: a tenant with a million documents a month must not keep the others waiting for the sum of them.
  Async<Result<std::vector<DayUse>>> usage_by_day(TenantId tenant, std::string month) override {
    auto days = days_of(month);
    if (!days) co_return Failed(days.error());
    std::vector<DayUse> all;
    for (const auto& [day, from] : *days) {
      if (from > clock_.now()) break;
      auto work = [&, since = from](sql::Connection& connection) {
        return tables::charged_between(connection, tenant, since, since + std::chrono::days(1));
      };
      auto charged = co_await database_.read(work);
      if (!charged) co_return Failed(charged.error());
      for (auto& one : *charged) {
        one.day = day;
        all.push_back(std::move(one));
      }
    }
    co_return all;
  }

  Async<Result<model::Usage>> usage(TenantId tenant, std::string month) override {
    auto work = [&](sql::Connection& connection) -> Result<model::Usage> {
      const auto found = tables::find_tenant(connection, tenant);
      if (!found) return Failed(found.error());
      return tables::usage(connection, *found, month);
    };
    co_return co_await database_.read(work);
  }

  Async<Result<void>> probe() override {
    auto work = [&](sql::Connection& connection) -> Result<void> {
      const auto now = clock_.now();
      if (auto written = tables::write_probe(connection, now); !written) return written;
      const auto read = tables::read_probe(connection);
      if (!read) return Failed(read.error());
      if (*read == now) return {};
      return Failed(fail(ErrorCode::Unavailable, "The accounts database is not well.").cause("a row reads back differently"));
    };
    co_return co_await database_.write(work);
  }

 private:
  static constexpr std::uint64_t kMostDocuments = 1'000'000'000'000'000;

  static Error no_such_key() { return fail(ErrorCode::NotFound, "There is no such API key."); }

  Async<Result<model::Hold>> settle(JobId job, model::HoldState state) {
    auto work = [&](sql::Connection& connection) { return tables::settle(connection, job, state, clock_.now()); };
    co_return co_await database_.write(work);
  }

  Database& database_;
  const Clock& clock_;
};

}  // namespace docmill::accounts
