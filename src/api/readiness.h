#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "api/api.h"
#include "base/async.h"
#include "base/metrics.h"
#include "queue/queue.h"
#include "store/blob_store.h"

namespace docmill::api {

/// What one part of the house said when asked whether it works.
struct PartHealth {
  bool ok = false;
  std::string detail;  // safe for outsiders; why not, and what to do
};

struct Health {
  bool ready = false;
  bool draining = false;
  std::map<std::string, PartHealth> parts;  // "queue", "completions", "store", "accounts"
  std::vector<EngineHealth> engines;
};

/// Asks the parts this process depends on. An answer is at most a second old and one asking runs at a time, so probes cannot load the
/// house; a part that does not answer within two seconds is reported so. Used from one strand.
class Readiness {
 public:
  explicit Readiness(const ApiParts& parts);

  Async<Health> look();
  void drain() { draining_ = true; }

 private:
  struct Asking;

  ApiParts parts_;
  std::shared_ptr<Asking> asking_;  // shared with the coroutine that asks
  bool draining_ = false;
};

std::string to_json(const Health& health);

}  // namespace docmill::api
