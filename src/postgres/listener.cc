#include "postgres/listener.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "base/check.h"
#include "base/log.h"

namespace docmill::postgres {
namespace {

constexpr std::chrono::seconds kPatience{10};
constexpr std::chrono::seconds kPauseBeforeListeningAgain{1};
constexpr std::chrono::minutes kLongRest{1};

}  // namespace

Listener::Listener(Address address, std::string channel)
    : address_(std::move(address)), channel_(std::move(channel)), calls_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  DOCMILL_CHECK(calls_.valid());
  thread_ = std::thread([this] { serve(); });
  pthread_setname_np(thread_.native_handle(), "pg-listener");
}

Listener::~Listener() {
  stopping_ = true;
  ::eventfd_write(calls_.get(), 1);
  thread_.join();
}

Signal& Listener::heard(const std::string& name) {
  const std::lock_guard lock(mutex_);
  return signals_[name];
}

void Listener::ring(const std::string& name) {
  {
    const std::lock_guard lock(mutex_);
    if (!rings_.insert(name).second) return;  // on its way already
  }
  ::eventfd_write(calls_.get(), 1);
}

void Listener::rest(int descriptor, std::chrono::milliseconds length) {
  std::array<pollfd, 2> waits{pollfd{calls_.get(), POLLIN, 0}, pollfd{descriptor, POLLIN, 0}};
  ::poll(waits.data(), waits.size(), static_cast<int>(length.count()));
  eventfd_t ignored = 0;
  ::eventfd_read(calls_.get(), &ignored);
}

void Listener::serve() {
  bool told = false;  // of the present trouble
  while (!stopping_) {
    auto connection = Connection::open(address_, kPatience);
    if (connection) {
      told = false;
      listen(**connection);
      listening_ = false;
    } else {
      if (!std::exchange(told, true)) log::failure("postgres.listener_waits", connection.error());
      const auto again = Deadline::in(kPauseBeforeListeningAgain);
      while (!stopping_ && !again.passed()) rest(-1, std::chrono::ceil<std::chrono::milliseconds>(again.left()));
    }
  }
}

void Listener::listen(Connection& connection) {
  if (!connection.execute("LISTEN " + channel_)) return;
  listening_ = true;
  wake_everybody();  // rings were missed meanwhile
  while (!stopping_) {
    if (!send_rings(connection) || !pass_on(connection)) return;
    rest(connection.descriptor(), kLongRest);
  }
}

bool Listener::send_rings(Connection& connection) {
  std::set<std::string> names;
  {
    const std::lock_guard lock(mutex_);
    names.swap(rings_);
  }
  for (const auto& name : names) {
    const auto sent = connection.first("SELECT pg_notify($1, $2) IS NULL", {channel_, name}, [](const Row&) { return true; });
    if (!sent) return false;  // the others look by themselves
  }
  return true;
}

bool Listener::pass_on(Connection& connection) {
  const auto names = connection.notifications();
  if (!names) {
    log::failure("postgres.listener_lost", names.error());
    return false;
  }
  const std::lock_guard lock(mutex_);
  for (const auto& name : *names) {
    const auto found = signals_.find(name);
    if (found != signals_.end()) found->second.notify();
  }
  return true;
}

void Listener::wake_everybody() {
  const std::lock_guard lock(mutex_);
  for (auto& [name, signal] : signals_) signal.notify();
}

}  // namespace docmill::postgres
