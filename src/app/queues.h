#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "config/settings.h"
#include "queue/queue.h"

namespace docmill::app {

/// Where queues live, as the setting `queue` says. Owns connections and files; queues it made do not outlive it.
class Queues {
 public:
  virtual ~Queues() = default;
  /// One named queue ("jobs", "completions"), spread over several where the setting says so.
  virtual std::unique_ptr<queue::Queue> open(std::string_view name) = 0;
};

/// Borrows `clock`. Errors: BadRequest (a URI or connection string: the message names the setting and what would be right),
/// Unavailable (cannot be reached or opened).
Result<std::unique_ptr<Queues>> open_queues(const config::Settings& settings, const Clock& clock);

}  // namespace docmill::app
