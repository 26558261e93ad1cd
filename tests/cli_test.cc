// The command line, as an operator uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <filesystem>
#include <set>
#include <sstream>

#include "queue/sqlite/sqlite_queue.h"
#include "support/http.h"
#include "support/process.h"

namespace docmill::testing {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Finished docmill(std::vector<std::string> words) {
  words.insert(words.begin(), program("docmill"));
  return run(words);
}

TEST(Cli, RunConvertsHereWithoutAServer) {
  const TempDir temp;
  const auto done = docmill({"run", "convert/docx-to-pdf", "-i", source("examples/invoice.docx"), "-o", temp / "a.pdf"});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(read_file(temp / "a.pdf"), StartsWith("%PDF-"));
}

TEST(Cli, RunPutsSeveralResultsIntoADirectory) {
  const TempDir temp;
  const auto pdf = temp / "budget.pdf";
  ASSERT_EQ(docmill({"run", "convert/xlsx-to-pdf", "-i", source("examples/budget.xlsx"), "-o", pdf}).status, 0);
  const std::vector<std::string> split{"run", "pdf/split", "-i", pdf, "--set", "PagesInChunk=2", "-o"};
  auto to_file = split;
  to_file.push_back(temp / "parts.pdf");
  const auto refused = docmill(to_file);
  EXPECT_NE(refused.status, 0);
  EXPECT_THAT(refused.err, HasSubstr("There are 2 results"));
  std::filesystem::create_directory(temp / "parts");
  auto into = split;
  into.push_back(temp / "parts");
  EXPECT_EQ(docmill(into).status, 0);
  EXPECT_THAT(read_file(temp / "parts/budget-1.pdf"), StartsWith("%PDF-"));
  EXPECT_THAT(read_file(temp / "parts/budget-2.pdf"), StartsWith("%PDF-"));
}

TEST(Cli, RunWritesToStdoutAndSaysWhyAPlaceCannotBeWritten) {
  const TempDir temp;
  const std::vector<std::string> match{"run", "regex/test", "--set", "Text=a1", "--set", "Pattern=\\d", "-o"};
  auto to_stdout = match;
  to_stdout.emplace_back("-");
  EXPECT_EQ(docmill(to_stdout).out, R"({"isSuccess":true})");
  auto nowhere = match;
  nowhere.push_back(temp / "missing/a.json");
  EXPECT_THAT(docmill(nowhere).err, HasSubstr("missing/a.json cannot be written: No such file or directory."));
}

TEST(Cli, RunSaysWhatIsWrongWithADocument) {
  const TempDir temp;
  const auto done = docmill({"run", "convert/docx-to-pdf", "-i", source("tests/documents/bad/password.docx"), "-o", temp / "a.pdf"});
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.err, HasSubstr("password"));
}

TEST(Cli, AKeyIsAloneOnTheLastLineAndListedWithoutItsSecret) {
  const TempDir temp;
  const auto data = temp / "data";
  const auto made = docmill({"key", "create", "--tenant", "acme", "--label", "till", "--data", data});
  ASSERT_EQ(made.status, 0) << made.err;
  const auto key = made.out.substr(made.out.rfind('\n', made.out.size() - 2) + 1, made.out.size());
  EXPECT_THAT(key, StartsWith("dm_"));
  const auto listed = docmill({"key", "list", "--data", data});
  EXPECT_THAT(listed.out, HasSubstr("till"));
  EXPECT_THAT(listed.out, ::testing::Not(HasSubstr(key.substr(20, 20))));
  const auto id = key.substr(3, 12);
  EXPECT_EQ(docmill({"key", "revoke", id, "--data", data}).status, 0);
  EXPECT_THAT(docmill({"key", "list", "--data", data}).out, HasSubstr("revoked"));
}

TEST(Cli, KeysOfALongTenantStandInColumnsApart) {
  const TempDir temp;
  const std::string tenant(60, 'x');
  for (const auto& name : {tenant, std::string("acme")}) {
    ASSERT_EQ(docmill({"key", "create", "--tenant", name, "--label", "till", "--scope", "convert", "--scope", "console", "--scope", "admin",
                       "--data", temp / "data"})
                  .status,
              0);
  }
  std::istringstream lines(docmill({"key", "list", "--data", temp / "data"}).out);
  std::set<std::size_t> columns;
  for (std::string line; std::getline(lines, line);) {
    const auto label = line.starts_with("ID") ? line.find("  LABEL") : line.find("  till");
    ASSERT_NE(label, std::string::npos) << line;
    columns.insert(label);
    EXPECT_TRUE(line.find(tenant) == std::string::npos || line.find(tenant + "  active  ") != std::string::npos) << line;
  }
  EXPECT_EQ(columns.size(), 1u);
}

