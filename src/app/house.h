#pragma once
#include <memory>
#include <string>

#include "accounts/accounts.h"
#include "accounts/processes.h"
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

/// Which parts of the house a caller opens: a worker has no right to the accounts database, `docmill key` none to the rest.
struct Rooms {
  bool master_key = true;
  bool queues = true;
  bool store = true;  // needs the master key
  bool accounts = true;
};

/// Everything that holds state, opened as the settings say, plus what every role needs.
/// Members die in reverse order of building, so nothing outlives what it borrows.
class House {
 public:
  /// Makes the data directory (0700) and, where everything is embedded, the master key on first start. The store is checked to have
  /// been sealed with this master key.
  /// `ahead` is added to the time, to see today what a sweep would do later.
  /// `patience` is how long services elsewhere that are Unavailable are asked again, a second apart. What does not come back by
  /// itself (a key file, the data directory, a URI, a file that a setting names) fails at once, services that are away or not.
  /// Errors: Unavailable, StorageFull, PermissionDenied (the message names the path and what to do), BadRequest (a setting: the
  /// message names it), Conflict (another master key than the store's).
  static Result<std::unique_ptr<House>> open(const config::Settings& settings, Rooms rooms = {}, std::chrono::milliseconds ahead = {},
                                             std::chrono::milliseconds patience = {});
  ~House();

  // Asking for a room that was not opened is a bug.

  queue::Queue& jobs();
  queue::Queue& completions();
  store::BlobStore& store();
  /// The store's blobs as they are stored: sealed. For copying them elsewhere.
  store::BlobStore& raw_store();
  accounts::Accounts& accounts();
  accounts::Processes& processes();
  net::Egress& egress();
  Clock& clock();
  Metrics& metrics();
  const Secret& link_key() const;
  const Secret& callback_key() const;
  /// Derives job ids from idempotency keys.
  const Secret& idempotency_key() const;
  /// Signs the console's sessions.
  const Secret& session_key() const;

  steward::StewardParts steward_parts();
  steward::StewardOptions steward_options() const;

  /// Adds a master key to the key file. Returns its id.
  Result<std::string> rotate_master_key();

 private:
  struct Parts;
  explicit House(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace docmill::app
