#include "accounts/faulty.h"

namespace docmill::accounts {

Async<Result<model::Tenant>> FaultyAccounts::ensure_tenant(TenantId tenant, std::optional<std::string> plan) {
  return faults_.around(Call::EnsureTenant, inner_.ensure_tenant(std::move(tenant), std::move(plan)));
}

Async<Result<void>> FaultyAccounts::put_plan(model::Plan plan) {
  return faults_.around(Call::PutPlan, inner_.put_plan(std::move(plan)));
}

Async<Result<std::vector<model::Plan>>> FaultyAccounts::plans() {
  return faults_.around(Call::Plans, inner_.plans());
}

Async<Result<void>> FaultyAccounts::add_key(model::ApiKey key) {
  return faults_.around(Call::AddKey, inner_.add_key(std::move(key)));
}

Async<Result<model::ApiKey>> FaultyAccounts::find_key(KeyId id) {
  return faults_.around(Call::FindKey, inner_.find_key(std::move(id)));
}

Async<Result<std::vector<model::ApiKey>>> FaultyAccounts::keys(std::optional<TenantId> tenant) {
  return faults_.around(Call::Keys, inner_.keys(std::move(tenant)));
}

Async<Result<void>> FaultyAccounts::revoke_key(KeyId id) {
  return faults_.around(Call::RevokeKey, inner_.revoke_key(std::move(id)));
}

Async<Result<model::Hold>> FaultyAccounts::hold(model::Hold request) {
  return faults_.around(Call::Hold, inner_.hold(std::move(request)));
}

Async<Result<model::Hold>> FaultyAccounts::capture(JobId job) {
  return faults_.around(Call::Capture, inner_.capture(std::move(job)));
}

Async<Result<model::Hold>> FaultyAccounts::release(JobId job) {
  return faults_.around(Call::Release, inner_.release(std::move(job)));
}

Async<Result<std::vector<model::Hold>>> FaultyAccounts::open_holds(Timestamp before, std::size_t limit) {
  return faults_.around(Call::OpenHolds, inner_.open_holds(before, limit));
}

Async<Result<HoldPage>> FaultyAccounts::holds(HoldQuery query) {
  return faults_.around(Call::Holds, inner_.holds(std::move(query)));
}

Async<Result<std::vector<DayUse>>> FaultyAccounts::usage_by_day(TenantId tenant, std::string month) {
  return faults_.around(Call::UsageByDay, inner_.usage_by_day(std::move(tenant), std::move(month)));
}

Async<Result<model::Usage>> FaultyAccounts::usage(TenantId tenant, std::string month) {
  return faults_.around(Call::Usage, inner_.usage(std::move(tenant), std::move(month)));
}

Async<Result<void>> FaultyAccounts::probe() {
  return faults_.around(Call::Probe, inner_.probe());
}

}  // namespace docmill::accounts
