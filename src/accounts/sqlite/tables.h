#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/account.h"
#include "sqlite/connection.h"

/// The SQL of the accounts database. Every function runs inside a transaction that its caller began.
namespace docmill::accounts::tables {

using sqlite::Connection;

std::span<const std::string_view> migrations();

/// Errors: NotFound (no such plan, no such tenant).
Result<model::Plan> find_plan(Connection& connection, std::string_view name);
Result<model::Tenant> find_tenant(Connection& connection, const TenantId& id);
Result<void> put_plan(Connection& connection, const model::Plan& plan);
Result<void> put_tenant(Connection& connection, const model::Tenant& tenant);

Result<std::vector<model::Plan>> plans(Connection& connection);
Result<void> add_key(Connection& connection, const model::ApiKey& key);
Result<std::optional<model::ApiKey>> find_key(Connection& connection, const KeyId& id);
Result<std::vector<model::ApiKey>> keys(Connection& connection, const std::optional<TenantId>& tenant);

/// What a tenant used in a month: kept beside the holds, so that a hold costs the same on the last day as on the first.
Result<model::Usage> usage(Connection& connection, const model::Tenant& tenant, std::string_view month);

Result<std::optional<model::Hold>> find_hold(Connection& connection, const JobId& job);
/// Errors: QuotaExceeded.
Result<model::Hold> add_hold(Connection& connection, model::Hold hold, Timestamp now);
/// Captures or releases an open hold; another is returned as it is. Errors: NotFound.
Result<model::Hold> settle(Connection& connection, const JobId& job, model::HoldState state, Timestamp now);
Result<std::vector<model::Hold>> open_holds(Connection& connection, Timestamp before, std::size_t limit);

}  // namespace docmill::accounts::tables
