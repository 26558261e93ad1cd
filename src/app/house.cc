#include "app/house.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

#include "accounts/sqlite/sqlite_accounts.h"
#include "app/engines.h"
#include "base/pool.h"
#include "queue/sqlite/sqlite_queue.h"
#include "store/files/file_store.h"
#include "store/sealed/sealed_store.h"

namespace docmill::app {
namespace {

namespace fs = std::filesystem;

class AheadClock final : public Clock {
 public:
  explicit AheadClock(std::chrono::milliseconds ahead) : ahead_(ahead) {}
  Timestamp now() const override { return system_.now() + ahead_; }

 private:
  SystemClock system_;
  std::chrono::milliseconds ahead_;
};

// Two threads keep two cores busy with file and cipher work; more gained nothing on the benchmark machine.
constexpr std::size_t kStoreThreads = 2;
constexpr std::size_t kEgressThreads = 4;

// Puts of this process wake its takers at once; this is for what others put (`docmill dead requeue`, a second process).
constexpr std::chrono::milliseconds kLookEvery{2'000};

Result<void> make_directory(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (!error && ::chmod(path.c_str(), 0700) != 0) error.assign(errno, std::generic_category());
  if (!error) return {};
  return Failed(
      fail(ErrorCode::Unavailable,
           fmt::format(
               "The directory {} cannot be made or written. Choose another with --data, or give this user the right to write there.", path))
          .cause(error.message()));
}

}  // namespace

Result<std::string> path_of(std::string_view uri, std::string_view scheme, std::string_view setting) {
  if (uri.starts_with(scheme) && uri.size() > scheme.size() + 1 && uri[scheme.size()] == ':')
    return std::string(uri.substr(scheme.size() + 1));
  return Failed(
      fail(ErrorCode::BadRequest, fmt::format("{}: this build knows {}:PATH, not '{}'.", setting, scheme, uri.substr(0, uri.find(':')))));
}

struct House::Parts {
  Parts(const config::Settings& chosen, std::chrono::milliseconds ahead)
      : settings(chosen), clock(ahead), egress({.allow = config::split_list(chosen.egress_allow)}, kEgressThreads) {}

  Result<void> open();
  Result<void> open_queue();
  Result<void> open_store();
  Result<void> open_accounts();
  Result<std::string> path(std::string_view uri, std::string_view scheme, std::string_view setting, std::string_view fallback) const;

