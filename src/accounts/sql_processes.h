#pragma once
#include <string>
#include <utility>
#include <vector>

#include "accounts/process_tables.h"
#include "accounts/processes.h"

namespace docmill::accounts {

/// Processes in the tables of the accounts, whichever database these are in; see SqlAccounts.
template <class Database>
class SqlProcesses final : public Processes {
 public:
  /// Borrows `database`, that of the accounts.
  explicit SqlProcesses(Database& database) : database_(database) {}

  Async<Result<void>> add_process(model::Process process, std::size_t most) override {
    auto work = [&](sql::Connection& connection) { return tables::add_process(connection, process, most); };
    co_return co_await database_.write(work);
  }

  Async<Result<model::Process>> find_process(ProcessId id) override {
    auto work = [&](sql::Connection& connection) { return tables::find_process(connection, id); };
    auto found = co_await database_.read(work);
    if (!found) co_return Failed(found.error());
    if (!*found) co_return Failed(no_such_process());
    co_return **std::move(found);
  }

  Async<Result<std::vector<model::Process>>> processes(TenantId tenant) override {
    auto work = [&](sql::Connection& connection) { return tables::processes(connection, tenant); };
    co_return co_await database_.read(work);
  }

  Async<Result<void>> change_process(model::Process process, std::string was) override {
    auto work = [&](sql::Connection& connection) -> Result<void> {
      const auto changed = tables::change_process(connection, process, was);
      if (!changed) return Failed(changed.error());
      if (*changed) return {};
      const auto found = own(connection, process.tenant, process.id);
      return Failed(found ? changed_meanwhile() : found.error());
    };
    co_return co_await database_.write(work);
  }

  Async<Result<model::Process>> remove_process(TenantId tenant, ProcessId id) override {
    auto work = [&](sql::Connection& connection) -> Result<model::Process> {
      auto found = own(connection, tenant, id);
      if (!found) return found;
      const auto removed = tables::remove_process(connection, *found);
      if (!removed) return Failed(removed.error());
      if (!*removed) return Failed(changed_meanwhile());
      return found;
    };
    co_return co_await database_.write(work);
  }

 private:
  static Error no_such_process() { return fail(ErrorCode::NotFound, "There is no such process."); }
  static Error changed_meanwhile() { return fail(ErrorCode::Conflict, "Somebody else has just changed this process; read it again."); }

  static Result<model::Process> own(sql::Connection& connection, const TenantId& tenant, const ProcessId& id) {
    auto found = tables::find_process(connection, id);
    if (!found) return Failed(found.error());
    if (!*found || (*found)->tenant != tenant) return Failed(no_such_process());
    return **std::move(found);
  }

  Database& database_;
};

}  // namespace docmill::accounts
