#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>

#include <boost/json.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "accounts/faulty.h"
#include "accounts/sqlite/sqlite_accounts.h"
#include "api/api.h"
#include "api/operations.h"
#include "base/pool.h"
#include "crypto/api_key.h"
#include "crypto/digest.h"
#include "crypto/keyring.h"
#include "model/job.h"
#include "model/job_result.h"
#include "net/test_client.h"
#include "queue/faulty.h"
#include "queue/sqlite/sqlite_queue.h"
#include "store/faulty.h"
#include "store/files/file_store.h"
#include "store/sealed/sealed_store.h"

/// The API as it runs in a house, on real drivers in a folder of its own, spoken to over real sockets. The worker's part of the
/// contract is played by finish_next(). Everything can be made to fail on command.
namespace docmill::api::test {

using net::test::Answer;
using net::test::Client;
using net::test::FormPart;

/// Where a document is converted while the caller waits.
inline const std::string kSync = "/api/v2/convert/docx-to-pdf";

/// The value, or an exception that fails the test with the reason.
template <class T>
T need(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().describe());
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// A JSON string as an ordinary one.
inline std::string text(const boost::json::value& value) {
  return std::string(value.as_string());
}

class TempFolder {
 public:
  TempFolder() : path_((std::filesystem::temp_directory_path() / "docmill-api-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("mkdtemp");
  }
  ~TempFolder() { std::filesystem::remove_all(path_); }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// A local file header as ZIP writers store it, enough for the door.
inline std::string docx(const std::string& content = "hello") {
  using namespace std::string_literals;
  const std::string name = "word/document.xml";
  return "PK\x03\x04"s + std::string(22, '\0') + static_cast<char>(name.size()) + "\0\0\0"s + name + content;
}

/// What a worker does with the next message.
struct Ending {
  std::string content = "%PDF-1.7 the result";
  std::string filename = "Report.pdf";
  std::string content_type = "application/pdf";
  std::optional<model::PublicError> error = {};
  bool tell = true;  // notify JobEvents, as a worker in the same process does
};

class House {
 public:
  explicit House(ApiOptions options = {}) : options_(std::move(options)) {
    if (options_.version.empty()) options_.version = "0.0-test";
    key = new_key("acme");
  }

  std::string new_key(const std::string& tenant, std::set<model::Scope> scopes = {model::Scope::Convert},
                      std::optional<std::string> plan = std::nullopt) {
    const auto id = TenantId::trusted(tenant);
    need(run_to_end(accounts.ensure_tenant(id, plan)));
    auto made = crypto::make_api_key();
    model::ApiKey stored{.id = made.id,
                         .tenant = id,
                         .label = "test",
                         .secret_hash = made.secret_hash,
                         .scopes = std::move(scopes),
                         .created_at = clock.now(),
                         .expires_at = {},
                         .revoked_at = {}};
    need(run_to_end(accounts.add_key(std::move(stored))));
    newest_key_id = made.id;
    return std::string(made.text.reveal());
  }

  std::string auth() const { return "Authorization: " + key + "\r\n"; }

  Answer get(const std::string& target, const std::string& headers = {}) const { return ask("GET", target, headers); }
  Answer ask(const std::string& method, const std::string& target, const std::string& headers = {}) const {
    Client client(server->port());
    return client.exchange(net::test::request_text(method, path_of(target), headers), method == "HEAD");
  }
  Answer post(const std::string& target, const std::vector<FormPart>& parts, const std::string& headers = {}) const {
    Client client(server->port());
    return client.exchange(net::test::form_request(target, parts, auth() + headers));
  }
  /// Starts docx-to-pdf as a job.
  Answer start(const std::string& headers = {}, const std::string& document = docx()) const {
    return post("/api/v2/convert/jobs/docx-to-pdf", {file(document)}, headers);
  }
  static FormPart file(const std::string& document = docx(), const std::string& name = "Report.docx") {
    return {.name = "File", .value = document, .filename = name};
  }

  /// Takes the next message, when it comes.
  queue::Lease next_message() {
    const auto until = Deadline::in(std::chrono::seconds{30});
    while (!until.passed()) {
      auto lease = need(run_to_end(jobs.take(std::chrono::seconds{60})));
      if (lease) return *std::move(lease);
      run_to_end(jobs.wait(until));
    }
    throw std::runtime_error("no message came");
  }

  /// Takes the next message and ends its job. Returns the job's record.
  model::Job finish_next(Ending ending = {}) {
    const auto lease = next_message();
    const auto message = need(model::message_from_json(lease.body));
    const auto record = need(run_to_end(store::get(store, model::job_record(message.tenant, message.job), 1'000'000)));
    auto job = need(model::job_from_json(record));
    model::JobResult result;
    result.job = job.id;
    result.tenant = job.tenant;
    result.action = job.action;
    result.outcome = ending.error ? model::Outcome::Failed : model::Outcome::Succeeded;
    result.error = ending.error;
    result.attempt = lease.delivery;
    result.finished_at = clock.now();
    result.expires_at = clock.now() + std::chrono::hours{6};
    result.fonts = {{.requested = "Calibri", .used = "Carlito"}};
    result.phase_ms = {{"load", 12}};
    result.pages = 3;
    if (!ending.error) result.outputs.push_back(store_output(job, ending));
    need(run_to_end(store::put(store, model::result_record(job.tenant, job.id), model::to_json(result))));
    need(run_to_end(jobs.ack(lease)));
    if (ending.tell) events.finished(job.id);
    return job;
  }

  std::vector<std::string> blobs(const std::string& prefix = "t/") {
    std::vector<std::string> names;
    for (const auto& blob : need(run_to_end(store.list(prefix, "", 1000)))) names.push_back(blob.name);
    return names;
  }
  model::Usage usage(const std::string& tenant = "acme") {
    return need(run_to_end(accounts.usage(TenantId::trusted(tenant), month_of(clock.now()))));
  }
  queue::QueueStats waiting() { return need(run_to_end(jobs.stats())); }

  static boost::json::object json(const Answer& answer) { return boost::json::parse(answer.body).as_object(); }
  /// "https://host/d/x" → "/d/x"
  static std::string path_of(const std::string& url) {
    const auto host = url.find("://");
    return host == std::string::npos ? url : url.substr(url.find('/', host + 3));
  }
  std::string link_of(const Answer& answer) const { return path_of(text(json(answer).at("link"))); }

  TempFolder folder;
  ManualClock clock;
  Metrics metrics;
  model::JobEvents events;
  Secret link_key{std::string(32, 'l')};
  Secret idempotency_key{std::string(32, 'i')};
  Secret session_key{std::string(32, 's')};
  Pool pool{"store", 2};
  std::unique_ptr<store::files::FileStore> files = need(store::files::FileStore::open(folder / "store", pool));
  crypto::Keyring keyring = need(crypto::Keyring::load_or_create(folder / "master.key"));
  store::sealed::SealedStore sealed{*files, keyring, pool};
  store::FaultyStore store{sealed};
  std::unique_ptr<sqlite::Database> queue_database = need(queue::open_queue_database(folder / "queue.db"));
  queue::SqliteQueue jobs_queue{*queue_database, "jobs", clock};
  queue::SqliteQueue completions_queue{*queue_database, "completions", clock};
  queue::FaultyQueue jobs{jobs_queue};
  queue::FaultyQueue completions{completions_queue};
  std::unique_ptr<sqlite::Database> accounts_database = need(accounts::open_accounts_database(folder / "accounts.db"));
  accounts::SqliteAccounts sqlite_accounts{*accounts_database, clock};
  accounts::FaultyAccounts accounts{sqlite_accounts};
  accounts::SqliteProcesses processes{*accounts_database};
  std::vector<EngineHealth> engines;
  Load load{.running = 0, .capacity = 100, .connections = 0};
  Readiness readiness{
      {.jobs = jobs, .completions = completions, .store = store, .accounts = &accounts, .metrics = metrics, .engines = [this] {
         return engines;
       }}};
  Operations operations{readiness, metrics, [this] { return load; }};

 private:
  ApiOptions options_;

 public:
  Api api{{.jobs = jobs,
           .completions = completions,
           .store = store,
           .accounts = accounts,
           .processes = processes,
           .events = events,
           .clock = clock,
           .metrics = metrics,
           .link_key = link_key,
           .idempotency_key = idempotency_key,
           .operations = operations,
           .session_key = &session_key},
          options_};
  std::unique_ptr<net::test::RunningServer> server = std::make_unique<net::test::RunningServer>(api);
  std::string key;
  KeyId newest_key_id;

 private:
  model::Output store_output(const model::Job& job, const Ending& ending) {
    model::Output output{.blob = model::output_blob(job.tenant, job.id, 1, 0),
                         .filename = ending.filename,
                         .content_type = ending.content_type,
                         .size = ending.content.size(),
                         .sha256 = crypto::sha256_hex(ending.content)};
    need(run_to_end(store::put(store, output.blob, ending.content)));
    return output;
  }
};

/// What a refused request answers: its status, its code, and the shape every problem has.
inline void expect_problem(const Answer& answer, int status, const std::string& code) {
  EXPECT_EQ(answer.status, status) << answer.head << answer.body;
  EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*");
  const auto body = House::json(answer);
  EXPECT_EQ(text(body.at("code")), code) << answer.body;
  EXPECT_EQ(body.at("status"), status);
  EXPECT_FALSE(body.at("detail").as_string().empty());
  EXPECT_EQ(text(body.at("requestId")), answer.header("X-Request-Id"));
  EXPECT_TRUE(body.contains("type") && body.contains("title") && body.contains("retryable"));
}

}  // namespace docmill::api::test
