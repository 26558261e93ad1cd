#include "app/house.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <thread>

#include "app/books.h"
#include "app/engines.h"
#include "app/master_key_check.h"
#include "app/queues.h"
#include "app/stores.h"
#include "app/uri.h"
#include "base/check.h"
#include "base/log.h"
#include "base/pool.h"
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
constexpr std::chrono::seconds kAskAgain{1};

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

struct House::Parts {
  Parts(const config::Settings& chosen, Rooms wanted, std::chrono::milliseconds ahead)
      : settings(chosen), rooms(wanted), clock(ahead), egress({.allow = config::split_list(chosen.egress_allow)}, kEgressThreads) {}

  Result<void> open(std::chrono::milliseconds patience);
  Result<void> open_master_key();
  Result<void> open_store();
  Result<void> open_queues();
  Result<void> open_accounts();

  config::Settings settings;
  Rooms rooms;
  AheadClock clock;
  SystemClock real_clock;  // for services that keep their own time: a message put ahead of it would come late, a signature be refused
  Metrics metrics;
  net::Egress egress;
  std::unique_ptr<crypto::Keyring> keyring;
  std::string keyring_path;
  Secret link_key;
  Secret callback_key;
  Secret idempotency_key;
  Secret session_key;
  std::unique_ptr<Pool> store_pool;
  std::unique_ptr<Stores> stores;
  std::unique_ptr<store::BlobStore> store;
  std::unique_ptr<Queues> queues;
  std::unique_ptr<queue::Queue> jobs;
  std::unique_ptr<queue::Queue> completions;
  std::unique_ptr<Books> books;
};

/// All rooms are tried before a service is waited for, so that a wrong setting behind it is told at once.
Result<void> House::Parts::open(std::chrono::milliseconds patience) {
  if (auto made = make_directory(settings.data); !made) return made;
  struct Step {
    bool wanted;
    bool elsewhere;
    Result<void> (Parts::*open)();
  };
  Step steps[] = {{rooms.master_key || rooms.store || is_embedded(settings), false, &Parts::open_master_key},
                  {rooms.store, !is_here(settings.store, "files"), &Parts::open_store},
                  {rooms.queues, !is_here(settings.queue, "sqlite"), &Parts::open_queues},
                  {rooms.accounts, !is_here(settings.accounts, "sqlite"), &Parts::open_accounts}};
  const auto until = Deadline::in(patience);
  for (;;) {
    std::optional<Error> away;
    for (auto& step : steps) {
      if (!step.wanted) continue;
      auto opened = (this->*step.open)();
      if (!opened && !(step.elsewhere && opened.error().code() == ErrorCode::Unavailable)) return opened;
      if (opened) {
        step.wanted = false;
      } else if (!away) {
        away = std::move(opened.error());
      }
    }
    if (!away) return {};
    if (until.passed()) return Failed(*std::move(away));
    log::failure("waiting for a service", *away);
    std::this_thread::sleep_for(kAskAgain);
  }
}

Result<void> House::Parts::open_master_key() {
  keyring_path = settings.master_key.empty() ? settings.data + "/master.key" : settings.master_key;
  // Made up on one of many machines it would be a key the others do not have.
  auto keys = is_embedded(settings) ? crypto::Keyring::load_or_create(keyring_path) : crypto::Keyring::load(keyring_path);
  if (!keys) return Failed(keys.error());
  keyring = std::make_unique<crypto::Keyring>(std::move(*keys));
  link_key = keyring->derive_stable("result links");
  callback_key = keyring->derive_stable("callbacks");
  idempotency_key = keyring->derive_stable("idempotency keys");
  session_key = keyring->derive_stable("console sessions");
  return {};
}

Result<void> House::Parts::open_store() {
  store_pool = std::make_unique<Pool>("store", kStoreThreads);
  auto opened = open_stores(settings, real_clock, *store_pool);
  if (!opened) return Failed(opened.error());
  stores = std::move(*opened);
  store = std::make_unique<store::sealed::SealedStore>(stores->raw(), *keyring, *store_pool);
  SealedHouse house{.raw = stores->raw(),
                    .sealed = *store,
                    .keyring = *keyring,
                    .key_file = keyring_path,
                    .store = settings.store.empty() ? settings.data + "/store" : settings.store};
  return run_to_end(check_master_key(std::move(house)));
}

Result<void> House::Parts::open_queues() {
  auto opened = app::open_queues(settings, real_clock);
  if (!opened) return Failed(opened.error());
  queues = std::move(*opened);
  jobs = queues->open("jobs");
  completions = queues->open("completions");
  return {};
}

Result<void> House::Parts::open_accounts() {
  auto opened = open_books(settings, clock);
  if (!opened) return Failed(opened.error());
  books = std::move(*opened);
  return {};
}

House::House(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
House::~House() = default;

Result<std::unique_ptr<House>> House::open(const config::Settings& settings, Rooms rooms, std::chrono::milliseconds ahead,
                                           std::chrono::milliseconds patience) {
  auto parts = std::make_unique<Parts>(settings, rooms, ahead);
  if (auto opened = parts->open(patience); !opened) return Failed(opened.error());
  return std::unique_ptr<House>(new House(std::move(parts)));
}

queue::Queue& House::jobs() {
  DOCMILL_CHECK(parts_->jobs != nullptr);
  return *parts_->jobs;
}
queue::Queue& House::completions() {
  DOCMILL_CHECK(parts_->completions != nullptr);
  return *parts_->completions;
}
store::BlobStore& House::store() {
  DOCMILL_CHECK(parts_->store != nullptr);
  return *parts_->store;
}
store::BlobStore& House::raw_store() {
  DOCMILL_CHECK(parts_->stores != nullptr);
  return parts_->stores->raw();
}
accounts::Accounts& House::accounts() {
  DOCMILL_CHECK(parts_->books != nullptr);
  return parts_->books->accounts();
}
accounts::Processes& House::processes() {
  DOCMILL_CHECK(parts_->books != nullptr);
  return parts_->books->processes();
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
const Secret& House::session_key() const {
  return parts_->session_key;
}

steward::StewardParts House::steward_parts() {
  return {.jobs = jobs(),
          .completions = completions(),
          .store = store(),
          .accounts = accounts(),
          .processes = processes(),
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
  DOCMILL_CHECK(parts_->keyring != nullptr);
  return parts_->keyring->rotate(parts_->keyring_path);
}

}  // namespace docmill::app
