#include "postgres/database.h"

#include <fmt/format.h>

#include <random>
#include <thread>

#include "base/log.h"

namespace docmill::postgres {
namespace {

// A transaction that loses a race wins one of the next: five in a row have not been seen with ten writers on one row.
constexpr int kMostTries = 6;

// Long enough to spare a server that is down and callers who would queue for its connect timeout, short enough to be back soon.
constexpr std::chrono::milliseconds kPauseAfterVainLogin{500};

// Grows with the tries, and differs between the racers.
void pause_before(int next_try) {
  static thread_local std::minstd_rand random(std::random_device{}());
  std::this_thread::sleep_for(std::chrono::milliseconds(1 + random() % (5U << next_try)));
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const Secret& uri, Schema schema, Options options) {
  auto address = Address::parse(uri);
  if (!address) return Failed(address.error());
  const auto cannot_open = [&](const Error& why) {
    auto cause = fmt::format("{} {}: {}", schema.what, address->shown(), why.cause());
    return Failed(fail(why.code(), fmt::format("The {} cannot be opened.", schema.what)).cause(std::move(cause)).at("postgres.open"));
  };
  auto connection = Connection::open(*address, options.statement_timeout);
  if (!connection) return cannot_open(connection.error());
  if (auto ready = migrate(**connection, schema); !ready) return cannot_open(ready.error());
  std::unique_ptr<Database> database(new Database(*std::move(address), options));
  database->give_back(*std::move(connection));
  return database;
}

Database::Database(Address address, Options options)
    : address_(std::move(address)), options_(options), pool_("postgres", std::max<std::size_t>(options.connections, 1)) {}

Database::~Database() = default;

std::unique_ptr<Connection> Database::idle() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return nullptr;
  auto connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

Result<std::unique_ptr<Connection>> Database::borrow() {
  while (auto connection = idle()) {
    if (connection->alive()) return connection;
  }
  {
    const std::lock_guard lock(mutex_);
    if (closed_because_ && !closed_until_.passed()) return Failed(*closed_because_);
  }
  auto opened = Connection::open(address_, options_.statement_timeout);
  const std::lock_guard lock(mutex_);
  if (opened) {
    closed_because_.reset();
  } else {
    closed_because_ = opened.error().at("postgres.login");
    closed_until_ = Deadline::in(kPauseAfterVainLogin);
  }
  return opened;
}

void Database::give_back(std::unique_ptr<Connection> connection) {
  if (connection->state() == Connection::State::Lost) {
    log::warn("postgres.connection_lost", {{"database", address_.shown()}});
    return;
  }
  connection->forget_failure();
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(connection));
}

Result<void> Database::run(Kind kind, const Once& once) {
  const bool reads = kind == Kind::Read || kind == Kind::ReadOne;
  for (int tries = 1;; ++tries) {
    auto connection = borrow();
    if (!connection) return Failed(connection.error());
    auto done = run_once(**connection, kind, once);
    const auto state = (*connection)->state();
    give_back(*std::move(connection));
    const bool again = state == Connection::State::Repeat ? tries < kMostTries : state == Connection::State::Lost && reads && tries == 1;
    if (done || !again) return done;
    if (state == Connection::State::Repeat) pause_before(tries + 1);
  }
}

Result<void> Database::run_once(Connection& connection, Kind kind, const Once& once) {
  if (kind == Kind::ReadOne || kind == Kind::WriteOne) return once(connection);
  auto done = connection.execute(kind == Kind::Read ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                                                    : "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
  if (done) done = once(connection);
  if (done) done = connection.commit();
  if (!done) connection.roll_back();
  return done;
}

}  // namespace docmill::postgres
