#include "accounts/sqlite/tables.h"

#include <fmt/format.h>

#include <array>
#include <limits>

#include "base/check.h"

namespace docmill::accounts::tables {
namespace {

using sqlite::Row;

constexpr std::array<std::string_view, 1> kMigrations{R"sql(
CREATE TABLE plans (
  name TEXT PRIMARY KEY,
  documents INTEGER NOT NULL CHECK (documents >= 0)
) WITHOUT ROWID;
INSERT INTO plans VALUES ('unlimited', 1000000000000), ('free', 100), ('team', 3000);

CREATE TABLE tenants (
  id TEXT PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plans,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL REFERENCES tenants,
  label TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) WITHOUT ROWID;

CREATE TABLE holds (
  job TEXT PRIMARY KEY,
  tenant TEXT NOT NULL REFERENCES tenants,
  action TEXT NOT NULL,
  documents INTEGER NOT NULL CHECK (documents >= 0),
  state TEXT NOT NULL CHECK (state IN ('open', 'captured', 'released')),
  made_at INTEGER NOT NULL,
  month TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX open_holds ON holds (made_at) WHERE state = 'open';

CREATE TABLE usage (
  tenant TEXT NOT NULL REFERENCES tenants,
  month TEXT NOT NULL,
  charged INTEGER NOT NULL DEFAULT 0 CHECK (charged >= 0),
  held INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0),
  PRIMARY KEY (tenant, month)
) WITHOUT ROWID;

CREATE TABLE ledger (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('hold', 'capture', 'release', 'top-up', 'correction')),
  tenant TEXT NOT NULL REFERENCES tenants,
  month TEXT NOT NULL,
  job TEXT,
  documents INTEGER NOT NULL,
  at INTEGER NOT NULL
);
CREATE UNIQUE INDEX one_ledger_entry_of_a_kind_per_job ON ledger (job, kind) WHERE job IS NOT NULL;
CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_is_never_shortened BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TABLE probes (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL);
)sql"};

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
  return no_answer(connection.change("INSERT INTO ledger (kind, tenant, month, job, documents, at) VALUES (?, ?, ?, ?, ?, ?)",
                                     {kind, hold.tenant.text(), hold.month, hold.job.text(), hold.documents, now}));
}

// Moves the month's counters by what this hold adds or takes.
Result<void> count(Connection& connection, const model::Hold& hold, std::int64_t charged, std::int64_t held) {
  return no_answer(connection.change("UPDATE usage SET charged = charged + ?, held = held + ? WHERE tenant = ? AND month = ?",
                                     {charged, held, hold.tenant.text(), hold.month}));
}

Result<void> open_month(Connection& connection, const model::Hold& hold) {
  return no_answer(
      connection.change("INSERT INTO usage (tenant, month) VALUES (?, ?) ON CONFLICT DO NOTHING", {hold.tenant.text(), hold.month}));
}

Error quota_exceeded(const model::Usage& usage, std::uint32_t wanted) {
  auto message = fmt::format("The plan '{}' has {} documents left this month, and this job needs {}.", usage.plan, usage.left, wanted);
  return fail(ErrorCode::QuotaExceeded, std::move(message));
}

}  // namespace

std::span<const std::string_view> migrations() {
  return kMigrations;
}

Result<model::Plan> find_plan(Connection& connection, std::string_view name) {
  const auto read = [](const Row& row) { return model::Plan{row.text(0), row.count(1)}; };
  return found_or(connection.first("SELECT name, documents FROM plans WHERE name = ?", {name}, read), "There is no such plan.");
}

Result<model::Tenant> find_tenant(Connection& connection, const TenantId& id) {
  const auto read = [&](const Row& row) { return model::Tenant{id, row.text(0), row.moment(1)}; };
  return found_or(connection.first("SELECT plan, created_at FROM tenants WHERE id = ?", {id.text()}, read), "There is no such tenant.");
}

Result<void> put_plan(Connection& connection, const model::Plan& plan) {
  return no_answer(connection.change("INSERT INTO plans VALUES (?, ?) ON CONFLICT DO UPDATE SET documents = excluded.documents",
                                     {plan.name, plan.documents}));
}

Result<void> put_tenant(Connection& connection, const model::Tenant& tenant) {
  return no_answer(connection.change("INSERT INTO tenants VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET plan = excluded.plan",
                                     {tenant.id.text(), tenant.plan, tenant.created_at}));
}

Result<std::vector<model::Plan>> plans(Connection& connection) {
  return connection.rows("SELECT name, documents FROM plans ORDER BY documents, name", {},
                         [](const Row& row) { return model::Plan{row.text(0), row.count(1)}; });
}

