#include "accounts/sqlite/sqlite_accounts.h"

#include "accounts/sqlite/tables.h"

namespace docmill::accounts {
namespace {

using sqlite::Connection;

constexpr std::int32_t kApplicationId = 0x646d6131;  // "dma1"
constexpr std::string_view kFirstPlan = "unlimited";
constexpr std::uint64_t kMostDocuments = 1'000'000'000'000'000;

}  // namespace

Result<std::unique_ptr<sqlite::Database>> open_accounts_database(std::string path) {
  return sqlite::Database::open(std::move(path), {"accounts database", kApplicationId, tables::migrations()});
}

Async<Result<model::Tenant>> SqliteAccounts::ensure_tenant(TenantId tenant, std::optional<std::string> plan) {
  auto work = [&](Connection& connection) -> Result<model::Tenant> {
    auto found = tables::find_tenant(connection, tenant);
    if (!found && found.error().code() != ErrorCode::NotFound) return found;
    if (found && (!plan || found->plan == *plan)) return found;
    const auto wanted = tables::find_plan(connection, plan.value_or(std::string(kFirstPlan)));
    if (!wanted) return Failed(wanted.error());
    const model::Tenant made{tenant, wanted->name, found ? found->created_at : clock_.now()};
    if (auto done = tables::put_tenant(connection, made); !done) return Failed(done.error());
    return made;
  };
  co_return co_await database_.write(work);
}

Async<Result<void>> SqliteAccounts::put_plan(model::Plan plan) {
  if (!is_valid_id(plan.name) || plan.documents > kMostDocuments) {
    co_return Failed(fail(ErrorCode::BadRequest, "A plan has a name of a-z, 0-9, - and _ and at most 10^15 documents."));
  }
  auto work = [&](Connection& connection) { return tables::put_plan(connection, plan); };
  co_return co_await database_.write(work);
}

Async<Result<std::vector<model::Plan>>> SqliteAccounts::plans() {
  co_return co_await database_.read(tables::plans);
}

Async<Result<void>> SqliteAccounts::add_key(model::ApiKey key) {
  auto work = [&](Connection& connection) -> Result<void> {
    if (auto tenant = tables::find_tenant(connection, key.tenant); !tenant) return Failed(tenant.error());
    return tables::add_key(connection, key);
  };
  co_return co_await database_.write(work);
}

Async<Result<model::ApiKey>> SqliteAccounts::find_key(KeyId id) {
  auto work = [&](Connection& connection) { return tables::find_key(connection, id); };
  auto found = co_await database_.read(work);
  if (!found) co_return Failed(found.error());
  if (!*found) co_return Failed(fail(ErrorCode::NotFound, "There is no such API key."));
  co_return **std::move(found);
}

Async<Result<std::vector<model::ApiKey>>> SqliteAccounts::keys(std::optional<TenantId> tenant) {
  auto work = [&](Connection& connection) { return tables::keys(connection, tenant); };
  co_return co_await database_.read(work);
}

Async<Result<void>> SqliteAccounts::revoke_key(KeyId id) {
  auto work = [&](Connection& connection) -> Result<void> {
    const auto revoked =
        connection.change("UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?", {clock_.now(), id.text()});
    if (!revoked) return Failed(revoked.error());
    if (*revoked == 0) return Failed(fail(ErrorCode::NotFound, "There is no such API key."));
    return {};
  };
  co_return co_await database_.write(work);
}

Async<Result<model::Hold>> SqliteAccounts::hold(model::Hold request) {
  auto work = [&](Connection& connection) -> Result<model::Hold> {
    auto first = tables::find_hold(connection, request.job);
    if (!first) return Failed(first.error());
    if (*first) return **std::move(first);
    return tables::add_hold(connection, request, clock_.now());
  };
  co_return co_await database_.write(work);
}

Async<Result<model::Hold>> SqliteAccounts::capture(JobId job) {
  auto work = [&](Connection& connection) { return tables::settle(connection, job, model::HoldState::Captured, clock_.now()); };
  co_return co_await database_.write(work);
}

Async<Result<model::Hold>> SqliteAccounts::release(JobId job) {
  auto work = [&](Connection& connection) { return tables::settle(connection, job, model::HoldState::Released, clock_.now()); };
  co_return co_await database_.write(work);
}

Async<Result<std::vector<model::Hold>>> SqliteAccounts::open_holds(Timestamp before, std::size_t limit) {
  auto work = [&](Connection& connection) { return tables::open_holds(connection, before, limit); };
  co_return co_await database_.read(work);
}

Async<Result<model::Usage>> SqliteAccounts::usage(TenantId tenant, std::string month) {
  auto work = [&](Connection& connection) -> Result<model::Usage> {
    const auto found = tables::find_tenant(connection, tenant);
    if (!found) return Failed(found.error());
    return tables::usage(connection, *found, month);
  };
  co_return co_await database_.read(work);
}

Async<Result<void>> SqliteAccounts::probe() {
  auto work = [&](Connection& connection) -> Result<void> {
    const auto now = clock_.now();
    auto written = connection.change("INSERT INTO probes VALUES (1, ?) ON CONFLICT DO UPDATE SET at = excluded.at", {now});
    if (!written) return Failed(written.error());
    const auto read = connection.first("SELECT at FROM probes", {}, [](const sqlite::Row& row) { return row.moment(0); });
    if (!read) return Failed(read.error());
    if (*read == now) return {};
    return Failed(fail(ErrorCode::Unavailable, "The accounts database is not well.").cause("a row reads back differently"));
  };
  co_return co_await database_.write(work);
}

}  // namespace docmill::accounts
