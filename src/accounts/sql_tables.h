#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "accounts/history.h"
#include "model/account.h"
#include "sql/connection.h"

/// The SQL of the accounts database, for SQLite and PostgreSQL alike. Every function runs inside a transaction that its caller
/// began and undoes when the function fails; at PostgreSQL's "read committed" they are exact among many callers.
namespace docmill::accounts::tables {

using sql::Connection;

/// Errors: NotFound (no such plan, no such tenant).
Result<model::Plan> find_plan(Connection& connection, std::string_view name);
Result<model::Tenant> find_tenant(Connection& connection, const TenantId& id);
Result<void> put_plan(Connection& connection, const model::Plan& plan);
/// A tenant that exists stays as it is.
Result<void> add_tenant(Connection& connection, const model::Tenant& tenant);
Result<void> set_plan(Connection& connection, const TenantId& tenant, std::string_view plan);

Result<std::vector<model::Plan>> plans(Connection& connection);
Result<void> add_key(Connection& connection, const model::ApiKey& key);
Result<std::optional<model::ApiKey>> find_key(Connection& connection, const KeyId& id);
Result<std::vector<model::ApiKey>> keys(Connection& connection, const std::optional<TenantId>& tenant);

/// False when there is no such key.
Result<bool> revoke_key(Connection& connection, const KeyId& id, Timestamp now);

/// What a tenant used in a month: kept beside the holds, so that a hold costs the same on the last day as on the first.
Result<model::Usage> usage(Connection& connection, const model::Tenant& tenant, std::string_view month);

Result<std::optional<model::Hold>> find_hold(Connection& connection, const JobId& job);
/// The hold another caller made for the same job meanwhile is returned as it is. Errors: QuotaExceeded, NotFound (no such tenant).
Result<model::Hold> add_hold(Connection& connection, model::Hold hold, Timestamp now);
/// Captures or releases an open hold; another is returned as it is. Errors: NotFound.
Result<model::Hold> settle(Connection& connection, const JobId& job, model::HoldState state, Timestamp now);
Result<std::vector<model::Hold>> open_holds(Connection& connection, Timestamp before, std::size_t limit);

Result<HoldPage> holds(Connection& connection, const HoldQuery& query);
/// What holds made from `from` on and before `until` were charged, by action.
Result<std::vector<DayUse>> charged_between(Connection& connection, const TenantId& tenant, Timestamp from, Timestamp until);

Result<void> write_probe(Connection& connection, Timestamp now);
Result<std::optional<Timestamp>> read_probe(Connection& connection);

}  // namespace docmill::accounts::tables
