#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "model/process.h"
#include "sql/connection.h"

/// The SQL of processes, for SQLite and PostgreSQL alike; see sql_tables.h.
namespace docmill::accounts::tables {

/// Errors: NotFound (no such tenant), AlreadyExists, Conflict (`most`).
Result<void> add_process(sql::Connection& connection, const model::Process& process, std::size_t most);
Result<std::optional<model::Process>> find_process(sql::Connection& connection, const ProcessId& id);
Result<std::vector<model::Process>> processes(sql::Connection& connection, const TenantId& tenant);
/// False when there is no such process of this tenant with this record.
Result<bool> change_process(sql::Connection& connection, const model::Process& process, std::string_view was);
/// False when there is none.
Result<bool> remove_process(sql::Connection& connection, const model::Process& process);

}  // namespace docmill::accounts::tables
