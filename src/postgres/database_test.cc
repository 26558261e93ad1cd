#include "postgres/database.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <string>
#include <thread>

#include "support/postgres_server.h"

namespace docmill::postgres {
namespace {

using namespace std::chrono_literals;
using testing::CuttingProxy;
using testing::kCommit;
using testing::PostgresDatabase;
using testing::PostgresServer;

constexpr std::array<std::string_view, 2> kMigrations{"CREATE TABLE items (name text PRIMARY KEY, size bigint);",
                                                      "ALTER TABLE items ADD COLUMN note text;"};

Schema schema(std::size_t version = 2) {
  return {"test database", "test", std::span(kMigrations).first(version)};
}

Result<void> insert(Connection& connection, std::string_view name, std::int64_t size) {
  return connection.change("INSERT INTO items (name, size) VALUES ($1, $2)", {name, size}).map([](auto) {});
}

Result<void> add(Database& database, std::string name) {
  auto work = [&](Connection& connection) { return insert(connection, name, 1); };
  return run_to_end(database.write(work));
}

Result<std::int64_t> try_count(Database& database) {
  auto work = [](Connection& connection) {
    return connection.first("SELECT count(*) FROM items", {}, [](const Row& row) { return row.integer(0); });
  };
  return run_to_end(database.read(work)).map([](auto found) { return found.value_or(-1); });
}

class PostgresDatabaseTest : public ::testing::Test {
 protected:
  std::unique_ptr<Database> open(std::size_t version = 2, const std::string& user = "postgres") const {
    auto opened = Database::open(here_.uri(user), schema(version));
    EXPECT_TRUE(opened) << opened.error().describe();
    return opened ? *std::move(opened) : nullptr;
  }
  Secret proxied(const CuttingProxy& proxy) const {
    return Secret(fmt::format("postgres://docmill:open-sesame@127.0.0.1:{}/{}?sslmode=disable", proxy.port(), here_.name()));
  }
  static std::int64_t count(Database& database) {
    const auto counted = try_count(database);
    EXPECT_TRUE(counted) << counted.error().describe();
    return counted.value_or(-1);
  }

