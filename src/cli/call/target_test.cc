#include "cli/call/target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <map>

#include "cli/call/test_folder.h"

namespace docmill::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Environment with(std::map<std::string, std::string> values) {
  return [values](const char* name) -> std::optional<std::string> {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  };
}

Profiles two_profiles() {
  return {.all = {{.name = "home", .server = "http://127.0.0.1:8080", .key = "dm_home", .ca = {}},
                  {.name = "work", .server = "https://docmill.example.com", .key = "dm_work", .ca = "/ca.pem"}},
          .used = "home"};
}

TEST(Target, FlagsComeBeforeTheEnvironmentAndThatBeforeTheProfile) {
  const auto profile = find_target({}, two_profiles(), with({}));
  EXPECT_EQ(profile->server, "http://127.0.0.1:8080");
  EXPECT_EQ(profile->key, "dm_home");
  const auto environment = with({{"DOCMILL_SERVER", "https://env.example.com"}, {"DOCMILL_KEY", "dm_env"}});
  EXPECT_EQ(find_target({}, two_profiles(), environment)->server, "https://env.example.com");
  const auto flags =
      find_target({.server = "https://flag.example.com/", .key = "dm_flag", .profile = {}, .ca = {}}, two_profiles(), environment);
  EXPECT_EQ(flags->server, "https://flag.example.com");
  EXPECT_EQ(flags->key, "dm_flag");
}

TEST(Target, AProfileNamedOnTheCommandLineMeansItsServerAndKey) {
  const auto environment = with({{"DOCMILL_SERVER", "https://env.example.com"}, {"DOCMILL_KEY", "dm_env"}});
  const auto target = find_target({.server = {}, .key = {}, .profile = "work", .ca = {}}, two_profiles(), environment);
  EXPECT_EQ(target->server, "https://docmill.example.com");
  EXPECT_EQ(target->key, "dm_work");
  EXPECT_EQ(target->ca, "/ca.pem");
}

TEST(Target, AKeyOfAProfileIsShownToItsOwnServerOnly) {
  const auto other = find_target({.server = "https://evil.example.com", .key = {}, .profile = {}, .ca = {}}, two_profiles(), with({}));
  EXPECT_EQ(other->key, "");
  const auto same = find_target({.server = "http://127.0.0.1:8080/", .key = {}, .profile = {}, .ca = {}}, two_profiles(), with({}));
  EXPECT_EQ(same->key, "dm_home");
}

TEST(Target, TellsWhenAKeyWouldCrossTheNetworkInTheClear) {
  const auto of = [](const std::string& server) {
    return find_target({.server = server, .key = {}, .profile = {}, .ca = {}}, {}, with({}));
  };
  EXPECT_TRUE(of("http://docmill.example.com")->in_clear);
  EXPECT_TRUE(of("http://127.evil.example.com")->in_clear);
  EXPECT_FALSE(of("http://127.0.0.1:80")->in_clear);
  EXPECT_FALSE(of("http://[::1]:8080")->in_clear);
  EXPECT_FALSE(of("https://docmill.example.com")->in_clear);
}

TEST(Target, WhatIsNoAddressIsExplained) {
  EXPECT_THAT(checked_server("docmill.example.com").error().message(), HasSubstr("https://docmill.example.com"));
  for (const auto* bad :
       {"", "ftp://a", "https://", "https://user:pw@a", "https://a?x=1", "https://a#b", "https://a b", "file:///etc/passwd"}) {
    EXPECT_FALSE(checked_server(bad)) << bad;
  }
  EXPECT_EQ(*checked_server("https://a.example.com/docmill//"), "https://a.example.com/docmill");
}

TEST(Target, AnUnknownProfileNamesThoseThatMayBeMeant) {
  const auto target = find_target({.server = {}, .key = {}, .profile = "wrok", .ca = {}}, two_profiles(), with({}));
  EXPECT_THAT(target.error().message(), HasSubstr("Did you mean 'work'"));
  EXPECT_THAT(find_target({}, {}, with({})).error().message(), HasSubstr("docmill profile add"));
}

TEST(Target, AKeyCanComeFromAFileWithoutItsLineEnd) {
  const TestFolder folder;
  EXPECT_EQ(*checked_key("@" + folder.file("key", "dm_abc_def\n")), "dm_abc_def");
  EXPECT_FALSE(checked_key("@" + (folder / "none")));
  EXPECT_FALSE(checked_key("dm_abc\r\nX-Evil: 1")) << "a header of its own";
}

TEST(Profiles, AreKeptForTheOwnersEyesAndReadBack) {
  const TestFolder folder;
  const auto path = folder / "config/docmill/profiles";
  ASSERT_TRUE(save_profiles(path, two_profiles()));
  struct stat info{};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_FALSE(readable_by_others(path));
  const auto loaded = load_profiles(path);
  EXPECT_EQ(loaded->used, "home");
  EXPECT_THAT(loaded->names(), ElementsAre("home", "work"));
  EXPECT_EQ(loaded->find("work")->key, "dm_work");
  ASSERT_EQ(::chmod(path.c_str(), 0644), 0);
  EXPECT_TRUE(readable_by_others(path));
}

TEST(Profiles, WhatTheFormCannotHoldIsRefusedAndTheOldOnesStay) {
  const TestFolder folder;
  const auto path = folder / "docmill/profiles";
  ASSERT_TRUE(save_profiles(path, two_profiles()));
  Profiles bad;
  bad.all.push_back({.name = "a", .server = "https://a", .key = "dm_1#2", .ca = {}});
  EXPECT_FALSE(save_profiles(path, bad));
  bad.all.front().key = "dm_1\nuse = evil";
  EXPECT_FALSE(save_profiles(path, bad));
  EXPECT_EQ(load_profiles(path)->all.size(), 2u);
}

TEST(Profiles, AFileOfSomethingElseIsExplained) {
  const TestFolder folder;
  EXPECT_TRUE(load_profiles(folder / "none")->all.empty());
  EXPECT_THAT(load_profiles(folder.file("a", "work.serve = x\n")).error().message(), HasSubstr("work.serve"));
  EXPECT_FALSE(load_profiles(folder.file("b", "[work]\n")));
  EXPECT_FALSE(load_profiles(folder.path())) << "a folder";
}

}  // namespace
}  // namespace docmill::cli