TEST(Cli, ADataDirectoryRefusesAnotherMasterKeyThanItsOwn) {
  const TempDir temp;
  const auto data = temp / "data";
  ASSERT_EQ(docmill({"sweep", "--data", data}).status, 0);  // opens the house once
  std::filesystem::remove(data + "/master.key");
  const auto refused = docmill({"serve", "--listen", "127.0.0.1:0", "--data", data});
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.err, HasSubstr("The master key in " + data + "/master.key is not the one that the documents in " + data + "/store"));
}

TEST(Cli, TheMasterKeyIsForTheOwnerAlone) {
  const TempDir temp;
  ASSERT_EQ(docmill({"key", "create", "--tenant", "acme", "--data", temp / "data"}).status, 0);
  struct stat info{};
  ASSERT_EQ(::stat((temp / "data/master.key").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST(Cli, UsageOfANewTenantIsAllLeft) {
  const TempDir temp;
  const auto data = temp / "data";
  docmill({"key", "create", "--tenant", "acme", "--plan", "free", "--data", data});
  const auto usage = docmill({"usage", "--tenant", "acme", "--json", "--data", data});
  const Answer parsed{.status = 200, .headers = {}, .body = usage.out};
  EXPECT_EQ(parsed.member("charged"), "0");
  EXPECT_EQ(parsed.member("held"), "0");
  EXPECT_EQ(parsed.member("left"), "100");
}

/// Buries `count` messages in a queue of a house of its own.
void bury(const std::string& data, int count, const std::string& name = "jobs") {
  const SystemClock clock;
  const auto database = queue::open_queue_database(data + "/queue.db").value();
  queue::SqliteQueue jobs(*database, name, clock);
  for (int i = 0; i < count; ++i) {
    ASSERT_TRUE(run_to_end(jobs.put(std::to_string(i), std::chrono::seconds{0})));
    auto lease = run_to_end(jobs.take(std::chrono::seconds{60})).value();
    ASSERT_TRUE(lease);
    ASSERT_TRUE(run_to_end(jobs.bury(*std::move(lease), "engine_crashed: It crashed.")));
  }
}

TEST(Cli, DeadLettersThatAreNotShownAreSpokenOf) {
  const TempDir temp;
  const std::vector<std::string> list{"dead", "list", "--data", temp / "data"};
  EXPECT_EQ(docmill(list).out, "There are no dead letters.\n");
  bury(temp / "data", 1);
  const auto all = docmill(list);
  EXPECT_THAT(all.out, HasSubstr("engine_crashed: It crashed."));
  EXPECT_THAT(all.out, ::testing::Not(HasSubstr("shown")));
  bury(temp / "data", 1000);
  const auto some = docmill(list);
  EXPECT_EQ(some.status, 0) << some.err;
  EXPECT_THAT(some.out, EndsWith("1000 of 1001 shown, the oldest; requeue these to see the next.\n"));
}

TEST(Cli, DeadCompletionsAreListedAndQueuedAgainApartFromJobs) {
  const TempDir temp;
  const std::vector<std::string> place{"--completions", "--data", temp / "data"};
  const auto dead = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "dead");
    words.insert(words.end(), place.begin(), place.end());
    return docmill(words);
  };
  EXPECT_EQ(dead({"list"}).out, "There are no dead letters.\n");
  bury(temp / "data", 1, "completions");
  EXPECT_EQ(docmill({"dead", "list", "--data", temp / "data"}).out, "There are no dead letters.\n");
  const auto listed = dead({"list"});
  EXPECT_THAT(listed.out, HasSubstr("engine_crashed: It crashed.")) << listed.err;
  const auto id = listed.out.substr(0, listed.out.find(' '));
  EXPECT_NE(docmill({"dead", "requeue", id, "--data", temp / "data"}).status, 0) << "the queue of jobs has no such letter";
  EXPECT_EQ(dead({"requeue", id}).status, 0);
  EXPECT_EQ(dead({"list"}).out, "There are no dead letters.\n");
}

TEST(Cli, ActionsAndOpenApiComeFromOneCatalogue) {
  EXPECT_THAT(docmill({"actions"}).out, HasSubstr("convert/docx-to-pdf"));
  EXPECT_THAT(docmill({"actions", "--json"}).out, HasSubstr("convert/docx-to-pdf"));
  EXPECT_THAT(docmill({"openapi"}).out, HasSubstr("/api/v2/convert/jobs/docx-to-pdf"));
}

TEST(Cli, DoctorNamesTheLayersOfTheJail) {
  const TempDir temp;
  const auto seen = docmill({"doctor", "--data", temp / "data"});
  EXPECT_EQ(seen.status, 0) << seen.out << seen.err;
  for (const auto* layer : {"landlock", "seccomp", "no-new-privileges", "office/7.4"}) EXPECT_THAT(seen.out, HasSubstr(layer));
}

/// A role of a cluster whose database is away, with what else the settings say.
Finished role_without_database(const std::string& role, const std::string& data, std::map<std::string, std::string> settings) {
  settings.try_emplace("--data", data);
  settings.try_emplace("--store", "files:" + data + "/store");
  settings.try_emplace("--queue", "postgres://docmill@127.0.0.1:1/docmill");
  settings.try_emplace("--start-patience", "20s");
  std::vector<std::string> words{role};
  for (const auto& [name, value] : settings) words.insert(words.end(), {name, value});
  return docmill(words);
}

TEST(Cli, ARoleWaitsForADatabaseThatIsAway) {
  const TempDir temp;
  ASSERT_EQ(docmill({"key", "create-master", "--data", temp.path()}).status, 0);
  const auto start = std::chrono::steady_clock::now();
  const auto gave_up = role_without_database("steward", temp.path(), {{"--start-patience", "2s"}});
  EXPECT_EQ(gave_up.status, 1);
  EXPECT_THAT(gave_up.err, HasSubstr("waiting for a service"));
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::seconds{2});
}

