#pragma once
#include "accounts/accounts.h"
#include "base/faults.h"

namespace docmill::accounts {

/// Accounts that fail on command, to show that their users keep their promises when the database does not. With nothing armed
/// they are the accounts they wrap. Thread-safe.
class FaultyAccounts final : public Accounts {
 public:
  enum class Call {
    EnsureTenant,
    PutPlan,
    Plans,
    AddKey,
    FindKey,
    Keys,
    RevokeKey,
    Hold,
    Capture,
    Release,
    OpenHolds,
    Holds,
    Usage,
    UsageByDay,
    Probe,
  };
  using When = Faults<Call>::When;

  /// Borrows `inner`.
  explicit FaultyAccounts(Accounts& inner) : inner_(inner) {}

  Faults<Call>& faults() { return faults_; }

  Async<Result<model::Tenant>> ensure_tenant(TenantId tenant, std::optional<std::string> plan) override;
  Async<Result<void>> put_plan(model::Plan plan) override;
  Async<Result<std::vector<model::Plan>>> plans() override;
  Async<Result<void>> add_key(model::ApiKey key) override;
  Async<Result<model::ApiKey>> find_key(KeyId id) override;
  Async<Result<std::vector<model::ApiKey>>> keys(std::optional<TenantId> tenant) override;
  Async<Result<void>> revoke_key(KeyId id) override;
  Async<Result<model::Hold>> hold(model::Hold request) override;
  Async<Result<model::Hold>> capture(JobId job) override;
  Async<Result<model::Hold>> release(JobId job) override;
  Async<Result<std::vector<model::Hold>>> open_holds(Timestamp before, std::size_t limit) override;
  Async<Result<HoldPage>> holds(HoldQuery query) override;
  Async<Result<model::Usage>> usage(TenantId tenant, std::string month) override;
  Async<Result<std::vector<DayUse>>> usage_by_day(TenantId tenant, std::string month) override;
  Async<Result<void>> probe() override;

 private:
  Accounts& inner_;
  Faults<Call> faults_;
};

}  // namespace docmill::accounts
