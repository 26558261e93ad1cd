#include "postgres/address.h"

#include <gtest/gtest.h>

#include <map>

namespace docmill::postgres {
namespace {

std::map<std::string, std::string> settings(const std::string& uri) {
  const auto address = Address::parse(Secret(uri));
  EXPECT_TRUE(address) << address.error().describe();
  std::map<std::string, std::string> all;
  for (const auto& setting : address->settings()) all[setting.name] = setting.value.reveal();
  return all;
}

TEST(PostgresAddress, ARemoteHostIsVerifiedUnlessTheUriSaysOtherwise) {
  EXPECT_EQ(settings("postgres://u@db.example/d")["sslmode"], "verify-full");
  EXPECT_EQ(settings("postgresql://u@db.example,/d")["sslmode"], "verify-full");
  EXPECT_EQ(settings("postgres://u@127.0.0.1/d")["sslmode"], "verify-full");
  EXPECT_EQ(settings("postgres://u@db.example/d?sslmode=disable")["sslmode"], "disable");
  EXPECT_EQ(settings("postgres://u@/d?host=/run/postgresql")["sslmode"], "prefer");
  EXPECT_EQ(settings("postgres://u@/d?host=/run/postgresql,db.example")["sslmode"], "verify-full");
  EXPECT_EQ(settings("postgres://u@%2Frun%2Fpostgresql/d")["sslmode"], "prefer");
}

TEST(PostgresAddress, WhatTheUriLeavesOutHasADefault) {
  auto all = settings("postgres://u:p%40w@one:5433,two:5434/d?application_name=mine");
  EXPECT_EQ(all["password"], "p@w");
  EXPECT_EQ(all["host"], "one,two");
  EXPECT_EQ(all["target_session_attrs"], "read-write");
  EXPECT_EQ(all["connect_timeout"], "5");
  EXPECT_EQ(all["application_name"], "mine");
  EXPECT_EQ(settings("postgres://u@h/d")["application_name"], "docmill");
}

TEST(PostgresAddress, WhatIsShownHasNoPassword) {
  const auto address = Address::parse(Secret("postgres://u:sesame@h:5433/d"));
  ASSERT_TRUE(address);
  EXPECT_EQ(address->shown(), "h:5433/d as u");
  EXPECT_EQ(address->without_password("what sesame does with sesame"), "what *** does with ***");
}

TEST(PostgresAddress, ABrokenUriIsRefusedWithoutRepeatingAnyOfIt) {
  for (const std::string uri :
       {"", "postgres", "mysql://u:sesame@h/d", "postgres://u:ses@ame@h/d", "postgres://u:ses/ame@h/d", "postgres://u:ses?ame@h/d",
        "postgres://u:ses#ame@h/d", "postgres://u:sesame@h/d?no_such=sesame", "postgres://u:sesame@h/d?sslmode", "postgres://u:sesame%@h/d",
        "postgres://u:sesame%00@h/d", "postgres://u:sesame@[::1/d"}) {
    const auto address = Address::parse(Secret(uri));
    ASSERT_FALSE(address) << uri;
    EXPECT_EQ(address.error().code(), ErrorCode::BadRequest);
    EXPECT_EQ(address.error().describe().find("ses"), std::string::npos) << address.error().describe();
  }
  EXPECT_FALSE(Address::parse(Secret(std::string("postgres://u@h/d\0", 17))));
}

}  // namespace
}  // namespace docmill::postgres
