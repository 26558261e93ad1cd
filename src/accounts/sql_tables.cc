#include "accounts/sql_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/check.h"

namespace docmill::accounts::tables {
namespace {

using sql::Row;

Result<void> no_answer(const Result<std::int64_t>& changed) {
  if (!changed) return Failed(changed.error());
  return {};
}

template <class T>
Result<T> found_or(Result<std::optional<T>> found, std::string message) {
  if (!found) return Failed(found.error());
  if (!*found) return Failed(fail(ErrorCode::NotFound, std::move(message)));
  return **std::move(found);
}

std::string written(const std::set<model::Scope>& scopes) {
  std::string text;
  for (const auto scope : scopes) text += fmt::format("{}{}", text.empty() ? "" : " ", name(scope));
  return text;
}

// A scope of a newer release grants nothing here.
std::set<model::Scope> read_scopes(std::string_view text) {
  std::set<model::Scope> scopes;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (const auto scope = model::scope_named(text.substr(0, end))) scopes.insert(*scope);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return scopes;
}

model::ApiKey read_key(const Row& row) {
  model::ApiKey key;
  key.id = KeyId::trusted(row.text(0));
  key.tenant = TenantId::trusted(row.text(1));
  key.label = row.text(2);
  key.secret_hash = row.text(3);
  key.scopes = read_scopes(row.text(4));
  key.created_at = row.moment(5);
  key.expires_at = row.maybe_moment(6);
  key.revoked_at = row.maybe_moment(7);
  return key;
}

model::HoldState read_state(const std::string& text) {
  for (const auto state : {model::HoldState::Open, model::HoldState::Captured}) {
    if (text == name(state)) return state;
  }
  return model::HoldState::Released;  // the table allows only the three
}

model::Hold read_hold(const Row& row) {
  model::Hold hold;
  hold.job = JobId::trusted(row.text(0));
  hold.tenant = TenantId::trusted(row.text(1));
  hold.action = row.text(2);
  hold.documents = row.count32(3);
  hold.state = read_state(row.text(4));
  hold.made_at = row.moment(5);
  hold.month = row.text(6);
  return hold;
}

Result<void> note(Connection& connection, std::string_view kind, const model::Hold& hold, Timestamp now) {
  return no_answer(connection.change("INSERT INTO ledger (kind, tenant, month, job, documents, at) VALUES ($1, $2, $3, $4, $5, $6)",
                                     {kind, hold.tenant.text(), hold.month, hold.job.text(), hold.documents, now}));
}

// Sets the documents aside in the month's counters; false when the plan has not enough left. One statement that also locks the
// counters: whoever holds for the same tenant meanwhile waits and then sees this hold.
Result<bool> reserve(Connection& connection, const model::Hold& hold, std::uint64_t quota) {
  const auto changed = connection.change(R"sql(
UPDATE usage SET held = held + $1 WHERE tenant = $2 AND month = $3 AND (charged + held + $1 <= $4 OR $1 = 0))sql",
                                         {hold.documents, hold.tenant.text(), hold.month, quota});
  if (!changed) return Failed(changed.error());
  return *changed != 0;
}

// Gives what was set aside back, and charges `charged` of it.
Result<void> count_settled(Connection& connection, const model::Hold& hold, std::uint32_t charged) {
  return no_answer(connection.change("UPDATE usage SET charged = charged + $1, held = held - $2 WHERE tenant = $3 AND month = $4",
                                     {charged, hold.documents, hold.tenant.text(), hold.month}));
}

Result<void> open_month(Connection& connection, const model::Hold& hold) {
  return no_answer(
      connection.change("INSERT INTO usage (tenant, month) VALUES ($1, $2) ON CONFLICT DO NOTHING", {hold.tenant.text(), hold.month}));
}

constexpr std::size_t kMostOnAPage = 1000;
// How many holds are looked at for one page of a filtered list: a few milliseconds in either database.
constexpr std::size_t kLookedAt = 2000;

/// What is asked for, out of holds from the newest on; `whole` says that there are no older ones.
HoldPage page_of(std::vector<model::Hold> looked_at, const HoldQuery& query, std::size_t limit, bool whole) {
  HoldPage page;
  std::optional<HoldPlace> last;
  for (auto& hold : looked_at) {
    const bool wanted = (query.action.empty() || hold.action == query.action) && (!query.state || hold.state == *query.state);
    if (wanted && page.holds.size() == limit) {
      page.next = last;
      return page;
    }
    last = HoldPlace{hold.made_at, hold.job};
    if (wanted) page.holds.push_back(std::move(hold));
  }
  if (!whole) page.next = last;
  return page;
}

Error quota_exceeded(const model::Usage& usage, std::uint32_t wanted) {
  auto message = fmt::format("The plan '{}' has {} documents left this month, and this job needs {}.", usage.plan, usage.left, wanted);
  return fail(ErrorCode::QuotaExceeded, std::move(message));
}

}  // namespace

