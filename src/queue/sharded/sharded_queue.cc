#include "queue/sharded/sharded_queue.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <charconv>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "base/log.h"
#include "base/shard.h"

namespace docmill::queue {
namespace {

namespace asio = boost::asio;

Error lease_lost() {
  return fail(ErrorCode::LeaseLost, "Another worker took the job over.");
}

// "2:4711" is message 4711 of the third queue.
std::string outer_id(std::size_t shard, std::string_view inner) {
  return fmt::format("{}:{}", shard, inner);
}

}  // namespace

ShardedQueue::ShardedQueue(std::vector<std::unique_ptr<Queue>> shards, KeyOf key_of)
    : shards_(std::move(shards)), key_of_(std::move(key_of)) {
  DOCMILL_CHECK(!shards_.empty());
}

Queue* ShardedQueue::find(std::string& message_id) const {
  std::size_t shard = 0;
  const auto* end = message_id.data() + message_id.size();
  const auto [rest, error] = std::from_chars(message_id.data(), end, shard);
  if (error != std::errc{} || rest == end || *rest != ':' || shard >= shards_.size()) return nullptr;
  message_id.erase(0, static_cast<std::size_t>(rest - message_id.data()) + 1);
  return shards_[shard].get();
}

Async<Result<void>> ShardedQueue::put(std::string body, std::chrono::seconds delay) {
  const auto home = shard_of(key_of_(body), shards_.size());
  Result<void> done;
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    done = co_await shards_[(home + i) % shards_.size()]->put(body, delay);
    if (done || info(done.error().code()).retry != Retry::Later) co_return done;
    log::failure("a queue takes no message; trying the next", done.error());
  }
  co_return done;
}

Async<Result<std::optional<Lease>>> ShardedQueue::take(std::chrono::seconds visible_for) {
  const auto first = next_++;
  std::optional<Error> trouble;
  std::size_t failed = 0;
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    const auto shard = (first + i) % shards_.size();
    auto taken = co_await shards_[shard]->take(visible_for);
    if (!taken) {
      ++failed;
      log::failure("a queue gives no message", taken.error());
      trouble = std::move(taken.error());
    } else if (*taken) {
      (*taken)->message_id = outer_id(shard, (*taken)->message_id);
      co_return taken;
    }
  }
  if (trouble && failed == shards_.size()) co_return Failed(*std::move(trouble));
  co_return std::optional<Lease>{};
}

Async<Result<Lease>> ShardedQueue::extend(Lease lease, std::chrono::seconds visible_for) {
  const auto id = lease.message_id;
  auto* shard = find(lease.message_id);
  if (shard == nullptr) co_return Failed(lease_lost());
  auto extended = co_await shard->extend(std::move(lease), visible_for);
  if (extended) extended->message_id = id;
  co_return extended;
}

Async<Result<void>> ShardedQueue::ack(Lease lease) {
  auto* shard = find(lease.message_id);
  if (shard == nullptr) co_return Failed(lease_lost());
  co_return co_await shard->ack(std::move(lease));
}

Async<Result<void>> ShardedQueue::release(Lease lease, std::chrono::seconds delay) {
  auto* shard = find(lease.message_id);
  if (shard == nullptr) co_return Failed(lease_lost());
  co_return co_await shard->release(std::move(lease), delay);
}

Async<Result<void>> ShardedQueue::bury(Lease lease, std::string reason) {
  auto* shard = find(lease.message_id);
  if (shard == nullptr) co_return Failed(lease_lost());
  co_return co_await shard->bury(std::move(lease), std::move(reason));
}

Async<Result<DeadLetters>> ShardedQueue::dead_letters(std::size_t limit) {
  DeadLetters all;
  for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
    auto letters = co_await shards_[shard]->dead_letters(limit);
    if (!letters) co_return letters;
    all.total += letters->total;
    for (auto& letter : letters->shown) {
      letter.message_id = outer_id(shard, letter.message_id);
      all.shown.push_back(std::move(letter));
    }
  }
  const auto earlier = [](const DeadLetter& a, const DeadLetter& b) {
    return std::tie(a.buried_at, a.message_id) < std::tie(b.buried_at, b.message_id);
  };
  std::ranges::sort(all.shown, earlier);
  if (all.shown.size() > limit) all.shown.resize(limit);
  co_return all;
}

Async<Result<void>> ShardedQueue::requeue(std::string message_id) {
  auto* shard = find(message_id);
  if (shard == nullptr) co_return Failed(fail(ErrorCode::NotFound, "There is no such dead letter."));
  co_return co_await shard->requeue(std::move(message_id));
}

Async<Result<QueueStats>> ShardedQueue::stats() {
  QueueStats sum;
  for (const auto& shard : shards_) {
    const auto stats = co_await shard->stats();
    if (!stats) co_return stats;
    sum.waiting += stats->waiting;
    sum.delayed += stats->delayed;
    sum.dead += stats->dead;
    sum.oldest_age = std::max(sum.oldest_age, stats->oldest_age);
  }
  co_return sum;
}

Async<void> ShardedQueue::wait(Deadline until) {
  const auto executor = co_await asio::this_coro::executor;
  const auto wait_for = [&](const std::unique_ptr<Queue>& shard) { return asio::co_spawn(executor, shard->wait(until), asio::deferred); };
  std::vector<decltype(wait_for(shards_.front()))> waits;
  waits.reserve(shards_.size());
  for (const auto& shard : shards_) waits.push_back(wait_for(shard));
  co_await asio::experimental::make_parallel_group(std::move(waits)).async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
}

}  // namespace docmill::queue
