#include "queue/azure/azure_queue.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/check.h"
#include "base/log.h"
#include "queue/lease_lost.h"
#include "queue/limits.h"

namespace docmill::queue {
namespace {

using std::chrono::seconds;

constexpr std::string_view kPoison = "-poison";  // where Azure Functions looks for dead letters too
constexpr std::size_t kLongestName = 63 - kPoison.size();
constexpr seconds kBuryTime{60};      // to store a letter and remove its message
constexpr seconds kRequeueTime{30};   // letters are hidden for so long while one of them is looked for
constexpr int kRequeueBatches = 100;  // of 32 letters; a look through more is not worth its requests

Lease to_lease(AzureMessage message) {
  return {.message_id = std::move(message.id),
          .token = std::move(message.receipt),
          .body = std::move(message.body),
          .delivery = message.delivery,
          .put_at = message.put_at,
          .ends_at = message.visible_at};
}

}  // namespace

Result<void> check_azure_queue_name(std::string_view name) {
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  const bool hyphens = name.starts_with('-') || name.ends_with('-') || name.find("--") != std::string_view::npos;
  if (name.size() >= 3 && name.size() <= kLongestName && !hyphens && std::ranges::all_of(name, good)) return {};
  return Failed(
      fail(ErrorCode::BadRequest,
           "The name of an Azure queue has 3 to 56 of the characters a-z, 0-9 and '-', no two hyphens together and none at an end."));
}

AzureQueue::AzureQueue(azure::Service& service, const std::string& name, AzureQueueOptions options)
    : messages_(service, name),
      letters_(service, name + std::string(kPoison)),
      poller_([this](std::size_t at_most) { return count_visible(at_most); }, options.poll) {
  DOCMILL_CHECK(check_azure_queue_name(name).has_value());
}

Async<Result<void>> AzureQueue::put(std::string body, seconds delay) {
  if (auto fits = check_body(body); !fits) co_return Failed(fits.error());
  if (auto fits = check_delay(delay); !fits) co_return Failed(fits.error());
  auto done = co_await messages_.put(std::move(body), delay);
  if (done && delay.count() == 0) poller_.arrived();
  co_return done;
}

Async<Result<std::optional<Lease>>> AzureQueue::take(seconds visible_for) {
  if (auto fits = check_lease_time(visible_for); !fits) co_return Failed(fits.error());
  const auto before = poller_.mark();
  auto taken = co_await messages_.get(1, visible_for);
  if (!taken) co_return Failed(taken.error());
  if (taken->messages.empty()) {
    poller_.found_nothing(before);
    co_return std::nullopt;
  }
  poller_.found_one();
  co_return to_lease(std::move(taken->messages.front()));
}

Async<Result<Lease>> AzureQueue::extend(Lease lease, seconds visible_for) {
  if (auto fits = check_lease_time(visible_for); !fits) co_return Failed(fits.error());
  auto hidden = co_await messages_.hide(lease.message_id, lease.token, visible_for);
  if (!hidden) co_return Failed(hidden.error());
  if (hidden->lost) co_return Failed(lease_lost());
  lease.token = std::move(hidden->receipt);
  lease.ends_at = hidden->visible_at;
  co_return lease;
}

Async<Result<void>> AzureQueue::ack(Lease lease) {
  co_return co_await messages_.remove(std::move(lease.message_id), std::move(lease.token));
}

Async<Result<void>> AzureQueue::release(Lease lease, seconds delay) {
  if (auto fits = check_delay(delay); !fits) co_return Failed(fits.error());
  const auto hidden = co_await messages_.hide(std::move(lease.message_id), std::move(lease.token), delay);
  if (!hidden) co_return Failed(hidden.error());
  // Lost after an earlier try: that try gave it back, or somebody else has it. Either way there is nothing left to give back.
  if (hidden->lost && !hidden->retried) co_return Failed(lease_lost());
  if (delay.count() == 0) poller_.arrived();
  co_return Result<void>{};
}

Async<Result<void>> AzureQueue::bury(Lease lease, std::string reason) {
  // First the proof that the lease is ours, so that a message somebody else works on gets no letter.
  auto held = co_await extend(lease, kBuryTime);
  if (!held) co_return Failed(held.error());
  if (auto kept = co_await letters_.put(write_letter(lease, reason), seconds{0}); !kept) co_return kept;
  co_return co_await ack(*std::move(held));
}

Async<Result<DeadLetters>> AzureQueue::dead_letters(std::size_t limit) {
  auto peeked = co_await letters_.peek(kAzureBatch, RemoteQueue::Pace::Patient);
  if (!peeked) co_return Failed(peeked.error());
  const auto count = co_await letters_.count();
  if (!count) co_return Failed(count.error());
  std::multimap<Timestamp, DeadLetter> by_time;  // equal moments keep the service's order
  for (const auto& message : peeked->messages) by_time.emplace(message.put_at, read_letter(message));
  std::set<std::string> known;
  DeadLetters letters;
  for (auto& [moment, letter] : by_time) {
    if (known.insert(letter.message_id).second) letters.shown.push_back(std::move(letter));
  }
  // The count is of another moment than the look, and includes doubles.
  const auto doubles = by_time.size() - letters.shown.size();
  letters.total = std::max<std::uint64_t>(*count, by_time.size()) - doubles;
  if (letters.shown.size() > limit) letters.shown.resize(limit);
  co_return letters;
}

Async<Result<void>> AzureQueue::requeue(std::string message_id) {
  std::vector<AzureMessage> passed;
  Result<bool> found = false;
  bool some_unseen = false;
  for (int i = 0; i < kRequeueBatches && found && !*found; ++i) {
    auto batch = co_await letters_.get(kAzureBatch, kRequeueTime);
    if (!batch) {
      found = Failed(batch.error());
      break;
    }
    some_unseen = some_unseen || batch->retried;
    auto& letters = batch->messages;
    if (letters.empty()) break;
    found = co_await requeue_from(letters, message_id);
    std::erase_if(letters, [&](const AzureMessage& message) { return read_letter(message).message_id == message_id; });
    std::ranges::move(letters, std::back_inserter(passed));
  }
  co_await show_again(std::move(passed));
  if (!found) co_return Failed(found.error());
  if (!*found && some_unseen)
    co_return Failed(fail(ErrorCode::Unavailable, "The dead letters could not all be looked through. Try again later.")
                         .cause("an answer was lost, and its letters are hidden")
                         .retry_after(kRequeueTime));
  if (!*found) co_return Failed(fail(ErrorCode::NotFound, "There is no such dead letter."));
  poller_.arrived();
  co_return Result<void>{};
}

/// Requeues the letter of this id, once, and removes it and its doubles. False when it is not among them.
Async<Result<bool>> AzureQueue::requeue_from(std::vector<AzureMessage> letters, std::string message_id) {
  bool found = false;
  for (const auto& message : letters) {
    const auto letter = read_letter(message);
    if (letter.message_id != message_id) continue;
    if (!found) {
      if (auto done = co_await messages_.put(letter.body, seconds{0}); !done) co_return Failed(done.error());
    }
    found = true;
    // The message is back: a letter that stays is a nuisance, not a failure.
    if (auto removed = co_await letters_.remove(message.id, message.receipt); !removed)
      log::failure("queue.letter_not_removed", removed.error());
  }
  co_return found;
}

/// What fails here shows itself again when its time is over.
Async<void> AzureQueue::show_again(std::vector<AzureMessage> letters) {
  for (const auto& letter : letters) {
    const auto shown = co_await letters_.hide(letter.id, letter.receipt, seconds{0});
    if (!shown) co_return log::failure("queue.letters_hidden", shown.error());
  }
}

Async<Result<QueueStats>> AzureQueue::stats() {
  const auto total = co_await messages_.count();
  if (!total) co_return Failed(total.error());
  const auto visible = co_await messages_.peek(kAzureBatch, RemoteQueue::Pace::Patient);
  if (!visible) co_return Failed(visible.error());
  const auto dead = co_await letters_.count();
  if (!dead) co_return Failed(dead.error());
  const auto seen = visible->messages.size();
  QueueStats stats;
  stats.waiting = seen < kAzureBatch ? seen : std::max<std::uint64_t>(*total, seen);
  stats.delayed = *total > stats.waiting ? *total - stats.waiting : 0;
  stats.dead = *dead;
  for (const auto& message : visible->messages) stats.oldest_age = std::max(stats.oldest_age, visible->now - message.put_at);
  co_return stats;
}

Async<Result<std::size_t>> AzureQueue::count_visible(std::size_t at_most) {
  const auto peeked = co_await messages_.peek(at_most, RemoteQueue::Pace::Once);
  if (!peeked) co_return Failed(peeked.error());
  co_return peeked->messages.size();
}

Async<void> AzureQueue::wait(Deadline until) {
  co_await poller_.wait(until);
}

}  // namespace docmill::queue
