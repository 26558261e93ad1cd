#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "base/async.h"
#include "base/metrics.h"
#include "queue/queue.h"
#include "store/blob_store.h"

namespace docmill::api {

/// One layer of an engine's jail.
struct LayerHealth {
  std::string name;
  bool active = false;
  std::string detail;
};

/// One engine of this process.
struct EngineHealth {
  std::string name;
  std::string version;
  bool ready = false;
  std::vector<LayerHealth> layers;
};

/// What one part of the house said when asked whether it works.
struct PartHealth {
  bool ok = false;
  std::string detail;  // safe for outsiders; why not, and what to do
};

struct Health {
  bool ready = false;
  bool draining = false;
  std::map<std::string, PartHealth> parts;  // what this process needs of "queue", "completions", "store", "accounts"
  std::vector<EngineHealth> engines;
  std::optional<std::chrono::milliseconds> oldest_age;  // of the jobs that wait; nullopt when the queue did not say
};

/// What a process depends on; everything is borrowed and outlives the asking.
struct ReadinessParts {
  queue::Queue& jobs;
  queue::Queue& completions;
  store::BlobStore& store;
  accounts::Accounts* accounts = nullptr;  // null where no role of this process has accounts: a worker
  Metrics& metrics;
  std::function<std::vector<EngineHealth>()> engines = {};  // empty where no worker runs in this process
};

/// Asks the parts this process depends on. An answer is at most a second old and one asking runs at a time, so probes cannot load the
/// house; a part that does not answer within two seconds is reported so. Used from one strand.
class Readiness {
 public:
  explicit Readiness(ReadinessParts parts);

  Async<Health> look();
  void drain() { draining_ = true; }
  bool draining() const { return draining_; }

 private:
  struct Asking;

  static Async<void> ask(ReadinessParts parts, std::shared_ptr<Asking> asking);

  ReadinessParts parts_;
  std::shared_ptr<Asking> asking_;  // shared with the coroutine that asks
  bool draining_ = false;
};

std::string to_json(const Health& health);

}  // namespace docmill::api
