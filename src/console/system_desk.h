#pragma once
#include <functional>
#include <string>

#include "accounts/accounts.h"
#include "api/readiness.h"
#include "base/async.h"
#include "console/system_facts.h"
#include "net/http.h"
#include "queue/queue.h"

namespace docmill::console {

/// All borrowed.
struct SystemParts {
  queue::Queue& jobs;
  queue::Queue& completions;
  accounts::Accounts& accounts;
  api::Readiness& readiness;
  const std::function<SystemFacts()>& facts;
  const std::string& version;
};

/// What administrators see: how this process stands, what waits, and which messages were put aside.
class SystemDesk {
 public:
  explicit SystemDesk(SystemParts parts) : parts_(parts) {}

  Async<Result<net::Response>> show();
  Async<Result<net::Response>> dead();
  /// 202. Errors: NotFound.
  Async<Result<net::Response>> requeue(std::string id);

 private:
  SystemParts parts_;
};

}  // namespace docmill::console
