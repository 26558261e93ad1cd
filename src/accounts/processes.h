#pragma once
#include <cstddef>
#include <vector>

#include "base/async.h"
#include "base/result.h"
#include "model/process.h"

namespace docmill::accounts {

/// Which processes there are and whose they are. Every method is one transaction, durable when it returns. Thread-safe. Fails with
/// Unavailable or StorageFull when the database does.
class Processes {
 public:
  virtual ~Processes() = default;

  /// Errors: NotFound (no such tenant), AlreadyExists (the id is taken), Conflict (the tenant has `most` already).
  virtual Async<Result<void>> add_process(model::Process process, std::size_t most) = 0;
  /// Errors: NotFound.
  virtual Async<Result<model::Process>> find_process(ProcessId id) = 0;
  /// Those of one tenant, oldest first.
  virtual Async<Result<std::vector<model::Process>>> processes(TenantId tenant) = 0;
  /// Changes all but id, tenant and made_at, if the process still has the record `was`: of two changes at once one is made.
  /// Errors: NotFound (no such process of this tenant), Conflict (somebody else has changed it meanwhile: read it again).
  virtual Async<Result<void>> change_process(model::Process process, std::string was) = 0;
  /// Returns the process that is no more. Errors: NotFound (no such process of this tenant), Conflict (it was
  /// changed at the same time: try again).
  virtual Async<Result<model::Process>> remove_process(TenantId tenant, ProcessId id) = 0;
};

}  // namespace docmill::accounts
