#include "sqlite/database.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <fstream>
#include <thread>

#include "sqlite/test_directory.h"

namespace docmill::sqlite {
namespace {

constexpr std::array<std::string_view, 2> kMigrations{"CREATE TABLE items (name TEXT PRIMARY KEY, size INTEGER);",
                                                      "ALTER TABLE items ADD COLUMN note TEXT;"};

Schema schema(std::size_t version = 2, std::int32_t application_id = 7) {
  return {"test database", application_id, std::span(kMigrations).first(version)};
}

Result<void> insert(Connection& connection, std::string_view name, std::int64_t size) {
  return connection.change("INSERT INTO items (name, size) VALUES (?, ?)", {name, size}).map([](auto) {});
}

class DatabaseTest : public ::testing::Test {
 protected:
  std::unique_ptr<Database> open(std::size_t version = 2) {
    auto opened = Database::open(path(), schema(version));
    EXPECT_TRUE(opened) << opened.error().describe();
    return opened ? *std::move(opened) : nullptr;
  }
  std::string path() const { return directory_.file("items.db"); }

  static Result<void> add(Database& database, std::string name) {
    auto work = [&](Connection& connection) { return insert(connection, name, 1); };
    return run_to_end(database.write(work));
  }
  static std::int64_t count(Database& database) {
    auto work = [](Connection& connection) {
      return connection.first("SELECT count(*) FROM items", {}, [](const Row& row) { return row.integer(0); });
    };
    return run_to_end(database.read(work)).value().value();
  }
  static std::string pragma(Database& database, Sql sql) {
    auto work = [&](Connection& connection) { return connection.first(sql, {}, [](const Row& row) { return row.text(0); }); };
    return run_to_end(database.read(work)).value().value();
  }