Result<void> add_key(Connection& connection, const model::ApiKey& key) {
  const auto added = connection.change(
      "INSERT INTO api_keys VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
      {key.id.text(), key.tenant.text(), key.label, key.secret_hash, written(key.scopes), key.created_at, key.expires_at, key.revoked_at});
  if (!added) return Failed(added.error());
  if (*added == 0) return Failed(fail(ErrorCode::AlreadyExists, "There is an API key with this id already."));
  return {};
}

Result<std::optional<model::ApiKey>> find_key(Connection& connection, const KeyId& id) {
  return connection.first("SELECT id, tenant, label, secret_hash, scopes, created_at, expires_at, revoked_at FROM api_keys WHERE id = ?",
                          {id.text()}, read_key);
}

Result<std::vector<model::ApiKey>> keys(Connection& connection, const std::optional<TenantId>& tenant) {
  return connection.rows(R"sql(
SELECT id, tenant, label, secret_hash, scopes, created_at, expires_at, revoked_at FROM api_keys
WHERE ?1 = '' OR tenant = ?1 ORDER BY created_at, id)sql",
                         {tenant ? tenant->text() : std::string()}, read_key);
}

Result<model::Usage> usage(Connection& connection, const model::Tenant& tenant, std::string_view month) {
  const auto plan = find_plan(connection, tenant.plan);
  if (!plan) return Failed(plan.error());
  const auto read = [](const Row& row) { return std::pair(row.count(0), row.count(1)); };
  const auto used = connection.first("SELECT charged, held FROM usage WHERE tenant = ? AND month = ?", {tenant.id.text(), month}, read);
  if (!used) return Failed(used.error());
  const auto [charged, held] = used->value_or(std::pair(std::uint64_t{0}, std::uint64_t{0}));
  const auto gone = charged + held;  // may exceed the plan after a downgrade
  return model::Usage{std::string(month), tenant.plan, charged, held, plan->documents > gone ? plan->documents - gone : 0};
}

Result<std::optional<model::Hold>> find_hold(Connection& connection, const JobId& job) {
  return connection.first("SELECT job, tenant, action, documents, state, made_at, month FROM holds WHERE job = ?", {job.text()}, read_hold);
}

Result<model::Hold> add_hold(Connection& connection, model::Hold hold, Timestamp now) {
  const auto tenant = find_tenant(connection, hold.tenant);
  if (!tenant) return Failed(tenant.error());
  hold.state = model::HoldState::Open;
  hold.month = month_of(hold.made_at);
  const auto used = usage(connection, *tenant, hold.month);
  if (!used) return Failed(used.error());
  if (hold.documents > used->left) return Failed(quota_exceeded(*used, hold.documents));
  auto done = no_answer(connection.change("INSERT INTO holds VALUES (?, ?, ?, ?, 'open', ?, ?)",
                                          {hold.job.text(), hold.tenant.text(), hold.action, hold.documents, hold.made_at, hold.month}));
  if (done) done = note(connection, "hold", hold, now);
  if (done) done = open_month(connection, hold);
  if (done) done = count(connection, hold, 0, hold.documents);
  if (!done) return Failed(done.error());
  return hold;
}

Result<model::Hold> settle(Connection& connection, const JobId& job, model::HoldState state, Timestamp now) {
  DOCMILL_CHECK(state != model::HoldState::Open);
  auto hold = found_or(find_hold(connection, job), "There is no hold for this job.");
  if (!hold || hold->state != model::HoldState::Open) return hold;
  const bool captured = state == model::HoldState::Captured;
  hold->state = state;
  auto done = no_answer(connection.change("UPDATE holds SET state = ? WHERE job = ?", {name(state), job.text()}));
  if (done) done = note(connection, captured ? "capture" : "release", *hold, now);
  const std::int64_t documents = hold->documents;
  if (done) done = count(connection, *hold, captured ? documents : 0, -documents);
  if (!done) return Failed(done.error());
  return hold;
}

Result<std::vector<model::Hold>> open_holds(Connection& connection, Timestamp before, std::size_t limit) {
  return connection.rows(R"sql(
SELECT job, tenant, action, documents, state, made_at, month FROM holds
WHERE state = 'open' AND made_at < ? ORDER BY made_at, job LIMIT ?)sql",
                         {before, std::min<std::size_t>(limit, std::numeric_limits<std::int64_t>::max())}, read_hold);
}

}  // namespace docmill::accounts::tables
