#include "cli/call/interrupt.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>

#include "base/check.h"

namespace docmill::cli {
namespace {

std::atomic<Interrupt*> caught{nullptr};  // whom signals go to

}  // namespace

Interrupt::Interrupt() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  DOCMILL_CHECK(fd_ >= 0);
}

Interrupt::~Interrupt() {
  Interrupt* self = this;
  if (caught.compare_exchange_strong(self, nullptr)) {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
  }
  ::close(fd_);
}

void Interrupt::catch_signals() {
  caught = this;
  struct sigaction action{};
  action.sa_handler = &Interrupt::on_signal;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

void Interrupt::on_signal(int number) {
  const int kept = errno;
  // SIGTERM after SIGINT is a second signal too: it ends the process, and the first one stays the reason.
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  if (auto* self = caught.load()) {
    self->signal_ = number;
    self->raise();
  }
  errno = kept;
}

// Called from a signal handler: nothing here but atomics and one write.
void Interrupt::raise() {
  raised_ = true;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto told = ::write(fd_, &one, sizeof one);
}

bool Interrupt::sleep(std::chrono::milliseconds length) const {
  const auto end = std::chrono::steady_clock::now() + length;
  while (!raised()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return true;
    pollfd wait{.fd = fd_, .events = POLLIN, .revents = 0};
    ::poll(&wait, 1, static_cast<int>(std::min<std::int64_t>(left.count(), 60'000)));
  }
  return false;
}

}  // namespace docmill::cli
