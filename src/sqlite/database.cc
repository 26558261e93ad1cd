#include "sqlite/database.h"

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>

namespace docmill::sqlite {
namespace {

// How long another process may keep the file locked before our callers hear of it.
constexpr std::chrono::seconds kPatience{5};
// How long a commit that nobody waits for may stay out of the disk's reach: several share a sync then, and none is in anybody's way.
constexpr std::chrono::milliseconds kSyncSoon{5};

Error cannot_open(std::string_view what, const std::string& path, const Error& why) {
  auto cause = fmt::format("{} {}: {}", what, path, why.cause());
  return fail(why.code(), fmt::format("The {} cannot be opened.", what)).cause(std::move(cause)).at("sqlite.open");
}

Result<std::int64_t> integer_of(Connection& connection, Sql sql) {
  const auto value = connection.first(sql, {}, [](const Row& row) { return row.integer(0); });
  if (!value) return Failed(value.error());
  return value->value_or(0);
}

Error refusal(std::string cause) {
  return fail(ErrorCode::Unavailable, "The database cannot be used.").cause(std::move(cause));
}

// Refuses somebody else's file before anything is written to it.
Result<void> check_kind(Connection& connection, const Schema& schema) {
  const auto mark = integer_of(connection, "PRAGMA application_id");
  if (!mark) return Failed(mark.error());
  if (*mark == schema.application_id) return {};
  const auto tables = integer_of(connection, "SELECT count(*) FROM sqlite_schema");
  if (!tables) return Failed(tables.error());
  if (*mark != 0 || *tables != 0) return Failed(refusal("the file belongs to something else; give another path"));
  return connection.execute(fmt::format("PRAGMA application_id={}", schema.application_id));
}

Result<void> apply_migrations(Connection& connection, const Schema& schema) {
  if (auto ours = check_kind(connection, schema); !ours) return ours;
  auto made = connection.execute("CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, applied_at TEXT NOT NULL)");
  if (!made) return made;
  const auto newest = integer_of(connection, "SELECT max(number) FROM migrations");
  if (!newest) return Failed(newest.error());
  const auto known = static_cast<std::int64_t>(schema.migrations.size());
  if (*newest > known) {
    return Failed(refusal(fmt::format("its tables are at version {} and this release knows {}; run the newer release", *newest, known)));
  }
  for (auto number = *newest + 1; number <= known; ++number) {
    if (auto done = connection.execute(std::string(schema.migrations[static_cast<std::size_t>(number - 1)])); !done) return done;
    auto noted = connection.change("INSERT INTO migrations VALUES (?, strftime('%Y-%m-%dT%H:%M:%fZ'))", {number});
    if (!noted) return Failed(noted.error());
  }
  return {};
}

Result<void> migrate(Connection& connection, const Schema& schema) {
  if (auto begun = connection.execute("BEGIN IMMEDIATE"); !begun) return begun;
  auto applied = apply_migrations(connection, schema);
  auto ended = connection.execute(applied ? "COMMIT" : "ROLLBACK");
  return applied ? ended : applied;
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(std::string path, Schema schema) {
  auto connection = Connection::open(path, kPatience);
  if (!connection) return Failed(cannot_open(schema.what, path, connection.error()));
  if (auto ready = migrate(**connection, schema); !ready) return Failed(cannot_open(schema.what, path, ready.error()));
  return std::unique_ptr<Database>(new Database(std::move(path), *std::move(connection)));
}

Database::Database(std::string path, std::unique_ptr<Connection> connection)
    : path_(std::move(path)), connection_(std::move(connection)), thread_([this] { serve(); }) {
  pthread_setname_np(thread_.native_handle(), "sqlite");
}

Database::~Database() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Database::enqueue(std::unique_ptr<Operation> operation) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(operation));
  }
  changed_.notify_one();
}

void Database::serve() {
  for (;;) {
    Batch reads;
    Batch writes;
    const bool more = wait_for_work(reads, writes);
    run_reads(reads);
    run_writes(writes);
    if (sync_by_ && (!more || std::chrono::steady_clock::now() >= *sync_by_)) sync();
    if (!more) return;
  }
}

/// Takes what waits; nothing when a commit has to get to the disk first. False when no more will come.
bool Database::wait_for_work(Batch& reads, Batch& writes) {
  std::unique_lock lock(mutex_);
  const auto due = [this] { return stopping_ || !waiting_.empty(); };
  if (sync_by_) {
    changed_.wait_until(lock, *sync_by_, due);
  } else {
    changed_.wait(lock, due);
  }
  const bool more = !stopping_ || !waiting_.empty();
  for (auto& operation : waiting_) (operation->access() == Access::Read ? reads : writes).push_back(std::move(operation));
  waiting_.clear();
  return more;
}

void Database::run_reads(Batch& reads) {
  if (reads.empty()) return;
  const auto begun = connection_->change("BEGIN");
  for (auto& operation : reads) {
    if (begun) {
      operation->run(*connection_);
    } else {
      operation->fail(begun.error());
    }
  }
  roll_back();  // nothing was written
  for (auto& operation : reads) operation->resume();
}

void Database::run_writes(Batch& writes) {
  if (writes.empty()) return;
  auto done = prepare(writes);
  if (done) done = run_all(writes);
  if (!done) {
    roll_back();
    for (auto& operation : writes) operation->fail(done.error());
  }
  for (auto& operation : writes) operation->resume();
}

/// One that waits for the disk waits for all.
Result<void> Database::prepare(const Batch& writes) {
  if (damaged_) {
    // Writes all pages of the log to the database anew and syncs them, so that nothing hangs on what the disk did not take.
    const auto busy = integer_of(*connection_, "PRAGMA wal_checkpoint(TRUNCATE)");
    if (!busy) return Failed(busy.error());
    if (*busy != 0) return Failed(refusal("the disk did not take a commit, and another process reads the file"));
    damaged_ = false;
  }
  const bool wait = std::ranges::any_of(writes, [](const auto& operation) { return operation->access() == Access::Write; });
  // Not taken back when a later commit waits: that one may turn out to have written nothing.
  if (!wait && !sync_by_) sync_by_ = std::chrono::steady_clock::now() + kSyncSoon;
  return connection_->wait_for_disk(wait);
}

Result<void> Database::run_all(Batch& writes) {
  auto step = connection_->change("BEGIN IMMEDIATE").map([](auto) {});
  if (step && writes.size() == 1 && writes.front()->run(*connection_)) {
    roll_back();  // there is nobody else's work to keep, so it needs no savepoint
    return {};
  }
  for (auto& operation : writes) {
    if (!step || writes.size() == 1) break;
    step = run_one_write(*operation);
  }
  return step ? connection_->change("COMMIT").map([](auto) {}) : step;
}

void Database::sync() {
  sync_by_.reset();
  damaged_ = !connection_->sync();
}

// Fails only when the whole transaction is lost.
Result<void> Database::run_one_write(Operation& operation) {
  if (auto marked = connection_->change("SAVEPOINT one"); !marked) return Failed(marked.error());
  const auto failed = operation.run(*connection_);
  if (failed) {
    if (!connection_->in_transaction()) return Failed(*failed);
    if (auto undone = connection_->change("ROLLBACK TO one"); !undone) return Failed(undone.error());
  }
  if (auto kept = connection_->change("RELEASE one"); !kept) return Failed(kept.error());
  return {};
}

void Database::roll_back() {
  if (connection_->in_transaction()) (void)connection_->change("ROLLBACK");  // SQLite ended it already if this fails
}

}  // namespace docmill::sqlite
