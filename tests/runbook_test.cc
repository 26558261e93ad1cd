// The commands of docs/runbook.md, run as they stand.
#include <gtest/gtest.h>

#include <filesystem>

#include "support/postgres_server.h"
#include "support/server.h"

namespace docmill::testing {
namespace {

namespace fs = std::filesystem;

/// The lines of the block that follows "```sh NAME".
std::string block(const std::string& name) {
  const auto text = read_file(source("docs/runbook.md"));
  const auto head = "```sh " + name + "\n";
  const auto start = text.find(head);
  if (start == std::string::npos) throw std::runtime_error("the runbook has no block " + name);
  const auto from = start + head.size();
  return text.substr(from, text.find("```", from) - from);
}

class Runbook : public ::testing::Test {
 protected:
  Runbook() {
    fs::create_directory(data_);
    environment_["DOCMILL_DATA"] = data_;
    environment_["PATH"] = fs::path(program("docmill")).parent_path().string() + ":/usr/lib/postgresql/15/bin:" + std::getenv("PATH");
  }

  std::string run_block(const std::string& name) {
    const auto done = run({"bash", "-euo", "pipefail", "-c", block(name)}, environment_);
    EXPECT_EQ(done.status, 0) << name << "\n" << done.out << done.err;
    return done.out;
  }
  std::vector<std::string> flags() const {
    std::vector<std::string> words{"--log-level", "warn"};
    for (const auto& [name, flag] : {std::pair("DOCMILL_ACCOUNTS", "--accounts"), std::pair("DOCMILL_STORE", "--store")}) {
      if (const auto found = environment_.find(name); found != environment_.end()) words.insert(words.end(), {flag, found->second});
    }
    return words;
  }
  std::string charged(const std::string& tenant) {
    const auto done = run({program("docmill"), "usage", "--tenant", tenant, "--json"}, environment_);
    EXPECT_EQ(done.status, 0) << done.err;
    const auto at = done.out.find("\"charged\":");
    return at == std::string::npos ? "" : done.out.substr(at + 10, done.out.find_first_of(",}", at + 10) - at - 10);
  }
  /// A key by the command line, so that every setting comes from the environment.
  std::string make_key(const std::string& tenant) {
    auto done = run({program("docmill"), "key", "create", "--tenant", tenant}, environment_);
    EXPECT_EQ(done.status, 0) << done.err;
    while (done.out.ends_with('\n')) done.out.pop_back();
    return done.out.substr(done.out.rfind('\n') + 1);
  }
  /// Converts the example through a server that then stops, everything settled.
  void convert(const std::string& key) {
    Server server(data_, flags());
    const auto answer = server.post(key, "convert/docx-to-pdf", document_, "order.docx");
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(server.stop(), 0);
    EXPECT_EQ(run({program("docmill"), "sweep"}, environment_).status, 0);
  }

  TempDir temp_;
  std::string data_ = temp_ / "data";
  std::map<std::string, std::string> environment_;
  const std::string document_ = read_file(source("examples/invoice.docx"));
};

TEST_F(Runbook, AQueueThatIsLostIsRebuiltFromTheStore) {
  const auto key = make_key("acme");
  std::string location;
  {
    // A door without a worker: the job is accepted and waits.
    Service api({.command = {program("docmill"), "api", "--data", data_, "--listen", "127.0.0.1:0"}, .log = temp_ / "api.log"});
    const auto line = api.wait_for_line("listens on ");
    const auto url = line.substr(line.find("http"));
    const FormPart file{.name = "File", .content = document_, .filename = "order.docx"};
    const auto accepted =
        call({.method = "POST", .url = url + "/api/v2/convert/jobs/docx-to-pdf", .headers = {"Authorization: " + key}, .form = {file}});
    ASSERT_EQ(accepted.status, 202) << accepted.body;
    location = accepted.headers.at("location");
    location = location.substr(location.find("/api/"));
    api.stop();
  }
  for (const auto* file : {"queue.db", "queue.db-wal", "queue.db-shm"}) fs::remove(data_ + "/" + file);

  const auto said = run_block("queue-lost");
  EXPECT_NE(said.find("requeue"), std::string::npos) << said;
  Server server(data_, flags());
  const bool done = wait_until([&] { return server.get(key, server.url() + location).status == 200; }, std::chrono::seconds(60));
  EXPECT_TRUE(done) << server.log();
  EXPECT_EQ(server.stop(), 0);
}

TEST_F(Runbook, ADatabaseThatWasRestoredKnowsEveryChargeAgain) {
  const PostgresDatabase accounts;
  environment_["DOCMILL_ACCOUNTS"] = std::string(accounts.uri().reveal());
  environment_["BACKUP"] = temp_ / "accounts.backup";
  ASSERT_EQ(run({program("docmill"), "key", "create-master"}, environment_).status, 0);
  const auto key = make_key("acme");
  convert(key);
  run_block("backup-database");
  convert(key);
  convert(key);
  EXPECT_EQ(charged("acme"), "3");

  run_block("restore-database");
  EXPECT_EQ(charged("acme"), "3");
}

TEST_F(Runbook, ResultsAreFoundInTheStorageTheyWereMovedTo) {
  const auto key = make_key("acme");
  std::string body;
  {
    Server server(data_, flags());
    const auto answer = server.post(key, "convert/docx-to-pdf", document_, "order.docx");
    ASSERT_EQ(answer.status, 200) << answer.body;
    body = answer.member("link");
    EXPECT_EQ(server.stop(), 0);
  }
  environment_["NEW_STORE"] = "files:" + temp_ / "elsewhere";
  environment_["NEW_CONNECTION"] = "";
  run_block("move-storage");
  environment_["DOCMILL_STORE"] = environment_["NEW_STORE"];
  fs::remove_all(data_ + "/store");
  Server server(data_, flags());
  const auto fetched = call({.url = server.url() + body.substr(body.find("/d/"))});
  EXPECT_EQ(fetched.status, 200);
  EXPECT_EQ(fetched.body.substr(0, 5), "%PDF-");
  EXPECT_EQ(server.stop(), 0);
}

}  // namespace
}  // namespace docmill::testing
