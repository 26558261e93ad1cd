#include "queue/azure/remote_queue.h"

#include <fmt/format.h>

#include <charconv>

#include "azure/storage_error.h"
#include "net/http_date.h"
#include "queue/lease_lost.h"

namespace docmill::queue {
namespace {

using azure::Answer;
using azure::Request;
using azure::storage_code;
using std::chrono::seconds;

constexpr seconds kQuickLook{5};

bool has_no_queue(const Answer& answer) {
  return answer.status == 404 && storage_code(answer) == "QueueNotFound";
}

/// The answers that say that a receipt is not the newest. The queue itself being gone is one of them.
bool is_lost(const Answer& answer) {
  return answer.status == 404 || (answer.status == 400 && storage_code(answer) == "PopReceiptMismatch");
}

}  // namespace

Async<Result<void>> RemoteQueue::create() {
  Request request{.method = "PUT", .path = "/" + name_};
  const auto answer = co_await service_.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  // 204: it is there; 409 with this code: it is there with other metadata, which is just as good.
  if (answer->ok() || storage_code(*answer) == "QueueAlreadyExists") co_return Result<void>{};
  // A queue that is being deleted can be made again after about half a minute.
  if (storage_code(*answer) == "QueueBeingDeleted")
    co_return Failed(fail(ErrorCode::Unavailable, "The service cannot reach its storage. Try again later.")
                         .cause(fmt::format("the queue {} is being deleted", name_))
                         .retry_after(seconds{30}));
  co_return Failed(azure::storage_error(*answer, "create the queue " + name_));
}

Async<Result<void>> RemoteQueue::put(std::string body, seconds delay) {
  Request request{.method = "POST",
                  .path = fmt::format("/{}/messages", name_),
                  .query = {{"messagettl", "-1"}, {"visibilitytimeout", std::to_string(delay.count())}},
                  .body = write_message(body)};
  request.headers.add("Content-Type", "application/xml");
  auto answer = co_await service_.perform(request);
  if (answer && has_no_queue(*answer)) {
    if (auto made = co_await create(); !made) co_return made;
    answer = co_await service_.perform(std::move(request));
  }
  if (!answer) co_return Failed(answer.error());
  if (!answer->ok()) co_return Failed(azure::storage_error(*answer, "put into " + name_));
  co_return Result<void>{};
}

Async<Result<RemoteQueue::Taken>> RemoteQueue::get(std::size_t most, seconds hidden_for) {
  Request request{.path = fmt::format("/{}/messages", name_),
                  .query = {{"numofmessages", std::to_string(most)}, {"visibilitytimeout", std::to_string(hidden_for.count())}}};
  const auto answer = co_await service_.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  if (has_no_queue(*answer)) co_return Taken{};
  if (!answer->ok()) co_return Failed(azure::storage_error(*answer, "take from " + name_));
  auto messages = read_messages(answer->body);
  if (!messages) co_return Failed(messages.error());
  for (const auto& message : *messages) {
    if (message.receipt.empty()) co_return Failed(fail(ErrorCode::Corrupt, "The queue's answer cannot be read.").cause("no receipt"));
  }
  co_return Taken{.messages = *std::move(messages), .retried = answer->retried};
}

Async<Result<RemoteQueue::Peeked>> RemoteQueue::peek(std::size_t most, Pace pace) {
  Request request{.path = fmt::format("/{}/messages", name_), .query = {{"peekonly", "true"}, {"numofmessages", std::to_string(most)}}};
  if (pace == Pace::Once) {
    request.tries = 1;
    request.timeout = kQuickLook;
  } else {
    request.read = true;
  }
  const auto answer = co_await service_.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  Peeked peeked{.messages = {}, .now = net::from_http_date(answer->header("Date")).value_or(Timestamp{})};
  if (has_no_queue(*answer)) co_return peeked;
  if (!answer->ok()) co_return Failed(azure::storage_error(*answer, "look into " + name_));
  auto messages = read_messages(answer->body);
  if (!messages) co_return Failed(messages.error());
  peeked.messages = *std::move(messages);
  co_return peeked;
}

Async<Result<RemoteQueue::Updated>> RemoteQueue::hide(std::string id, std::string receipt, seconds hidden_for) {
  if (!is_message_id(id)) co_return Updated{.lost = true};
  Request request{.method = "PUT",
                  .path = fmt::format("/{}/messages/{}", name_, id),
                  .query = {{"popreceipt", std::move(receipt)}, {"visibilitytimeout", std::to_string(hidden_for.count())}}};
  const auto answer = co_await service_.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  if (is_lost(*answer)) co_return Updated{.lost = true, .retried = answer->retried};
  if (!answer->ok()) co_return Failed(azure::storage_error(*answer, "update a message of " + name_));
  const auto visible_at = net::from_http_date(answer->header("x-ms-time-next-visible"));
  const auto fresh = answer->header("x-ms-popreceipt");
  if (!visible_at || fresh.empty()) co_return Failed(fail(ErrorCode::Corrupt, "The queue's answer cannot be read.").cause("no receipt"));
  co_return Updated{.retried = answer->retried, .receipt = std::string(fresh), .visible_at = *visible_at};
}

Async<Result<void>> RemoteQueue::remove(std::string id, std::string receipt) {
  if (!is_message_id(id)) co_return Failed(lease_lost());
  Request request{.method = "DELETE", .path = fmt::format("/{}/messages/{}", name_, id), .query = {{"popreceipt", std::move(receipt)}}};
  const auto answer = co_await service_.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  if (answer->ok() || (answer->status == 404 && answer->retried)) co_return Result<void>{};
  if (is_lost(*answer)) co_return Failed(lease_lost());
  co_return Failed(azure::storage_error(*answer, "remove a message of " + name_));
}

Async<Result<std::uint64_t>> RemoteQueue::count() {
  Request request{.path = "/" + name_, .query = {{"comp", "metadata"}}, .read = true};
  const auto answer = co_await service_.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  if (has_no_queue(*answer)) co_return std::uint64_t{0};
  if (!answer->ok()) co_return Failed(azure::storage_error(*answer, "count " + name_));
  const auto text = answer->header("x-ms-approximate-messages-count");
  std::uint64_t count = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || rest != text.data() + text.size())
    co_return Failed(fail(ErrorCode::Corrupt, "The queue's answer cannot be read.").cause("no message count"));
  co_return count;
}

}  // namespace docmill::queue
