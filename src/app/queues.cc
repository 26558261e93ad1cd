#include "app/queues.h"

#include <fmt/format.h>

#include <vector>

#include "app/azure_accounts.h"
#include "app/uri.h"
#include "model/job.h"
#include "queue/azure/azure_queue.h"
#include "queue/postgres/postgres_queue.h"
#include "queue/sharded/sharded_queue.h"
#include "queue/sqlite/sqlite_queue.h"

namespace docmill::app {
namespace {

// Puts of this process wake its takers at once; this is for what others put (`docmill dead requeue`, a second process).
constexpr std::chrono::milliseconds kLookEvery{2'000};
constexpr std::size_t kMostQueues = 64;  // of one name in one account

class SqliteQueues final : public Queues {
 public:
  SqliteQueues(std::unique_ptr<sqlite::Database> database, const Clock& clock) : database_(std::move(database)), clock_(clock) {}
  std::unique_ptr<queue::Queue> open(std::string_view name) override {
    const queue::SqliteQueueOptions looking{.look_every = kLookEvery};
    return std::make_unique<queue::SqliteQueue>(*database_, std::string(name), clock_, looking);
  }

 private:
  std::unique_ptr<sqlite::Database> database_;
  const Clock& clock_;
};

Result<std::unique_ptr<Queues>> open_sqlite_queues(const std::string& path, const Clock& clock) {
  auto opened = queue::open_queue_database(path);
  if (!opened) return Failed(opened.error());
  return std::make_unique<SqliteQueues>(std::move(*opened), clock);
}

class PostgresQueues final : public Queues {
 public:
  explicit PostgresQueues(queue::PostgresQueues queues) : queues_(std::move(queues)) {}
  std::unique_ptr<queue::Queue> open(std::string_view name) override {
    return std::make_unique<queue::PostgresQueue>(queues_, std::string(name));
  }

 private:
  queue::PostgresQueues queues_;
};

Result<std::unique_ptr<Queues>> open_postgres_queues(const std::string& uri) {
  auto opened = queue::open_postgres_queues(Secret(uri));
  if (!opened) return Failed(opened.error());
  return std::make_unique<PostgresQueues>(std::move(*opened));
}

/// What messages are spread by; a body that cannot be read is spread by itself.
std::string job_of(std::string_view body) {
  const auto message = model::message_from_json(body);
  return message ? message->job.text() : std::string(body);
}

/// "docmill-jobs", "docmill-jobs-2", …: so one queue can become several and the first keeps its name.
std::string queue_name(std::string_view prefix, std::string_view name, std::size_t index) {
  return index == 0 ? fmt::format("{}-{}", prefix, name) : fmt::format("{}-{}-{}", prefix, name, index + 1);
}

class AzureQueues final : public Queues {
 public:
  AzureQueues(AzureAccounts accounts, NameAndCount queues) : accounts_(std::move(accounts)), queues_(std::move(queues)) {}

  std::unique_ptr<queue::Queue> open(std::string_view name) override {
    std::vector<std::unique_ptr<queue::Queue>> shards;
    for (const auto& service : accounts_.services) {
      for (std::size_t i = 0; i < queues_.count; ++i) {
        shards.push_back(std::make_unique<queue::AzureQueue>(*service, queue_name(queues_.name, name, i)));
      }
    }
    if (shards.size() == 1) return std::move(shards.front());
    return std::make_unique<queue::ShardedQueue>(std::move(shards), job_of);
  }

 private:
  AzureAccounts accounts_;
  NameAndCount queues_;
};

Result<std::unique_ptr<Queues>> open_azure(const config::Settings& settings, std::string_view rest, const Clock& clock) {
  auto wanted = name_and_count(rest, "queues", kMostQueues, "queue");
  if (!wanted) return Failed(wanted.error());
  if (auto good = queue::check_azure_queue_name(queue_name(wanted->name, "completions", kMostQueues)); !good) return Failed(good.error());
  auto accounts = open_azure_accounts(settings, clock, azure::ServiceKind::Queue);
  if (!accounts) return Failed(accounts.error());
  return std::make_unique<AzureQueues>(std::move(*accounts), std::move(*wanted));
}

}  // namespace

Result<std::unique_ptr<Queues>> open_queues(const config::Settings& settings, const Clock& clock) {
  if (settings.queue.empty()) return open_sqlite_queues(settings.data + "/queue.db", clock);
  const auto uri = parse_driver_uri(settings.queue, "queue");
  if (!uri) return Failed(uri.error());
  if (uri->scheme == "sqlite") return open_sqlite_queues(uri->rest, clock);
  if (uri->scheme == "azure") return open_azure(settings, uri->rest, clock);
  if (uri->scheme == "postgres") return open_postgres_queues(settings.queue);
  return Failed(unknown_scheme("queue", uri->scheme, "sqlite:PATH, azure:PREFIX or postgres://…"));
}

}  // namespace docmill::app