  config::Settings settings;
  AheadClock clock;
  Metrics metrics;
  net::Egress egress;
  std::unique_ptr<crypto::Keyring> keyring;
  std::string keyring_path;
  Secret link_key;
  Secret callback_key;
  Secret idempotency_key;
  std::unique_ptr<Pool> store_pool;
  std::unique_ptr<store::BlobStore> files;
  std::unique_ptr<store::BlobStore> store;
  std::unique_ptr<sqlite::Database> queue_database;
  std::unique_ptr<queue::Queue> jobs;
  std::unique_ptr<queue::Queue> completions;
  std::unique_ptr<sqlite::Database> accounts_database;
  std::unique_ptr<accounts::Accounts> accounts;
};

Result<std::string> House::Parts::path(std::string_view uri, std::string_view scheme, std::string_view setting,
                                       std::string_view fallback) const {
  if (uri.empty()) return fmt::format("{}/{}", settings.data, fallback);
  return path_of(uri, scheme, setting);
}

Result<void> House::Parts::open() {
  if (auto made = make_directory(settings.data); !made) return made;
  keyring_path = settings.master_key.empty() ? settings.data + "/master.key" : settings.master_key;
  auto keys = crypto::Keyring::load_or_create(keyring_path);
  if (!keys) return Failed(keys.error());
  keyring = std::make_unique<crypto::Keyring>(std::move(*keys));
  link_key = keyring->derive_stable("result links");
  callback_key = keyring->derive_stable("callbacks");
  idempotency_key = keyring->derive_stable("idempotency keys");
  for (const auto step : {&Parts::open_store, &Parts::open_queue, &Parts::open_accounts}) {
    if (auto opened = (this->*step)(); !opened) return opened;
  }
  return {};
}

Result<void> House::Parts::open_store() {
  auto where = path(settings.store, "files", "store", "store");
  if (!where) return Failed(where.error());
  store_pool = std::make_unique<Pool>("store", kStoreThreads);
  auto opened = store::files::FileStore::open(*where, *store_pool);
  if (!opened) return Failed(opened.error());
  files = std::move(*opened);
  store = std::make_unique<store::sealed::SealedStore>(*files, *keyring, *store_pool);
  return {};
}

Result<void> House::Parts::open_queue() {
  auto where = path(settings.queue, "sqlite", "queue", "queue.db");
  if (!where) return Failed(where.error());
  auto opened = queue::open_queue_database(*where);
  if (!opened) return Failed(opened.error());
  queue_database = std::move(*opened);
  const queue::SqliteQueueOptions looking{.look_every = kLookEvery};
  jobs = std::make_unique<queue::SqliteQueue>(*queue_database, "jobs", clock, looking);
  completions = std::make_unique<queue::SqliteQueue>(*queue_database, "completions", clock, looking);
  return {};
}

Result<void> House::Parts::open_accounts() {
  auto where = path(settings.accounts, "sqlite", "accounts", "accounts.db");
  if (!where) return Failed(where.error());
  auto opened = accounts::open_accounts_database(*where);
  if (!opened) return Failed(opened.error());
  accounts_database = std::move(*opened);
  accounts = std::make_unique<accounts::SqliteAccounts>(*accounts_database, clock);
  return {};
}

House::House(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
House::~House() = default;

Result<std::unique_ptr<House>> House::open(const config::Settings& settings, std::chrono::milliseconds ahead) {
  auto parts = std::make_unique<Parts>(settings, ahead);
  if (auto opened = parts->open(); !opened) return Failed(opened.error());
  return std::unique_ptr<House>(new House(std::move(parts)));
}

queue::Queue& House::jobs() {
  return *parts_->jobs;
}
queue::Queue& House::completions() {
  return *parts_->completions;
}
store::BlobStore& House::store() {
  return *parts_->store;
}
accounts::Accounts& House::accounts() {
  return *parts_->accounts;
}
net::Egress& House::egress() {
  return parts_->egress;
}
Clock& House::clock() {
  return parts_->clock;
}
Metrics& House::metrics() {
  return parts_->metrics;
}
const Secret& House::link_key() const {
  return parts_->link_key;
}
const Secret& House::callback_key() const {
  return parts_->callback_key;
}
const Secret& House::idempotency_key() const {
  return parts_->idempotency_key;
}

steward::StewardParts House::steward_parts() {
  return {.jobs = jobs(),
          .completions = completions(),
          .store = store(),
          .accounts = accounts(),
          .egress = egress(),
          .clock = clock(),
          .metrics = metrics(),
          .link_key = link_key(),
          .callback_key = callback_key()};
}

steward::StewardOptions House::steward_options() const {
  using std::chrono::duration_cast;
  using std::chrono::seconds;
  const auto& from = parts_->settings;
  steward::StewardOptions options;
  options.sweep_every = duration_cast<seconds>(from.sweep_every);
  options.hold_grace = duration_cast<seconds>(from.hold_grace);
  options.stray_after = duration_cast<seconds>(from.stray_after);
  options.upload_grace = duration_cast<seconds>(from.upload_grace);
  options.record_lifetime = duration_cast<std::chrono::hours>(from.record_lifetime);
  options.callback_tries = static_cast<std::uint32_t>(from.callback_tries);
  options.public_url = from.public_url.empty() ? "http://" + from.listen : from.public_url;
  options.run_dir = run_dir(from);
  return options;
}

Result<std::string> House::rotate_master_key() {
  return parts_->keyring->rotate(parts_->keyring_path);
}

}  // namespace docmill::app