TEST(Cli, WhatDoesNotComeBackByItselfIsNotWaitedFor) {
  const TempDir temp;
  ASSERT_EQ(docmill({"key", "create-master", "--data", temp.path()}).status, 0);
  struct Case {
    std::string role;
    std::map<std::string, std::string> settings;
    std::string said;
  };
  const auto none = temp / "none";
  const std::vector<Case> cases{
      {"steward", {{"--master-key", none}}, "docmill key create-master"},
      {"steward", {{"--master-key", temp.path() + "/master.key/none"}}, "master.key/none cannot be read"},
      {"steward", {{"--data", "/proc/none"}}, "--data"},
      {"steward", {{"--accounts", "oracle:x"}}, "accounts: there is no driver"},
      {"steward", {{"--store", "azure:docmill"}, {"--azure-connection", "@" + none}}, "azure-connection: the file"},
      {"steward", {{"--store", "s3:docmill"}, {"--s3-credentials", "@" + none}}, "s3-credentials: the file"},
      {"steward", {{"--store", "s3:docmill"}, {"--s3-credentials", "a:b"}, {"--storage-ca", none}}, "storage-ca: the file"},
      {"worker", {{"--office-program", none}}, "--office-program"},
      {"api", {{"--tls-certificate", none}, {"--tls-private-key", none}}, none},
  };
  for (const auto& [role, settings, said] : cases) {
    const auto start = std::chrono::steady_clock::now();
    const auto refused = role_without_database(role, temp.path(), settings);
    EXPECT_EQ(refused.status, 1) << said;
    EXPECT_THAT(refused.err, HasSubstr(said));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{15}) << said;
  }
}

TEST(Cli, MisuseIsExplainedWithExitCodeTwo) {
  EXPECT_EQ(docmill({"convert"}).status, 2);
  const auto bad = docmill({"serve", "--slots", "many", "--deliveries", "0"});
  EXPECT_EQ(bad.status, 2);
  EXPECT_THAT(bad.err, HasSubstr("slots"));
  EXPECT_THAT(bad.err, HasSubstr("deliveries"));
}

}  // namespace
}  // namespace docmill::testing
