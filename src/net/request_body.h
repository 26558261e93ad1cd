#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "net/chunked.h"
#include "net/request_head.h"
#include "net/server.h"
#include "net/stream.h"

namespace docmill::net {

/// Bytes that came in and are not used yet.
class ReadBuffer {
 public:
  std::string_view held() const { return {bytes_.data() + begin_, end_ - begin_}; }
  void consume(std::size_t bytes) { begin_ += bytes; }
  /// Reads more behind what is held, growing up to `most` bytes in all, which must be more than is held.
  Async<Result<std::size_t>> fill(Stream& stream, std::size_t most, Deadline by);

 private:
  std::vector<char> bytes_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

/// How long one body may keep us waiting: `stall` without a byte, and after the first `stall` of waiting at least
/// `slowest` bytes a second on average. Only time spent waiting for the client counts.
class Pace {
 public:
  Pace(std::chrono::seconds stall, std::uint64_t slowest) : stall_(stall), slowest_(slowest) {}
  /// When a wait that starts now must end.
  Deadline next();
  /// The wait ended and moved this much.
  void moved(std::size_t bytes);

 private:
  using Steady = std::chrono::steady_clock;
  std::chrono::seconds stall_;
  std::uint64_t slowest_;
  std::uint64_t bytes_ = 0;
  Steady::duration waited_{0};
  Steady::time_point since_{};
};

/// The body of one request: asks for it when it is first read, counts it, times it.
class RequestBody final : public Body {
 public:
  /// All borrowed for the length of the exchange.
  RequestBody(Stream& stream, ReadBuffer& buffer, const Head& head, const ServerOptions& options);

  Async<Result<std::size_t>> read(std::span<char> room) override;

  /// An answer starts: from now on no 100 Continue is sent. Returns whether the connection may serve another request as
  /// far as is known now.
  bool answer_starts();
  /// Reads what the handler left, up to a cap; false when the connection cannot serve another request.
  Async<bool> drain();
  /// Nothing of it is left to read.
  bool ended() const { return done_; }

 private:
  Async<Result<std::size_t>> read_some(std::span<char> room);
  Async<Result<std::size_t>> read_counted(std::span<char> room);
  Async<Result<std::size_t>> read_chunked(std::span<char> room);
  Async<Result<void>> send_continue();

  Stream& stream_;
  ReadBuffer& buffer_;
  std::uint64_t limit_;
  Pace pace_;
  bool chunked_;
  ChunkDecoder decoder_;
  bool awaits_continue_;
  std::uint64_t remaining_;  // of a counted body
  std::uint64_t total_ = 0;
  bool done_;
  std::optional<Error> failed_;
};

}  // namespace docmill::net
