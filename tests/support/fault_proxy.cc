#include "support/fault_proxy.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>

namespace docmill::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kSlice{5};  // how soon a stop is seen

}  // namespace

FaultProxy::FaultProxy(std::uint16_t server_port, Mode mode) : server_port_(server_port), mode_(mode), listener_(Socket::listen(0)) {
  port_ = listener_.port();
  listening_ = true;
  accept_thread_ = std::thread([this] { accept_loop(); });
}

FaultProxy::~FaultProxy() {
  stopping_ = true;
  accept_thread_.join();
  reap(true);
}

void FaultProxy::refuse(bool refusing) {
  refusing_ = refusing;
  while (listening_ == refusing) std::this_thread::sleep_for(kSlice);
}

void FaultProxy::accept_loop() {
  while (!stopping_) {
    if (refusing_ && listening_) {
      listener_.close();
      listening_ = false;
    }
    if (!refusing_ && !listening_) {
      listener_ = Socket::listen(port_);
      listening_ = true;
    }
    if (!listening_) {
      std::this_thread::sleep_for(kSlice);
    } else if (listener_.readable(kSlice)) {
      accept_one();
    }
    reap(false);
  }
}

void FaultProxy::accept_one() {
  Socket client(::accept4(listener_.fd(), nullptr, nullptr, SOCK_CLOEXEC));
  if (!client.valid()) return;
  const int on = 1;
  ::setsockopt(client.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  auto& connection = connections_.emplace_back();
  connection.thread = std::thread([this, &connection, socket = std::move(client)]() mutable {
    if (mode_ == Mode::Http) {
      serve_http(std::move(socket));
    } else {
      serve_tcp(std::move(socket));
    }
    connection.done = true;
  });
}

void FaultProxy::reap(bool all) {
  for (auto it = connections_.begin(); it != connections_.end();) {
    if (!all && !it->done) {
      ++it;
      continue;
    }
    it->thread.join();
    it = connections_.erase(it);
  }
}

void FaultProxy::serve_http(Socket client) {
  HttpReader reader(client, stopping_);
  while (auto request = reader.request()) {
    if (!serve_request(client, *request)) return;
  }
}

/// False when the connection is over.
bool FaultProxy::serve_request(Socket& client, const HttpMessage& request) {
  const auto fault = plan_.choose(request.method(), request.target());
  if (fault == Fault::CutBefore) return false;
  if (fault == Fault::DelayRequest) hold(plan_.delay());
  if (fault == Fault::Reorder) wait_for_another();
  auto answer = exchange(request);
  if (fault == Fault::Duplicate) answer = exchange(request);
  ++passed_;
  if (!answer || fault == Fault::CutAfter) return false;
  if (fault == Fault::DelayAnswer) hold(plan_.delay());
  const auto bytes = answer->bytes();
  if (fault == Fault::Truncate) {
    client.write(bytes.substr(0, bytes.size() / 2));
    return false;
  }
  return client.write(bytes) && !answer->to_end;
}

/// Each on a connection of its own, so that a fault of one request never touches another.
std::optional<HttpMessage> FaultProxy::exchange(const HttpMessage& request) {
  const auto server = Socket::connect(server_port_);
  if (!server.valid() || !server.write(request.bytes())) return std::nullopt;
  return HttpReader(server, stopping_).answer(request.method());
}

void FaultProxy::serve_tcp(Socket client) {
  auto server = Socket::connect(server_port_);
  if (!server.valid()) return;
  while (!stopping_) {
    std::array<pollfd, 2> wanted{pollfd{client.fd(), POLLIN, 0}, pollfd{server.fd(), POLLIN, 0}};
    if (::poll(wanted.data(), wanted.size(), 20) <= 0) continue;
    if (wanted[1].revents != 0) {
      const auto bytes = server.read(stopping_);
      if (bytes.empty() || !client.write(bytes)) return;
    }
    if (wanted[0].revents != 0) {
      const auto chunk = client.read(stopping_);
      if (chunk.empty() || !pass_chunk(client, server, chunk)) return;
    }
  }
}

/// False when the connection is over.
bool FaultProxy::pass_chunk(Socket& client, Socket& server, const std::string& chunk) {
  const auto fault = plan_.choose("TCP", chunk);
  if (fault == Fault::CutBefore) return false;
  if (fault == Fault::DelayRequest) hold(plan_.delay());
  if (!server.write(chunk)) return false;
  if (fault == Fault::CutAfter) {
    answer_of(client, server);  // the server has acted when it answers
    return false;
  }
  if (fault == Fault::DelayAnswer) {
    const auto bytes = answer_of(client, server);
    hold(plan_.delay());
    return !bytes.empty() && client.write(bytes);
  }
  return true;
}

/// What the server says next. The rest of what it was asked may still be on its way, when it did not fit in one piece.
std::string FaultProxy::answer_of(const Socket& client, const Socket& server) const {
  while (!stopping_) {
    if (server.readable(milliseconds(0))) return server.read(stopping_);
    if (!client.readable(milliseconds(1))) continue;
    const auto rest = client.read(stopping_);
    if (rest.empty() || !server.write(rest)) return "";
  }
  return "";
}

void FaultProxy::hold(milliseconds length) const {
  const auto end = steady_clock::now() + length;
  while (!stopping_ && steady_clock::now() < end) std::this_thread::sleep_for(std::min(length, kSlice));
}

void FaultProxy::wait_for_another() const {
  const auto seen = passed_.load();
  const auto end = steady_clock::now() + plan_.reorder_wait();
  while (!stopping_ && passed_ == seen && steady_clock::now() < end) std::this_thread::sleep_for(kSlice);
}

}  // namespace docmill::testing
