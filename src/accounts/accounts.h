#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accounts/history.h"
#include "base/async.h"
#include "base/clock.h"
#include "base/result.h"
#include "model/account.h"

namespace docmill::accounts {

/// Tenants, API keys, plans, holds and charges. Every method is one transaction, durable when it returns.
/// Thread-safe. Fails with Unavailable or StorageFull when the database does.
class Accounts {
 public:
  virtual ~Accounts() = default;

  /// Makes the tenant, or changes its plan when it exists and `plan` is set. A new tenant without a plan gets "unlimited".
  /// Errors: NotFound (no such plan).
  virtual Async<Result<model::Tenant>> ensure_tenant(TenantId tenant, std::optional<std::string> plan) = 0;
  virtual Async<Result<void>> put_plan(model::Plan plan) = 0;
  virtual Async<Result<std::vector<model::Plan>>> plans() = 0;

  virtual Async<Result<void>> add_key(model::ApiKey key) = 0;
  /// Errors: NotFound.
  virtual Async<Result<model::ApiKey>> find_key(KeyId id) = 0;
  /// All keys, or those of one tenant, oldest first.
  virtual Async<Result<std::vector<model::ApiKey>>> keys(std::optional<TenantId> tenant) = 0;
  /// Errors: NotFound. Revoking twice is fine.
  virtual Async<Result<void>> revoke_key(KeyId id) = 0;

  /// Sets documents aside for a job. Repeating it for the same job returns the first hold unchanged, whatever its state.
  /// Errors: QuotaExceeded, NotFound (no such tenant).
  virtual Async<Result<model::Hold>> hold(model::Hold request) = 0;
  /// Turns an open hold into the job's one charge. Returns the hold as it is now: capturing twice charges once, and a
  /// released hold stays released. Errors: NotFound.
  virtual Async<Result<model::Hold>> capture(JobId job) = 0;
  /// Gives an open hold back. Returns the hold as it is now. Errors: NotFound.
  virtual Async<Result<model::Hold>> release(JobId job) = 0;
  /// Up to `limit` open holds made before `moment`, oldest first.
  virtual Async<Result<std::vector<model::Hold>>> open_holds(Timestamp before, std::size_t limit) = 0;

  /// A page of one tenant's holds, newest first.
  virtual Async<Result<HoldPage>> holds(HoldQuery query) = 0;

  /// Errors: NotFound (no such tenant).
  virtual Async<Result<model::Usage>> usage(TenantId tenant, std::string month) = 0;

  /// What was charged in a month ("2026-11"), by day and action, in that order; what is held does not count. A day is that on which the
  /// job was accepted. Errors: BadRequest (no month).
  virtual Async<Result<std::vector<DayUse>>> usage_by_day(TenantId tenant, std::string month) = 0;

  /// Proves that a row can be read and written now. For the readiness answer.
  virtual Async<Result<void>> probe() = 0;
};

}  // namespace docmill::accounts
