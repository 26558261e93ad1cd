#pragma once
#include <array>
#include <string_view>

namespace docmill::accounts {

/// The tables of an accounts file; once released they never change.
inline constexpr std::array<std::string_view, 3> kSqliteMigrations{R"sql(
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
)sql",
                                                                   R"sql(
CREATE TABLE processes (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL REFERENCES tenants,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  needs_key INTEGER NOT NULL CHECK (needs_key IN (0, 1)),
  record TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX processes_of_tenant ON processes (tenant, made_at, id);
)sql",
                                                                   R"sql(
CREATE INDEX holds_of_tenant ON holds (tenant, made_at, job);
)sql"};

}  // namespace docmill::accounts
