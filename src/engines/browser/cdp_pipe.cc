#include "engines/browser/cdp_pipe.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "base/quietly.h"

namespace docmill::engines::browser {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kReadAtOnce = 64 * 1024;
constexpr std::size_t kBeginning = 256;  // of a message that is too long

}  // namespace

CdpPipe::CdpPipe(const Executor& executor, UniqueFd pipe) : socket_(executor, asio::local::stream_protocol(), pipe.release()) {}

void CdpPipe::send(std::string message) {
  if (closed_) return;
  message.push_back('\0');
  outgoing_.push_back(std::move(message));
  if (writing_) return;
  writing_ = true;
  spawn(socket_.get_executor(), [](std::shared_ptr<CdpPipe> self) -> Async<void> { co_await self->write_out(); }(shared_from_this()));
}

Async<void> CdpPipe::write_out() {
  while (!closed_ && !outgoing_.empty()) {
    const auto message = std::move(outgoing_.front());
    outgoing_.pop_front();
    const auto [error, size] = co_await asio::async_write(socket_, asio::buffer(message), kQuietly);
    if (error) close();
  }
  writing_ = false;
}

Async<void> CdpPipe::listen(std::function<void(std::string_view)> on_message, std::function<void(std::string_view)> on_too_long) {
  const auto self = shared_from_this();
  std::string buffer;
  std::size_t searched = 0;  // no NUL before it
  bool skipping = false;     // what comes belongs to a message that is too long
  while (!closed_) {
    const auto filled = buffer.size();
    buffer.resize(filled + kReadAtOnce);
    const auto [error, size] = co_await socket_.async_read_some(asio::buffer(buffer.data() + filled, kReadAtOnce), kQuietly);
    buffer.resize(filled + size);
    if (error) break;
    std::size_t begin = 0;
    for (auto end = buffer.find('\0', searched); end != std::string::npos && !closed_; end = buffer.find('\0', begin)) {
      if (!std::exchange(skipping, false)) on_message(std::string_view(buffer).substr(begin, end - begin));
      begin = end + 1;
    }
    buffer.erase(0, begin);
    if (!skipping && buffer.size() > kLongestMessage) {
      on_too_long(std::string_view(buffer).substr(0, kBeginning));
      skipping = true;
    }
    if (skipping) buffer = std::string();  // its memory too
    searched = buffer.size();
  }
  close();
}

void CdpPipe::close() {
  closed_ = true;
  outgoing_.clear();
  boost::system::error_code ignored;  // it is open or it is not
  socket_.close(ignored);
}

}  // namespace docmill::engines::browser
