#pragma once
#include <algorithm>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include "base/async.h"
#include "base/result.h"
#include "base/signal.h"

namespace docmill {

/// Does `work(0)` to `work(count - 1)`, each an Async<Result<void>>, with at most `width` under way at a time, begun in that order, on the
/// caller's executor, which is a strand or a loop with one thread. Returns when all that were begun have ended.
/// After one has failed no more are begun; of several errors the one of the lowest number is returned. An exception is rethrown.
template <class Work>
Async<Result<void>> side_by_side(std::size_t count, std::size_t width, Work work) {
  struct State {
    Work work;
    std::size_t count;
    std::size_t next = 0;
    std::size_t lanes = 0;
    std::optional<std::pair<std::size_t, Error>> failed = {};
    std::exception_ptr thrown = {};
    Signal ended = {};
  };
  // Shared with the lanes, which a loop that is destroyed may outlive the caller by a moment.
  const auto state = std::make_shared<State>(std::move(work), count);
  const auto lane = [](std::shared_ptr<State> all) -> Async<void> {
    while (!all->failed && !all->thrown && all->next < all->count) {
      const auto number = all->next++;
      try {
        auto done = co_await all->work(number);
        if (!done && (!all->failed || all->failed->first > number)) all->failed.emplace(number, std::move(done.error()));
      } catch (...) {
        all->thrown = std::current_exception();
      }
    }
    --all->lanes;
    all->ended.notify();
  };
  const auto executor = co_await boost::asio::this_coro::executor;
  state->lanes = std::min(width, count);
  for (std::size_t i = std::min(width, count); i > 0; --i) spawn(executor, lane(state));
  while (true) {
    const auto seen = state->ended.count();
    if (state->lanes == 0) break;
    co_await state->ended.wait(seen, Deadline::never());
  }
  if (state->thrown) std::rethrow_exception(state->thrown);
  if (state->failed) co_return Failed(std::move(state->failed->second));
  co_return Result<void>{};
}

}  // namespace docmill