Result<model::Plan> find_plan(Connection& connection, std::string_view name) {
  const auto read = [](const Row& row) { return model::Plan{row.text(0), row.count(1)}; };
  return found_or(connection.first("SELECT name, documents FROM plans WHERE name = $1", {name}, read), "There is no such plan.");
}

Result<model::Tenant> find_tenant(Connection& connection, const TenantId& id) {
  const auto read = [&](const Row& row) { return model::Tenant{id, row.text(0), row.moment(1)}; };
  return found_or(connection.first("SELECT plan, created_at FROM tenants WHERE id = $1", {id.text()}, read), "There is no such tenant.");
}

Result<void> put_plan(Connection& connection, const model::Plan& plan) {
  return no_answer(connection.change("INSERT INTO plans VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET documents = excluded.documents",
                                     {plan.name, plan.documents}));
}

Result<void> add_tenant(Connection& connection, const model::Tenant& tenant) {
  return no_answer(connection.change("INSERT INTO tenants VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                                     {tenant.id.text(), tenant.plan, tenant.created_at}));
}

Result<void> set_plan(Connection& connection, const TenantId& tenant, std::string_view plan) {
  return no_answer(connection.change("UPDATE tenants SET plan = $1 WHERE id = $2", {plan, tenant.text()}));
}

Result<std::vector<model::Plan>> plans(Connection& connection) {
  return connection.rows("SELECT name, documents FROM plans ORDER BY documents, name", {},
                         [](const Row& row) { return model::Plan{row.text(0), row.count(1)}; });
}

Result<void> add_key(Connection& connection, const model::ApiKey& key) {
  const auto added = connection.change(
      "INSERT INTO api_keys VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
      {key.id.text(), key.tenant.text(), key.label, key.secret_hash, written(key.scopes), key.created_at, key.expires_at, key.revoked_at});
  if (!added) return Failed(added.error());
  if (*added == 0) return Failed(fail(ErrorCode::AlreadyExists, "There is an API key with this id already."));
  return {};
}

Result<std::optional<model::ApiKey>> find_key(Connection& connection, const KeyId& id) {
  return connection.first("SELECT id, tenant, label, secret_hash, scopes, created_at, expires_at, revoked_at FROM api_keys WHERE id = $1",
                          {id.text()}, read_key);
}

Result<std::vector<model::ApiKey>> keys(Connection& connection, const std::optional<TenantId>& tenant) {
  return connection.rows(R"sql(
SELECT id, tenant, label, secret_hash, scopes, created_at, expires_at, revoked_at FROM api_keys
WHERE $1 = '' OR tenant = $1 ORDER BY created_at, id)sql",
                         {tenant ? tenant->text() : std::string()}, read_key);
}

Result<model::Usage> usage(Connection& connection, const model::Tenant& tenant, std::string_view month) {
  const auto plan = find_plan(connection, tenant.plan);
  if (!plan) return Failed(plan.error());
  const auto read = [](const Row& row) { return std::pair(row.count(0), row.count(1)); };
  const auto used = connection.first("SELECT charged, held FROM usage WHERE tenant = $1 AND month = $2", {tenant.id.text(), month}, read);
  if (!used) return Failed(used.error());
  const auto [charged, held] = used->value_or(std::pair(std::uint64_t{0}, std::uint64_t{0}));
  const auto gone = charged + held;  // may exceed the plan after a downgrade
  return model::Usage{std::string(month), tenant.plan, charged, held, plan->documents > gone ? plan->documents - gone : 0};
}

Result<std::optional<model::Hold>> find_hold(Connection& connection, const JobId& job) {
  return connection.first("SELECT job, tenant, action, documents, state, made_at, month FROM holds WHERE job = $1", {job.text()},
                          read_hold);
}

Result<bool> revoke_key(Connection& connection, const KeyId& id, Timestamp now) {
  const auto revoked = connection.change("UPDATE api_keys SET revoked_at = coalesce(revoked_at, $1) WHERE id = $2", {now, id.text()});
  if (!revoked) return Failed(revoked.error());
  return *revoked != 0;
}

// Everybody locks the hold's row before the month's counters, so two callers never wait for each other.
Result<model::Hold> add_hold(Connection& connection, model::Hold hold, Timestamp now) {
  const auto tenant = find_tenant(connection, hold.tenant);
  if (!tenant) return Failed(tenant.error());
  const auto plan = find_plan(connection, tenant->plan);
  if (!plan) return Failed(plan.error());
  hold.state = model::HoldState::Open;
  hold.month = month_of(hold.made_at);
  const auto added = connection.change("INSERT INTO holds VALUES ($1, $2, $3, $4, 'open', $5, $6) ON CONFLICT DO NOTHING",
                                       {hold.job.text(), hold.tenant.text(), hold.action, hold.documents, hold.made_at, hold.month});
  if (!added) return Failed(added.error());
  if (*added == 0) return found_or(find_hold(connection, hold.job), "There is no hold for this job.");  // another caller was first
  if (auto opened = open_month(connection, hold); !opened) return Failed(opened.error());
  const auto reserved = reserve(connection, hold, plan->documents);
  if (!reserved) return Failed(reserved.error());
  if (!*reserved) {
    const auto used = usage(connection, *tenant, hold.month);
    return Failed(used ? quota_exceeded(*used, hold.documents) : used.error());
  }
  if (auto noted = note(connection, "hold", hold, now); !noted) return Failed(noted.error());
  return hold;
}

Result<model::Hold> settle(Connection& connection, const JobId& job, model::HoldState state, Timestamp now) {
  DOCMILL_CHECK(state != model::HoldState::Open);
  const auto changed = connection.change("UPDATE holds SET state = $1 WHERE job = $2 AND state = 'open'", {name(state), job.text()});
  if (!changed) return Failed(changed.error());
  auto hold = found_or(find_hold(connection, job), "There is no hold for this job.");
  if (!hold || *changed == 0) return hold;
  const bool captured = state == model::HoldState::Captured;
  auto done = note(connection, captured ? "capture" : "release", *hold, now);
  if (done) done = count_settled(connection, *hold, captured ? hold->documents : 0);
  if (!done) return Failed(done.error());
  return hold;
}

Result<void> write_probe(Connection& connection, Timestamp now) {
  return no_answer(connection.change("INSERT INTO probes VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET at = excluded.at", {now}));
}

Result<std::optional<Timestamp>> read_probe(Connection& connection) {
  return connection.first("SELECT at FROM probes", {}, [](const Row& row) { return row.moment(0); });
}

Result<HoldPage> holds(Connection& connection, const HoldQuery& query) {
  if (query.job) {
    auto found = find_hold(connection, *query.job);
    if (!found) return Failed(found.error());
    HoldPage page;
    if (*found && (*found)->tenant == query.tenant) page.holds.push_back(**std::move(found));
    return page;
  }
  const auto limit = std::clamp<std::size_t>(query.limit, 1, kMostOnAPage);
  const bool filtered = !query.action.empty() || query.state;
  const auto most = filtered ? kLookedAt : limit + 1;
  const auto before = query.before.value_or(HoldPlace{Timestamp::max(), {}});
  auto looked_at = connection.rows(R"sql(
SELECT job, tenant, action, documents, state, made_at, month FROM holds
WHERE tenant = $1 AND (made_at, job) < ($2, $3) ORDER BY made_at DESC, job DESC LIMIT $4)sql",
                                   {query.tenant.text(), before.made_at, before.job.text(), most}, read_hold);
  if (!looked_at) return Failed(looked_at.error());
  const bool whole = looked_at->size() < most;
  return page_of(*std::move(looked_at), query, limit, whole);
}

Result<std::vector<DayUse>> charged_between(Connection& connection, const TenantId& tenant, Timestamp from, Timestamp until) {
  const auto read = [](const Row& row) { return DayUse{.day = {}, .action = row.text(0), .documents = row.count(1)}; };
  return connection.rows(R"sql(
SELECT action, CAST(sum(documents) AS bigint) FROM holds
WHERE tenant = $1 AND made_at >= $2 AND made_at < $3 AND state = 'captured' GROUP BY action ORDER BY action)sql",
                         {tenant.text(), from, until}, read);
}

Result<std::vector<model::Hold>> open_holds(Connection& connection, Timestamp before, std::size_t limit) {
  return connection.rows(R"sql(
SELECT job, tenant, action, documents, state, made_at, month FROM holds
WHERE state = 'open' AND made_at < $1 ORDER BY made_at, job LIMIT $2)sql",
                         {before, std::min<std::size_t>(limit, std::numeric_limits<std::int64_t>::max())}, read_hold);
}

}  // namespace docmill::accounts::tables
