#include "accounts/process_tables.h"

#include <fmt/format.h>

namespace docmill::accounts::tables {
namespace {

model::Process read_process(const sql::Row& row) {
  model::Process process;
  process.id = ProcessId::trusted(row.text(0));
  process.tenant = TenantId::trusted(row.text(1));
  process.name = row.text(2);
  process.kind = row.text(3);
  process.active = row.integer(4) != 0;
  process.needs_key = row.integer(5) != 0;
  process.record = row.text(6);
  process.made_at = row.moment(7);
  process.changed_at = row.moment(8);
  return process;
}

Result<bool> any(const Result<std::int64_t>& changed) {
  if (!changed) return Failed(changed.error());
  return *changed != 0;
}

}  // namespace

Result<void> add_process(sql::Connection& connection, const model::Process& process, std::size_t most) {
  // Locks the tenant: whoever adds for the same one meanwhile waits and then counts this one too.
  const auto locked = any(connection.change("UPDATE tenants SET plan = plan WHERE id = $1", {process.tenant.text()}));
  if (!locked) return Failed(locked.error());
  if (!*locked) return Failed(fail(ErrorCode::NotFound, "There is no such tenant."));
  const auto count = connection.first("SELECT count(*) FROM processes WHERE tenant = $1", {process.tenant.text()},
                                      [](const sql::Row& row) { return row.count(0); });
  if (!count) return Failed(count.error());
  if (*count && **count >= most) {
    return Failed(fail(ErrorCode::Conflict, fmt::format("There are {} processes already, the most there may be; delete one.", most)));
  }
  const auto added = any(connection.change("INSERT INTO processes VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
                                           {process.id.text(), process.tenant.text(), process.name, process.kind, process.active,
                                            process.needs_key, process.record, process.made_at, process.changed_at}));
  if (!added) return Failed(added.error());
  if (!*added) return Failed(fail(ErrorCode::AlreadyExists, "There is a process of this id."));
  return {};
}

Result<std::optional<model::Process>> find_process(sql::Connection& connection, const ProcessId& id) {
  return connection.first(R"sql(
SELECT id, tenant, name, kind, active, needs_key, record, made_at, changed_at FROM processes WHERE id = $1)sql",
                          {id.text()}, read_process);
}

Result<std::vector<model::Process>> processes(sql::Connection& connection, const TenantId& tenant) {
  return connection.rows(R"sql(
SELECT id, tenant, name, kind, active, needs_key, record, made_at, changed_at FROM processes
WHERE tenant = $1 ORDER BY made_at, id)sql",
                         {tenant.text()}, read_process);
}

Result<bool> change_process(sql::Connection& connection, const model::Process& process, std::string_view was) {
  return any(connection.change(R"sql(
UPDATE processes SET name = $1, kind = $2, active = $3, needs_key = $4, record = $5, changed_at = $6
WHERE id = $7 AND tenant = $8 AND record = $9)sql",
                               {process.name, process.kind, process.active, process.needs_key, process.record, process.changed_at,
                                process.id.text(), process.tenant.text(), was}));
}

Result<bool> remove_process(sql::Connection& connection, const model::Process& process) {
  return any(connection.change("DELETE FROM processes WHERE id = $1 AND tenant = $2 AND record = $3",
                               {process.id.text(), process.tenant.text(), process.record}));
}

}  // namespace docmill::accounts::tables
