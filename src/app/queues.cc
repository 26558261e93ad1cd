#include "app/queues.h"

#include <fmt/format.h>

#include "app/uri.h"
#include "queue/sqlite/sqlite_queue.h"

namespace docmill::app {
namespace {

// Puts of this process wake its takers at once; this is for what others put (`docmill dead requeue`, a second process).
constexpr std::chrono::milliseconds kLookEvery{2'000};

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

Result<std::unique_ptr<Queues>> open_sqlite(const std::string& path, const Clock& clock) {
  auto opened = queue::open_queue_database(path);
  if (!opened) return Failed(opened.error());
  return std::make_unique<SqliteQueues>(std::move(*opened), clock);
}

}  // namespace

Result<std::unique_ptr<Queues>> open_queues(const config::Settings& settings, const Clock& clock) {
  if (settings.queue.empty()) return open_sqlite(settings.data + "/queue.db", clock);
  const auto uri = parse_driver_uri(settings.queue, "queue");
  if (!uri) return Failed(uri.error());
  if (uri->scheme == "sqlite") return open_sqlite(uri->rest, clock);
  return Failed(unknown_scheme("queue", uri->scheme, "sqlite:PATH, azure:PREFIX or postgres://…"));
}

}  // namespace docmill::app
