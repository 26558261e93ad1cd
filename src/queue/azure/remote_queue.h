#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "azure/service.h"
#include "base/async.h"
#include "base/result.h"
#include "queue/azure/message.h"

namespace docmill::queue {

/// The service shows and hands out at most so many messages at a time (REST "Get Messages", "Peek Messages").
constexpr std::size_t kAzureBatch = 32;

/// One queue of the service and the REST calls on it. A queue that does not exist is empty; the first put makes it.
/// Every call fails with Unavailable or PermissionDenied as azure::Service and azure::storage_error say.
class RemoteQueue {
 public:
  /// Borrows `service`.
  RemoteQueue(azure::Service& service, std::string name) : service_(service), name_(std::move(name)) {}

  /// Stores a message that never expires (the service's own default would lose it after 7 days).
  Async<Result<void>> put(std::string body, std::chrono::seconds delay);

  struct Taken {
    std::vector<AzureMessage> messages{};
    bool retried = false;  // an earlier try may have taken others, which nobody knows of and which are hidden now
  };
  /// Takes up to `most` visible messages (at most kAzureBatch), the oldest first.
  Async<Result<Taken>> get(std::size_t most, std::chrono::seconds hidden_for);

  struct Peeked {
    std::vector<AzureMessage> messages;  // without receipts
    Timestamp now;                       // the service's clock; 1970 when it did not tell
  };
  enum class Pace {
    Patient,  // tried again, answered by the secondary if need be
    Once,     // one short try of the primary, for those who come again anyway
  };
  /// The first visible messages, up to kAzureBatch, without taking them.
  Async<Result<Peeked>> peek(std::size_t most, Pace pace);

  struct Updated {
    bool lost = false;     // the receipt is not the message's newest, or the message is gone
    bool retried = false;  // an earlier try may have done it already: then `lost` can be its trace
    std::string receipt{};
    Timestamp visible_at{};
  };
  /// Hides a taken message for `hidden_for` from now on, its body untouched; the old receipt dies.
  Async<Result<Updated>> hide(std::string id, std::string receipt, std::chrono::seconds hidden_for);

  /// Removes a taken message. A message that is gone after an earlier try of ours counts as removed. Errors: LeaseLost.
  Async<Result<void>> remove(std::string id, std::string receipt);

  /// About how many messages it holds, hidden ones included.
  Async<Result<std::uint64_t>> count();

 private:
  Async<Result<void>> create();

  azure::Service& service_;
  std::string name_;
};

}  // namespace docmill::queue
