#include "postgres/migrate.h"

#include <fmt/format.h>

namespace docmill::postgres {
namespace {

// A change of a large table takes its time, and so does waiting for the node that makes it.
constexpr std::chrono::minutes kMigrationPatience{10};

// One number for all of Docmill: "docmill" in bytes. Nodes that migrate take turns.
constexpr std::int64_t kMigrationLock = 0x646f636d696c6c;

Error refusal(std::string cause) {
  return fail(ErrorCode::Unavailable, "The database cannot be used.").cause(std::move(cause));
}

// 0 when there are no tables yet. to_regclass follows the search_path, as our statements do.
Result<std::int64_t> newest_migration(Connection& connection, const Schema& schema) {
  const auto exists =
      connection.first("SELECT to_regclass('docmill_migrations') IS NOT NULL", {}, [](const Row& row) { return row.integer(0) != 0; });
  if (!exists) return Failed(exists.error());
  if (!exists->value_or(false)) return 0;
  const auto newest = connection.first("SELECT coalesce(max(number), 0)::bigint FROM docmill_migrations WHERE name = $1", {schema.name},
                                       [](const Row& row) { return row.integer(0); });
  if (!newest) return Failed(newest.error());
  return newest->value_or(0);
}

Result<void> apply(Connection& connection, const Schema& schema) {
  auto locked = connection.first("SELECT pg_advisory_xact_lock($1) IS NULL", {kMigrationLock}, [](const Row&) { return true; });
  if (!locked) return Failed(locked.error());
  // Before we look again: making a table also makes this session notice those of a node that was quicker.
  auto done = connection.execute(
      "CREATE TABLE IF NOT EXISTS docmill_migrations (name text, number integer, applied_at timestamptz NOT NULL DEFAULT now(), "
      "PRIMARY KEY (name, number))");
  if (!done) return done;
  const auto newest = newest_migration(connection, schema);
  if (!newest) return Failed(newest.error());
  for (auto number = static_cast<std::size_t>(*newest) + 1; done && number <= schema.migrations.size(); ++number) {
    done = connection.execute(std::string(schema.migrations[number - 1]));
    if (!done) break;
    done = connection.change("INSERT INTO docmill_migrations (name, number) VALUES ($1, $2)", {schema.name, number}).map([](auto) {});
  }
  return done;
}

Result<void> apply_in_transaction(Connection& connection, const Schema& schema) {
  if (auto begun = connection.execute("BEGIN"); !begun) return begun;
  const auto minutes = fmt::format("SET LOCAL statement_timeout = '{}min'", kMigrationPatience.count());
  auto done = connection.execute(minutes);
  if (done) done = apply(connection, schema);
  if (done) return connection.commit();
  connection.roll_back();
  if (done.error().cause().find("SQLSTATE 42501") == std::string::npos) return done;
  return Failed(
      refusal(fmt::format("the tables are missing or older than this release, and this role may not change them: start once "
                          "with the role that owns them, then grant this one its rights ({})",
                          done.error().cause())));
}

}  // namespace

Result<void> migrate(Connection& connection, const Schema& schema) {
  const auto newest = newest_migration(connection, schema);
  if (!newest) return Failed(newest.error());
  const auto known = static_cast<std::int64_t>(schema.migrations.size());
  if (*newest == known) return {};
  if (*newest > known) {
    return Failed(refusal(fmt::format("its tables are at version {} and this release knows {}; run the newer release", *newest, known)));
  }
  const auto usual = connection.patience();
  connection.set_patience(kMigrationPatience);
  auto done = apply_in_transaction(connection, schema);
  connection.set_patience(usual);
  return done;
}

}  // namespace docmill::postgres
