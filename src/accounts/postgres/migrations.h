#pragma once
#include <array>
#include <string_view>

namespace docmill::accounts {

/// The tables of accounts on PostgreSQL; once released they never change. `usage` is written by every hold: the room in its pages
/// lets the server change a row in place.
inline constexpr std::array<std::string_view, 3> kPostgresMigrations{R"sql(
CREATE TABLE plans (
  name text PRIMARY KEY,
  documents bigint NOT NULL CHECK (documents >= 0)
);
INSERT INTO plans VALUES ('unlimited', 1000000000000), ('free', 100), ('team', 3000);

CREATE TABLE tenants (
  id text PRIMARY KEY,
  plan text NOT NULL REFERENCES plans,
  created_at bigint NOT NULL
);

CREATE TABLE api_keys (
  id text PRIMARY KEY,
  tenant text NOT NULL REFERENCES tenants,
  label text NOT NULL,
  secret_hash text NOT NULL,
  scopes text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  revoked_at bigint
);

CREATE TABLE holds (
  job text PRIMARY KEY,
  tenant text NOT NULL REFERENCES tenants,
  action text NOT NULL,
  documents bigint NOT NULL CHECK (documents >= 0),
  state text NOT NULL CHECK (state IN ('open', 'captured', 'released')),
  made_at bigint NOT NULL,
  month text NOT NULL
);
CREATE INDEX open_holds ON holds (made_at) WHERE state = 'open';

CREATE TABLE usage (
  tenant text NOT NULL REFERENCES tenants,
  month text NOT NULL,
  charged bigint NOT NULL DEFAULT 0 CHECK (charged >= 0),
  held bigint NOT NULL DEFAULT 0 CHECK (held >= 0),
  PRIMARY KEY (tenant, month)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

CREATE TABLE ledger (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('hold', 'capture', 'release', 'top-up', 'correction')),
  tenant text NOT NULL REFERENCES tenants,
  month text NOT NULL,
  job text,
  documents bigint NOT NULL,
  at bigint NOT NULL
);
CREATE UNIQUE INDEX one_ledger_entry_of_a_kind_per_job ON ledger (job, kind) WHERE job IS NOT NULL;
CREATE FUNCTION docmill_refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;
CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
  FOR EACH STATEMENT EXECUTE FUNCTION docmill_refuse_ledger_change();

CREATE TABLE probes (id integer PRIMARY KEY CHECK (id = 1), at bigint NOT NULL) WITH (fillfactor = 10);
)sql",
                                                                     R"sql(
CREATE TABLE processes (
  id text PRIMARY KEY,
  tenant text NOT NULL REFERENCES tenants,
  name text NOT NULL,
  kind text NOT NULL,
  active bigint NOT NULL CHECK (active IN (0, 1)),
  needs_key bigint NOT NULL CHECK (needs_key IN (0, 1)),
  record text NOT NULL,
  made_at bigint NOT NULL,
  changed_at bigint NOT NULL
);
CREATE INDEX processes_of_tenant ON processes (tenant, made_at, id);
)sql",
                                                                     R"sql(
CREATE INDEX holds_of_tenant ON holds (tenant, made_at, job);
)sql"};

}  // namespace docmill::accounts