  PostgresDatabase here_;
};

TEST_F(PostgresDatabaseTest, ValuesComeBackAsTheyWereGiven) {
  auto database = open();
  const std::string text = "a'b\"\\ \xF0\x9F\x98\x80 \n";
  for (const std::int64_t size :
       {std::int64_t{0}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    auto work = [&](Connection& connection) -> Result<std::pair<std::string, std::int64_t>> {
      auto done = connection.change("DELETE FROM items");
      if (auto added = insert(connection, text, size); !added) return Failed(added.error());
      const auto read = connection.first("SELECT name, size, note FROM items", {}, [](const Row& row) {
        EXPECT_TRUE(row.is_null(2));
        return std::pair(row.text(0), row.integer(1));
      });
      if (!read) return Failed(read.error());
      return read->value();
    };
    const auto back = run_to_end(database->write(work));
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(back->first, text);
    EXPECT_EQ(back->second, size);
  }
}

TEST_F(PostgresDatabaseTest, TextThatIsNoUtf8IsABadRequestAndIsNotCutShort) {
  auto database = open();
  EXPECT_EQ(add(*database, std::string("a\0b", 3)).error().code(), ErrorCode::BadRequest);
  EXPECT_EQ(add(*database, "\xFF").error().code(), ErrorCode::BadRequest);
  EXPECT_EQ(count(*database), 0);
}

TEST_F(PostgresDatabaseTest, AFailedWorkUndoesItself) {
  auto database = open();
  auto work = [](Connection& connection) -> Result<void> {
    if (auto done = insert(connection, "half", 1); !done) return done;
    return Failed(fail(ErrorCode::Conflict, "No."));
  };
  EXPECT_EQ(run_to_end(database->write(work)).error().code(), ErrorCode::Conflict);
  EXPECT_EQ(count(*database), 0);
}

TEST_F(PostgresDatabaseTest, AWorkThatOverlooksAFailureIsNotReportedAsDone) {
  auto database = open();
  auto work = [](Connection& connection) -> Result<void> {
    (void)insert(connection, "a", 1);
    (void)insert(connection, "a", 1);
    return {};
  };
  const auto done = run_to_end(database->write(work));
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().cause().find("undone"), std::string::npos) << done.error().describe();
  EXPECT_EQ(count(*database), 0);
}

TEST_F(PostgresDatabaseTest, ABrokenStatementFailsItsCallerOnlyAndRepeatsNoStoredValue) {
  auto database = open();
  ASSERT_TRUE(add(*database, "very-private"));
  const auto again = add(*database, "very-private");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code(), ErrorCode::Unavailable);
  EXPECT_NE(again.error().cause().find("23505"), std::string::npos);
  EXPECT_EQ(again.error().describe().find("very-private"), std::string::npos);
  EXPECT_TRUE(add(*database, "b"));
}

TEST_F(PostgresDatabaseTest, AReadCannotWrite) {
  auto database = open();
  auto work = [](Connection& connection) { return insert(connection, "a", 1); };
  EXPECT_FALSE(run_to_end(database->read(work)));
  EXPECT_EQ(count(*database), 0);
}

TEST_F(PostgresDatabaseTest, TheCallerIsResumedOnItsOwnThread) {
  auto database = open();
  const auto here = std::this_thread::get_id();
  const auto body = [&]() -> Async<bool> {
    auto work = [here](Connection&) -> Result<bool> { return std::this_thread::get_id() != here; };
    const auto elsewhere = co_await database->write(work);
    co_return *elsewhere&& std::this_thread::get_id() == here;
  };
  EXPECT_TRUE(run_to_end(body()));
}

TEST_F(PostgresDatabaseTest, WorkThatLosesARaceIsRunAgain) {
  // Both transactions lock one row and want the other's: the server ends one of them as a deadlock.
  auto database = open();
  ASSERT_TRUE(add(*database, "a"));
  ASSERT_TRUE(add(*database, "b"));
  std::atomic<int> runs = 0;
  std::atomic<int> locked = 0;
  const auto add_to = [&](std::string first, std::string second) {
    auto work = [&, first, second](Connection& connection) -> Result<void> {
      ++runs;
      auto done = connection.change("UPDATE items SET size = size + 1 WHERE name = $1", {first});
      if (!done) return Failed(done.error());
      for (++locked; locked < 2;) std::this_thread::yield();
      done = connection.change("UPDATE items SET size = size + 1 WHERE name = $1", {second});
      if (!done) return Failed(done.error());
      return {};
    };
    const auto done = run_to_end(database->write(work));
    EXPECT_TRUE(done) << done.error().describe();
  };
  std::thread other([&] { add_to("b", "a"); });
  add_to("a", "b");
  other.join();
  EXPECT_GE(runs, 3);
  EXPECT_EQ(here_.ask("SELECT sum(size) FROM items"), "6");
}

TEST_F(PostgresDatabaseTest, ManyNodesMayMakeTheTablesAtOnce) {
  std::vector<std::thread> openers;
  for (int i = 0; i < 6; ++i) {
    openers.emplace_back([&, i] {
      auto opened = Database::open(here_.uri(), schema());
      ASSERT_TRUE(opened) << opened.error().describe();
      EXPECT_TRUE(add(**opened, std::to_string(i)));
    });
  }
  for (auto& opener : openers) opener.join();
  EXPECT_EQ(here_.ask("SELECT count(*) FROM docmill_migrations"), "2");
  EXPECT_EQ(count(*open()), 6);
}

TEST_F(PostgresDatabaseTest, OlderTablesAreBroughtUpToDateWithTheirRows) {
  {
    auto old = open(1);
    ASSERT_TRUE(add(*old, "a"));
  }
  auto database = open(2);
  EXPECT_EQ(count(*database), 1);
  EXPECT_EQ(here_.ask("SELECT count(*) FROM items WHERE note IS NULL"), "1");
}

void expect_refused(const Result<std::unique_ptr<Database>>& opened, std::string_view cause) {
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), ErrorCode::Unavailable);
  EXPECT_NE(opened.error().cause().find(cause), std::string::npos) << opened.error().describe();
  EXPECT_EQ(opened.error().describe().find("sesame"), std::string::npos) << opened.error().describe();
}

