#pragma once
#include <memory>
#include <string>

#include "accounts/accounts.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/result.h"
#include "base/secret.h"
#include "config/settings.h"
#include "crypto/keyring.h"
#include "net/egress.h"
#include "queue/queue.h"
#include "steward/steward.h"
#include "store/blob_store.h"

namespace docmill::app {

/// Everything that holds state, opened as the settings say, plus what every role needs. The one place that picks drivers.
/// Members die in reverse order of building, so nothing outlives what it borrows.
class House {
 public:
  /// Makes the data directory (0700) and the master key on first start.
  /// Errors: Unavailable, StorageFull, PermissionDenied (the message names the path and what to do), BadRequest (a URI).
  /// `ahead` is added to the time, to see today what a sweep would do later.
  static Result<std::unique_ptr<House>> open(const config::Settings& settings, std::chrono::milliseconds ahead = {});
  ~House();

  queue::Queue& jobs();
  queue::Queue& completions();
  store::BlobStore& store();
  accounts::Accounts& accounts();
  net::Egress& egress();
  Clock& clock();
  Metrics& metrics();
  const Secret& link_key() const;
  const Secret& callback_key() const;
  /// Derives job ids from idempotency keys.
  const Secret& idempotency_key() const;

  steward::StewardParts steward_parts();
  steward::StewardOptions steward_options() const;

  /// Adds a master key to the key file. Returns its id.
  Result<std::string> rotate_master_key();

 private:
  struct Parts;
  explicit House(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// "sqlite:PATH" → PATH. Errors: BadRequest naming the setting, when the scheme is another.
Result<std::string> path_of(std::string_view uri, std::string_view scheme, std::string_view setting);

}  // namespace docmill::app
