// The drivers of the ports side by side, each with the figure of the embedded one in the same run.
#include <fmt/format.h>

#include <memory>
#include <vector>

#include "accounts/postgres/postgres_accounts.h"
#include "accounts/sqlite/sqlite_accounts.h"
#include "azure/test_azurite.h"
#include "base/check.h"
#include "figures.h"
#include "queue/azure/azure_queue.h"
#include "queue/postgres/postgres_queue.h"
#include "queue/sqlite/sqlite_queue.h"
#include "sqlite/test_directory.h"
#include "store/azure/azure_store.h"
#include "store/files/file_store.h"
#include "store/s3/test_s3.h"
#include "store/temporary_folder.h"
#include "support/postgres_server.h"

namespace docmill::bench {
namespace {

using azure::test::Azurite;
using std::chrono::seconds;

constexpr int kMessages = 400;
constexpr int kHolds = 400;
constexpr std::uint64_t kLargeBlob = 5'000'000;

/// Prints median, 95th percentile and rate of one caller; returns the median, for the ratio of the next driver.
double print_series(const std::string& what, const Series& series, double total_ms, double embedded_p50) {
  const auto rate = static_cast<double>(series.size()) / (total_ms / 1000);
  const auto beside = embedded_p50 > 0 ? fmt::format("{:.1f} x the embedded driver", series.p50() / embedded_p50) : "";
  print_figure(what + ", p50 / p95", fmt::format("{:.2f} / {:.2f} ms", series.p50(), series.quantile(0.95)), beside);
  print_figure(what + ", one caller", fmt::format("{:.0f} a second", rate));
  return series.p50();
}

/// Times `work` so many times, after one call that warms up.
template <class Work>
double measure(const std::string& what, int times, double embedded_p50, Work work) {
  work();
  Series series;
  const auto total = time_ms([&] {
    for (int i = 0; i < times; ++i) series.add(time_ms(work));
  });
  return print_series(what, series, total, embedded_p50);
}

// --- queues

double measure_queue(const std::string& name, queue::Queue& queue, double embedded_p50) {
  const std::string body = R"({"schema":1,"job":"01JD0000000000000000000000","tenant":"bench"})";
  return measure("queue " + name + ": put + take + ack", kMessages, embedded_p50, [&] {
    DOCMILL_CHECK(run_to_end(queue.put(body, seconds{0})));
    auto lease = run_to_end(queue.take(seconds{60}));
    DOCMILL_CHECK(lease && *lease);
    DOCMILL_CHECK(run_to_end(queue.ack(std::move(**lease))));
  });
}

void measure_queues() {
  const SystemClock clock;
  const sqlite::TestDirectory directory;
  const auto database = *queue::open_queue_database(directory.file("queue.db"));
  queue::SqliteQueue embedded(*database, "jobs", clock);
  const auto embedded_p50 = measure_queue("sqlite", embedded, 0);

  const testing::PostgresDatabase place;
  auto queues = queue::open_postgres_queues(place.uri());
  DOCMILL_CHECK(queues);
  queue::PostgresQueue postgres(*queues, "jobs");
  measure_queue("postgres", postgres, embedded_p50);

  net::HttpClient http;
  const auto service = *azure::Service::open(http, clock, Azurite::shared().account(), azure::ServiceKind::Queue, {});
  queue::AzureQueue azure(*service, Azurite::fresh_name("jobs"));
  measure_queue("azure", azure, embedded_p50);
}

// --- stores

struct StoreTimes {
  double put = 0;
  double get = 0;
};

StoreTimes measure_blobs(const std::string& what, store::BlobStore& store, std::uint64_t size, int times, StoreTimes embedded) {
  const std::string bytes(size, 'x');
  const auto label = what + (size == kLargeBlob ? " of 5 MB" : " of 2 KB");
  int put = 0;
  StoreTimes taken;
  taken.put = measure("store " + label + ": put", times, embedded.put,
                      [&] { DOCMILL_CHECK(run_to_end(store::put(store, fmt::format("t/bench/{}/{}", size, put++), bytes))); });
  int got = 0;
  taken.get = measure("store " + label + ": get", times, embedded.get, [&] {
    const auto read = run_to_end(store::get(store, fmt::format("t/bench/{}/{}", size, got++), size));
    DOCMILL_CHECK(read && read->size() == size);
  });
  return taken;
}

void measure_stores() {
  const SystemClock clock;
  const store::TemporaryFolder folder;
  Pool pool("files", 4);
  const auto files = *store::files::FileStore::open(folder.path(), pool);
  net::HttpClient http;
  const auto azure = *store::azure::AzureStore::open(http, clock, Azurite::shared().account(), Azurite::fresh_name("store"));
  const store::s3::test::FreshStore s3;
  for (const auto& [size, times] : {std::pair<std::uint64_t, int>{2'000, 200}, {kLargeBlob, 20}}) {
    const auto embedded = measure_blobs("files", *files, size, times, {});
    measure_blobs("azure", *azure, size, times, embedded);
    measure_blobs("s3", *s3.store, size, times, embedded);
  }
}

// --- accounts

double measure_charges(const std::string& name, accounts::Accounts& accounts, double embedded_p50) {
  const SystemClock clock;
  const auto tenant = TenantId::trusted("bench");
  DOCMILL_CHECK(run_to_end(accounts.ensure_tenant(tenant, "unlimited")));
  return measure("accounts " + name + ": hold + capture", kHolds, embedded_p50, [&] {
    const auto now = clock.now();
    model::Hold hold{.job = new_job_id(now),
                     .tenant = tenant,
                     .action = "convert/docx-to-pdf",
                     .documents = 1,
                     .state = model::HoldState::Open,
                     .made_at = now,
                     .month = month_of(now)};
    const auto job = hold.job;
    DOCMILL_CHECK(run_to_end(accounts.hold(std::move(hold))));
    DOCMILL_CHECK(run_to_end(accounts.capture(job)));
  });
}

void measure_accounts() {
  const SystemClock clock;
  const sqlite::TestDirectory directory;
  const auto database = *accounts::open_accounts_database(directory.file("accounts.db"));
  accounts::SqliteAccounts embedded(*database, clock);
  const auto embedded_p50 = measure_charges("sqlite", embedded, 0);

  const testing::PostgresDatabase place;
  const auto served = *accounts::open_postgres_accounts(place.uri());
  accounts::PostgresAccounts postgres(*served, clock);
  measure_charges("postgres", postgres, embedded_p50);
}

}  // namespace

void measure_drivers() {
  // The servers run on this machine, so no network is in these figures; a cloud's own are those of its service.
  fmt::print(
      "Drivers, one caller: PostgreSQL without fsync (unlike sqlite here), Azurite, and an S3 server for tests, all on this machine\n");
  measure_queues();
  measure_stores();
  measure_accounts();
}

}  // namespace docmill::bench