  TestDirectory directory_;
};

TEST_F(DatabaseTest, EveryCommitReachesTheDisk) {
  auto database = open();
  EXPECT_EQ(pragma(*database, "PRAGMA journal_mode"), "wal");
  EXPECT_EQ(pragma(*database, "PRAGMA synchronous"), "2");
}

TEST_F(DatabaseTest, OnlyItsOwnerMayReadTheFile) {
  auto database = open();
  ASSERT_TRUE(add(*database, "a"));
  for (const auto* suffix : {"", "-wal", "-shm"}) {
    struct stat status{};
    ASSERT_EQ(stat((path() + suffix).c_str(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777, 0600U) << suffix;
  }
}

TEST_F(DatabaseTest, AFailedWorkUndoesItselfAndNothingElse) {
  auto database = open();
  const auto first_then_fail = [&]() -> Async<void> {
    auto work = [](Connection& connection) -> Result<void> {
      if (auto done = insert(connection, "half", 1); !done) return done;
      return Failed(fail(ErrorCode::Conflict, "No."));
    };
    const auto done = co_await database->write(work);
    EXPECT_EQ(done.error().code(), ErrorCode::Conflict);
  };
  boost::asio::io_context loop;  // many at once, so that they share transactions
  for (int i = 0; i < 50; ++i) {
    const auto add_one = [&database, i]() -> Async<void> {
      auto work = [i](Connection& connection) { return insert(connection, std::to_string(i), i); };
      const auto done = co_await database->write(work);
      EXPECT_TRUE(done);
    };
    spawn(loop.get_executor(), [](auto run) -> Async<void> { co_await run(); }(add_one));
    spawn(loop.get_executor(), first_then_fail());
  }
  loop.run();
  EXPECT_EQ(count(*database), 50);
}

TEST_F(DatabaseTest, WhatIsWrittenSoonIsThereForOthersAtOnceAndUndoneWhenItFails) {
  auto database = open();
  auto other = open();
  const auto soon = [&](std::string name) {
    auto work = [&](Connection& connection) { return insert(connection, name, 1); };
    return run_to_end(database->write_soon(work));
  };
  EXPECT_TRUE(soon("a"));
  EXPECT_EQ(count(*other), 1);
  EXPECT_EQ(soon("a").error().code(), ErrorCode::Unavailable) << "there already";
  EXPECT_TRUE(add(*database, "b"));
  EXPECT_TRUE(soon("c"));
  EXPECT_TRUE(add(*other, "d"));
  EXPECT_EQ(count(*database), 4);
}

TEST_F(DatabaseTest, WhoWaitsForTheDiskAndWhoDoesNotShareATransaction) {
  auto database = open();
  boost::asio::io_context loop;
  int done = 0;
  for (int i = 0; i < 60; ++i) {
    const auto add_one = [&, i]() -> Async<void> {
      auto work = [i](Connection& connection) -> Result<void> {
        auto added = insert(connection, std::to_string(i), i);
        if (added && i % 5 == 4) return Failed(fail(ErrorCode::Conflict, "No."));
        return added;
      };
      const auto kept = i % 2 == 0 ? co_await database->write(work) : co_await database->write_soon(work);
      EXPECT_EQ(kept.has_value(), i % 5 != 4);
      ++done;
    };
    spawn(loop.get_executor(), [](auto run) -> Async<void> { co_await run(); }(add_one));
  }
  loop.run();
  EXPECT_EQ(done, 60);
  EXPECT_EQ(count(*database), 48);
  database.reset();
  EXPECT_EQ(count(*open()), 48);
}

TEST_F(DatabaseTest, ABrokenStatementFailsItsCallerOnly) {
  auto database = open();
  ASSERT_TRUE(add(*database, "a"));
  const auto again = add(*database, "a");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code(), ErrorCode::Unavailable);
  EXPECT_NE(again.error().cause().find("UNIQUE"), std::string::npos);
  EXPECT_TRUE(add(*database, "b"));
  EXPECT_EQ(count(*database), 2);
}

TEST_F(DatabaseTest, TheCallerIsResumedOnItsOwnThread) {
  auto database = open();
  const auto here = std::this_thread::get_id();
  const auto body = [&]() -> Async<bool> {
    auto work = [here](Connection&) -> Result<bool> { return std::this_thread::get_id() != here; };
    const auto elsewhere = co_await database->write(work);
    co_return *elsewhere&& std::this_thread::get_id() == here;
  };
  EXPECT_TRUE(run_to_end(body()));
}

TEST_F(DatabaseTest, WritersInTwoProcessesAllSucceed) {
  auto one = open();
  auto two = open();
  const auto write_many = [&](Database& database, std::string prefix) {
    for (int i = 0; i < 100; ++i) {
      const auto done = add(database, prefix + std::to_string(i));
      EXPECT_TRUE(done) << done.error().describe();
    }
  };
  std::thread other([&] { write_many(*two, "b"); });
  write_many(*one, "a");
  other.join();
  EXPECT_EQ(count(*one), 200);
  EXPECT_EQ(count(*two), 200);
}

TEST_F(DatabaseTest, ManyProcessesMayMakeTheFileAtOnce) {
  std::vector<std::thread> openers;
  for (int i = 0; i < 6; ++i) {
    openers.emplace_back([&, i] {
      auto opened = Database::open(path(), schema());
      ASSERT_TRUE(opened) << opened.error().describe();
      EXPECT_TRUE(add(**opened, std::to_string(i)));
    });
  }
  for (auto& opener : openers) opener.join();
  EXPECT_EQ(count(*open()), 6);
}

TEST_F(DatabaseTest, AnOlderFileIsBroughtUpToDateWithItsRows) {
  {
    auto old = open(1);
    ASSERT_TRUE(add(*old, "a"));
  }
  auto database = open(2);
  EXPECT_EQ(count(*database), 1);
  auto work = [](Connection& connection) { return connection.change("UPDATE items SET note = 'new'"); };
  EXPECT_EQ(run_to_end(database->write(work)).value(), 1);
}

struct Refusal {
  Result<std::unique_ptr<Database>> opened;
  std::string_view cause;
};

void expect_refused(const Refusal& refusal) {
  ASSERT_FALSE(refusal.opened);
  EXPECT_EQ(refusal.opened.error().code(), ErrorCode::Unavailable);
  EXPECT_NE(refusal.opened.error().cause().find(refusal.cause), std::string::npos) << refusal.opened.error().describe();
}

TEST_F(DatabaseTest, AFileOfANewerReleaseIsRefusedAndLeftAlone) {
  open(2).reset();
  expect_refused({Database::open(path(), schema(1)), "run the newer release"});
  EXPECT_EQ(count(*open(2)), 0);
}

TEST_F(DatabaseTest, AFileOfAnotherKindIsRefused) {
  open().reset();
  expect_refused({Database::open(path(), schema(2, 8)), "belongs to something else"});
}

TEST_F(DatabaseTest, ADamagedFileIsRefusedWithWhatToDo) {
  std::ofstream(path()) << std::string(8192, 'x');
  expect_refused({Database::open(path(), schema()), "restore it from a backup"});
}

TEST_F(DatabaseTest, ADirectoryThatIsNotThereIsRefusedWithWhatToDo) {
  expect_refused({Database::open(directory_.file("missing/items.db"), schema()), "check that the directory exists"});
  std::ofstream(directory_.file("file")) << "x";
  expect_refused({Database::open(directory_.file("file/items.db"), schema()), "check that the directory exists"});
}

TEST_F(DatabaseTest, WorkThatWaitsWhenTheDatabaseGoesIsStillDone) {
  boost::asio::io_context loop;
  std::atomic<int> done = 0;
  {
    auto database = open();
    for (int i = 0; i < 20; ++i) {
      const auto add_one = [&, i]() -> Async<void> {
        auto work = [i](Connection& connection) { return insert(connection, std::to_string(i), i); };
        if (co_await database->write(work)) ++done;
      };
      spawn(loop.get_executor(), [](auto run) -> Async<void> { co_await run(); }(add_one));
    }
    loop.poll();  // starts them all; the database goes while they wait
  }
  loop.run();
  EXPECT_EQ(done, 20);
  EXPECT_EQ(count(*open()), 20);
}

}  // namespace
}  // namespace docmill::sqlite
