#include "net/request_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/units.h"

namespace docmill::net {
namespace {

constexpr std::size_t kFirstBuffer = 4 * kKiB;
constexpr std::size_t kChunkedBuffer = 16 * kKiB;
constexpr std::uint64_t kDrainLimit = 256 * kKiB;  // of a body nobody read: cheaper than a new connection up to about here

}  // namespace

Async<Result<std::size_t>> ReadBuffer::fill(Stream& stream, std::size_t most, Deadline by) {
  if (begin_ > 0) {
    std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == bytes_.size()) bytes_.resize(std::min(most, std::max(kFirstBuffer, 2 * bytes_.size())));
  auto got = co_await stream.read_some(std::span(bytes_).subspan(end_), by);
  if (got) end_ += *got;
  co_return got;
}

Deadline Pace::next() {
  since_ = Steady::now();
  Steady::duration allowed = stall_;
  if (slowest_ > 0) {
    const auto earned = std::chrono::milliseconds(bytes_ * 1000 / slowest_);
    allowed = std::min<Steady::duration>(allowed, std::max<Steady::duration>(stall_, earned) - waited_);
  }
  return Deadline::at(since_ + allowed);
}

void Pace::moved(std::size_t bytes) {
  bytes_ += bytes;
  waited_ += Steady::now() - since_;
}

RequestBody::RequestBody(Stream& stream, ReadBuffer& buffer, const Head& head, const ServerOptions& options)
    : stream_(stream),
      buffer_(buffer),
      limit_(options.body_limit),
      pace_(options.body_timeout, options.slowest_body),
      chunked_(head.chunked),
      awaits_continue_(head.expects_continue),
      remaining_(head.request.content_length.value_or(0)),
      done_(!head.chunked && remaining_ == 0) {}

Async<Result<std::size_t>> RequestBody::read(std::span<char> room) {
  if (failed_) co_return Failed(*failed_);
  if (done_ || room.empty()) co_return std::size_t{0};
  auto got = co_await read_some(room);
  if (got) {
    total_ += *got;
    if (total_ > limit_) {
      got = Failed(fail(ErrorCode::PayloadTooLarge, fmt::format("The request body is larger than {}.", show_size(limit_))).at("net.body"));
    }
  }
  if (!got) {
    if (got.error().code() == ErrorCode::RequestTimeout) {
      got = Failed(fail(ErrorCode::RequestTimeout, "The request body came too slowly.").at("net.body"));
    }
    failed_ = got.error();
  }
  co_return got;
}

Async<Result<std::size_t>> RequestBody::read_some(std::span<char> room) {
  if (awaits_continue_) {
    awaits_continue_ = false;
    if (auto sent = co_await send_continue(); !sent) co_return Failed(sent.error());
  }
  if (chunked_) co_return co_await read_chunked(room);
  co_return co_await read_counted(room);
}

Async<Result<std::size_t>> RequestBody::read_counted(std::span<char> room) {
  room = room.first(static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), remaining_)));
  std::size_t bytes = std::min(room.size(), buffer_.held().size());
  if (bytes > 0) {
    std::memcpy(room.data(), buffer_.held().data(), bytes);
    buffer_.consume(bytes);
  } else {
    auto got = co_await stream_.read_some(room, pace_.next());  // straight into the caller's room: no second copy
    if (!got) co_return got;
    pace_.moved(*got);
    if (*got == 0) co_return Failed(fail(ErrorCode::Unavailable, "The client ended the request before its body was whole.").at("net.body"));
    bytes = *got;
  }
  remaining_ -= bytes;
  done_ = remaining_ == 0;
  co_return bytes;
}

Async<Result<std::size_t>> RequestBody::read_chunked(std::span<char> room) {
  while (true) {
    auto decoded = decoder_.decode(buffer_.held(), room);
    if (!decoded) co_return Failed(decoded.error());
    buffer_.consume(decoded->used);
    done_ = decoded->done;
    if (decoded->made > 0 || done_) co_return decoded->made;
    auto got = co_await buffer_.fill(stream_, kChunkedBuffer, pace_.next());
    if (!got) co_return got;
    pace_.moved(*got);
    if (*got == 0) co_return Failed(fail(ErrorCode::Unavailable, "The client ended the request before its body was whole.").at("net.body"));
  }
}

Async<Result<void>> RequestBody::send_continue() {
  std::string_view rest = "HTTP/1.1 100 Continue\r\n\r\n";
  while (!rest.empty()) {
    auto written = co_await stream_.write_some(rest, pace_.next());
    if (!written) co_return Failed(written.error());
    rest.remove_prefix(*written);
  }
  co_return Result<void>{};
}

bool RequestBody::answer_starts() {
  if (awaits_continue_ && !done_ && !failed_) {
    // The client may send its body or not (RFC 9110 section 10.1.1): only a closed connection is unambiguous.
    failed_ = fail(ErrorCode::Unavailable, "The request was answered before its body was asked for.").at("net.body");
  }
  return !failed_ && remaining_ <= kDrainLimit;
}

Async<bool> RequestBody::drain() {
  if (done_) co_return true;
  if (failed_ || remaining_ > kDrainLimit) co_return false;
  std::array<char, 4 * kKiB> forgotten;
  for (std::uint64_t drained = 0; drained <= kDrainLimit;) {
    auto got = co_await read(forgotten);
    if (!got) co_return false;
    if (done_) co_return true;
    drained += *got;
  }
  co_return false;
}

}  // namespace docmill::net