TEST_F(PostgresDatabaseTest, TablesOfANewerReleaseAreRefusedAndLeftAlone) {
  open(2).reset();
  expect_refused(Database::open(here_.uri(), schema(1)), "run the newer release");
  EXPECT_EQ(count(*open(2)), 0);
}

TEST_F(PostgresDatabaseTest, ARoleThatMayNotMakeTablesCanUseThoseThatAreThere) {
  expect_refused(Database::open(here_.uri("docmill"), schema()), "start once with the role that owns them");
  open(1).reset();
  here_.run("GRANT SELECT ON docmill_migrations TO docmill; GRANT SELECT, INSERT, UPDATE, DELETE ON items TO docmill");
  expect_refused(Database::open(here_.uri("docmill"), schema(2)), "start once with the role that owns them");
  auto database = open(1, "docmill");
  EXPECT_TRUE(add(*database, "a"));
}

TEST_F(PostgresDatabaseTest, ADatabaseThatCannotStoreUtf8IsRefused) {
  here_.run("CREATE DATABASE " + here_.name() + "_latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
  expect_refused(Database::open(Secret(PostgresServer::shared().uri(here_.name() + "_latin")), schema()), "UTF8");
  here_.run("DROP DATABASE " + here_.name() + "_latin");
}

TEST_F(PostgresDatabaseTest, ALoginThatFailsSaysWhatToDo) {
  auto& server = PostgresServer::shared();
  expect_refused(Database::open(here_.uri("nobody_at_all"), schema()), "make the role");
  expect_refused(Database::open(Secret(server.uri("no_such_database")), schema()), "make the database");
  const auto wrong = fmt::format("postgres://docmill:close-sesame@127.0.0.1:{}/postgres?sslmode=disable", server.port());
  expect_refused(Database::open(Secret(wrong), schema()), "check user and password");
  const auto nobody = fmt::format("postgres://docmill:open-sesame@127.0.0.1:{}/postgres?sslmode=disable", testing::free_port());
  expect_refused(Database::open(Secret(nobody), schema()), "check that the server runs");
}

TEST_F(PostgresDatabaseTest, TlsIsVerifiedUnlessTheUriSaysOtherwise) {
  auto& server = PostgresServer::shared();
  here_.run("GRANT ALL ON SCHEMA public TO docmill");
  const auto at = [&](const std::string& host, const std::string& authority) {
    return Database::open(
        Secret(fmt::format("postgres://docmill:open-sesame@{}:{}/{}?sslrootcert={}", host, server.port(), here_.name(), authority)),
        schema());
  };
  auto good = at("localhost", server.authority());
  ASSERT_TRUE(good) << good.error().describe();
  auto work = [](Connection& connection) {
    return connection.first("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", {}, [](const Row& row) { return row.integer(0); });
  };
  EXPECT_EQ(run_to_end((*good)->read(work)).value().value(), 1);
  expect_refused(at("localhost", server.other_authority()), "name the authority that signed");
  expect_refused(at("127.0.0.1", server.authority()), "use the host name of the server's certificate");
  expect_refused(Database::open(Secret(server.tcp_uri("localhost")), schema()), "sslrootcert");  // the system does not know it
}

TEST_F(PostgresDatabaseTest, AHostThatTakesWritesIsFoundAmongSeveral) {
  const auto& server = PostgresServer::shared();
  here_.run("GRANT ALL ON SCHEMA public TO docmill");
  const auto uri = fmt::format("postgres://docmill:open-sesame@127.0.0.1:{},127.0.0.1:{}/{}?sslmode=disable", testing::free_port(),
                               server.port(), here_.name());
  auto opened = Database::open(Secret(uri), schema());
  ASSERT_TRUE(opened) << opened.error().describe();
  here_.run("ALTER DATABASE " + here_.name() + " SET default_transaction_read_only = on");
  expect_refused(Database::open(Secret(uri), schema()), "promote one");
}

TEST_F(PostgresDatabaseTest, AfterARestartTheNextCallersGetFreshConnections) {
  auto database = open();
  ASSERT_TRUE(add(*database, "a"));
  PostgresServer::shared().crash();
  const auto down = add(*database, "b");
  ASSERT_FALSE(down);
  EXPECT_EQ(down.error().code(), ErrorCode::Unavailable);
  EXPECT_NE(down.error().cause().find("check that the server runs"), std::string::npos) << down.error().describe();
  PostgresServer::shared().start();
  EXPECT_TRUE(testing::wait_until([&] { return add(*database, "c").has_value(); }, 10s));
  EXPECT_EQ(count(*database), 2);
}

TEST_F(PostgresDatabaseTest, AConnectionThatIsCutUnderWorkIsUnavailableOnce) {
  auto database = open();
  std::atomic<int> runs = 0;
  auto work = [&](Connection& connection) -> Result<void> {
    ++runs;
    if (auto done = insert(connection, "a", 1); !done) return done;
    if (runs > 1) return {};
    return connection.change("SELECT pg_terminate_backend(pg_backend_pid())").map([](auto) {});
  };
  EXPECT_EQ(run_to_end(database->write(work)).error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(runs, 1);
  EXPECT_TRUE(run_to_end(database->write(work)));
  EXPECT_EQ(count(*database), 1);
}

TEST_F(PostgresDatabaseTest, AReadThatIsCutIsTriedAgain) {
  auto database = open();
  std::atomic<int> runs = 0;
  auto work = [&](Connection& connection) -> Result<std::int64_t> {
    if (++runs > 1) return 7;
    return connection.change("SELECT pg_terminate_backend(pg_backend_pid())");
  };
  EXPECT_EQ(run_to_end(database->read(work)).value(), 7);
}

TEST_F(PostgresDatabaseTest, ACommitWhoseAnswerIsLostIsUnavailableAndNotRepeated) {
  open().reset();
  here_.run("GRANT ALL ON ALL TABLES IN SCHEMA public TO docmill");
  CuttingProxy proxy;
  auto opened = Database::open(proxied(proxy), schema());
  ASSERT_TRUE(opened) << opened.error().describe();
  proxy.cut_after(kCommit);
  EXPECT_EQ(add(**opened, "a").error().code(), ErrorCode::Unavailable);
  EXPECT_TRUE(proxy.has_cut());
  EXPECT_TRUE(testing::wait_until([&] { return count(**opened) == 1; }, 10s)) << "it had happened";
}

TEST_F(PostgresDatabaseTest, AStatementThatTakesTooLongIsGivenUp) {
  auto opened = Database::open(here_.uri(), schema(), {.connections = 1, .statement_timeout = 100ms});
  ASSERT_TRUE(opened);
  auto work = [](Connection& connection) { return connection.change("SELECT pg_sleep(30)"); };
  const auto slept = run_to_end((*opened)->read(work));
  ASSERT_FALSE(slept);
  EXPECT_NE(slept.error().cause().find("longer than the statement timeout"), std::string::npos) << slept.error().describe();
  EXPECT_TRUE(add(**opened, "a"));
}

TEST_F(PostgresDatabaseTest, CommitsReachTheDiskWhateverTheServerSays) {
  here_.run("ALTER DATABASE " + here_.name() + " SET synchronous_commit = off");
  auto database = open();
  auto work = [](Connection& connection) {
    return connection.first("SELECT current_setting('synchronous_commit')", {}, [](const Row& row) { return row.text(0); });
  };
  EXPECT_EQ(run_to_end(database->read(work)).value().value(), "on");
}

}  // namespace
}  // namespace docmill::postgres
