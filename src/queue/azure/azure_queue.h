#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "azure/service.h"
#include "queue/azure/poller.h"
#include "queue/azure/remote_queue.h"
#include "queue/queue.h"

namespace docmill::queue {

struct AzureQueueOptions {
  PollerOptions poll{};
};

/// A queue's name: 3 to 56 of a-z 0-9 and single hyphens between them (the service allows 63; "-poison" is added for the dead
/// letters). Errors: BadRequest.
Result<void> check_azure_queue_name(std::string_view name);

/// A queue of Azure Queue Storage. A process makes one object per name: those who wait on it share its looking.
///
/// What the service is like, and what follows:
/// - Queues are made by the first put; a missing one is empty.
/// - A message costs three requests in its life (put, take, ack), one more for each heartbeat and release. Messages are taken one at a
///   time: a batch has one lease for all, which would run while a message waits for a slot.
/// - Times have whole seconds on the service's clock. Order is by the second; the service does not promise more.
/// - Nobody is told of a message: wait() looks every 50 ms after something happened, then less and less often to every
///   `idle_interval`. An idle process so makes about 2000 requests an hour and queue at the default of 2 s, however many wait (each slot
///   that wakes by itself adds a take). Puts and releases of the same object wake at once.
/// - A request whose answer was lost is sent again. A put can so store a message twice, a take leave one hidden for its lease; an
///   extend that was performed the first time is LeaseLost, and the message comes back when the lease ends.
/// - Dead letters lie in the queue `<name>-poison` as messages of their own, which never expire. To bury is to store the letter, then
///   remove the message: a crash in between leaves both, the message is delivered once more, and a second letter has the same id.
/// - dead_letters() shows at most 32, whatever the limit: the service shows the first 32 of a queue and hands out others only by hiding
///   those. Deal with these and the next come into view. `total` counts hidden letters (requeue() hides them) and doubles behind the 32.
/// - requeue() takes letters until it meets the one, then shows the others again; a requeue at the same time may find nothing. If the
///   process dies or an answer is lost (then requeue is Unavailable, not NotFound), they are back after 30 s. The order of letters is kept
///   among the 32 shown.
/// - stats() counts up to 31 visible messages exactly. From 32 on `waiting` is the service's approximate count of all, leased and
///   delayed ones included, and `delayed` is 0. `oldest_age` is that of the first 32, to the second.
/// - release() of a lease that was lost during a repeated request cannot be told from our own success, and succeeds; bury() may then
///   answer LeaseLost although its letter was stored.
class AzureQueue final : public Queue {
 public:
  /// Borrows `service`, which speaks to the account's queue service. `name` passes check_azure_queue_name.
  AzureQueue(azure::Service& service, const std::string& name, AzureQueueOptions options = {});

  Async<Result<void>> put(std::string body, std::chrono::seconds delay) override;
  Async<Result<std::optional<Lease>>> take(std::chrono::seconds visible_for) override;
  Async<Result<Lease>> extend(Lease lease, std::chrono::seconds visible_for) override;
  Async<Result<void>> ack(Lease lease) override;
  Async<Result<void>> release(Lease lease, std::chrono::seconds delay) override;
  Async<Result<void>> bury(Lease lease, std::string reason) override;
  Async<Result<DeadLetters>> dead_letters(std::size_t limit) override;
  Async<Result<void>> requeue(std::string message_id) override;
  Async<Result<QueueStats>> stats() override;
  Async<void> wait(Deadline until) override;

 private:
  Async<Result<std::size_t>> count_visible(std::size_t at_most);
  Async<Result<bool>> requeue_from(std::vector<AzureMessage> letters, std::string message_id);
  Async<void> show_again(std::vector<AzureMessage> letters);

  RemoteQueue messages_;
  RemoteQueue letters_;
  Poller poller_;
};

}  // namespace docmill::queue
