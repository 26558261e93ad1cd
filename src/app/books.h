#pragma once
#include <memory>

#include "accounts/accounts.h"
#include "accounts/processes.h"
#include "base/clock.h"
#include "base/result.h"
#include "config/settings.h"

namespace docmill::app {

/// The accounts database as the setting `accounts` says. Owns its connections.
class Books {
 public:
  virtual ~Books() = default;
  virtual accounts::Accounts& accounts() = 0;
  virtual accounts::Processes& processes() = 0;
};

/// Borrows `clock`. Errors: as open_queues().
Result<std::unique_ptr<Books>> open_books(const config::Settings& settings, const Clock& clock);

}  // namespace docmill::app
