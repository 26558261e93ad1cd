#pragma once
#include <boost/asio/local/stream_protocol.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/async.h"
#include "base/fd.h"

namespace docmill::engines::browser {

/// The longest message either side may send, bytes. Chromium ends the talk at 100 MB, so nothing longer is sent; what it sends may be
/// longer, since a screenshot comes in one piece and a page chooses how large that is.
constexpr std::size_t kLongestMessage = 100'000'000;

/// The wire of the DevTools protocol with --remote-debugging-pipe: texts that each end with a NUL. Used from one strand.
/// Shared by its owner and by the coroutines that read and write.
class CdpPipe : public std::enable_shared_from_this<CdpPipe> {
 public:
  CdpPipe(const Executor& executor, UniqueFd pipe);

  /// Sends in order, without blocking; drops what comes after the end.
  void send(std::string message);
  /// Hands over each message until the browser hangs up or close() is called; of one that grows over kLongestMessage only its first bytes,
  /// to `on_too_long`, and reads on behind it.
  Async<void> listen(std::function<void(std::string_view)> on_message, std::function<void(std::string_view)> on_too_long);
  void close();
  bool closed() const { return closed_; }

 private:
  Async<void> write_out();

  boost::asio::local::stream_protocol::socket socket_;
  std::deque<std::string> outgoing_;
  bool writing_ = false;
  bool closed_ = false;
};

}  // namespace docmill::engines::browser
