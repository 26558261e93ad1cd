#include "sandbox/zygote_process.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include <fmt/format.h>

#include "base/log.h"
#include "sandbox/packet.h"

namespace docmill::sandbox {
namespace {

// How long a zygote that was told to go may take before it is killed; it kills its children and waits for them.
constexpr std::chrono::seconds kGoPatience{5};

Error unavailable(std::string message) {
  return fail(ErrorCode::Unavailable, std::move(message)).at("sandbox.zygote");
}

/// Whether nobody holds the other end: an order that the kernel had no memory for is not the zygote's end.
bool hung_up(int socket) {
  pollfd about{socket, 0, 0};
  return ::poll(&about, 1, 0) == 1 && (about.revents & POLLHUP) != 0;
}

std::string how_it_ended(int status) {
  if (WIFSIGNALED(status)) return fmt::format("signal {}", WTERMSIG(status));
  return fmt::format("exit status {}", WEXITSTATUS(status));
}

}  // namespace

ZygoteProcess::ZygoteProcess(const Executor& executor, ZygoteOptions options, Spawned spawned)
    : executor_(executor),
      options_(std::move(options)),
      control_groups_(std::move(spawned.control_groups)),
      no_control_groups_(std::move(spawned.no_control_groups)),
      pid_(spawned.pid),
      control_(executor, spawned.control.release()),
      pidfd_(executor, spawned.pidfd.release()) {}

// Reached without the listener's help only when its loop has ended first: then the wait has to block.
ZygoteProcess::~ZygoteProcess() {
  if (reaped_) return;
  end();
  pollfd waiting{pidfd_.native_handle(), POLLIN, 0};
  const auto patience = std::chrono::duration_cast<std::chrono::milliseconds>(kGoPatience);
  if (::poll(&waiting, 1, static_cast<int>(patience.count())) != 1) ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

Result<std::shared_ptr<ZygoteProcess>> ZygoteProcess::launch(const Executor& executor, const ZygoteOptions& options) {
  auto spawned = spawn_zygote(options);
  if (!spawned) return Failed(spawned.error());
  auto process = std::make_shared<ZygoteProcess>(executor, options, *std::move(spawned));
  // The listener keeps its own reference: it must outlive the owner to reap the process.
  spawn(executor, [](std::shared_ptr<ZygoteProcess> self) -> Async<void> { co_await self->listen(); }(process));
  return process;
}

Async<Result<void>> ZygoteProcess::wait_until_warm() {
  const auto self = shared_from_this();
  const Deadline until = Deadline::in(options_.start_timeout);
  while (!warmed_up_ && !reaped_) {
    const auto seen = changed_.count();
    const bool in_time = co_await changed_.wait(seen, until);
    if (in_time) continue;
    end();
    co_return Failed(unavailable(fmt::format("The engine {} was not ready after {} s.", options_.program, options_.start_timeout.count())));
  }
  if (warmed_up_) co_return Result<void>{};
  if (!gave_up_.empty()) co_return Failed(unavailable(fmt::format("The engine {} cannot serve: {}", options_.program, gave_up_)));
  co_return Failed(unavailable(fmt::format("The engine {} ended while it started ({}).", options_.program, how_it_ended(exit_status_))));
}

Async<Result<std::unique_ptr<Child>>> ZygoteProcess::fork() {
  const auto self = shared_from_this();
  if (!warm()) co_return Failed(unavailable("The engine is not running."));
  const std::uint64_t request = ++last_request_;
  auto pending = std::make_shared<PendingFork>();
  pending_[request] = pending;
  const Packet order{.text = wire::text(wire::Order{wire::Order::Kind::Fork, request}), .descriptors = {}};
  const auto sent = send_packet(control_.native_handle(), order, MSG_DONTWAIT);
  if (!sent && hung_up(control_.native_handle())) lose();  // the listener has not seen it yet
  if (!sent || !*sent) answer(request, Failed(unavailable("The engine does not listen.")));
  const Deadline until = Deadline::in(options_.start_timeout);
  while (true) {
    if (auto& answered = pending->answer; answered) co_return *std::move(answered);
    const auto seen = pending->changed.count();
    const bool in_time = co_await pending->changed.wait(seen, until);
    if (in_time) continue;
    end();  // it hangs; the next fork starts another
    answer(request, Failed(unavailable("The engine did not answer.")));
  }
}

void ZygoteProcess::answer(std::uint64_t request, Result<std::unique_ptr<Child>> result) {
  const auto found = pending_.find(request);
  if (found == pending_.end()) return;
  const auto pending = found->second;
  pending_.erase(found);
  pending->answer.emplace(std::move(result));
  pending->changed.notify();
}

Async<void> ZygoteProcess::listen() {
  while (!lost_) {
    co_await wait_until_readable(control_, Deadline::never());
    auto received = receive_packet(control_.native_handle(), MSG_DONTWAIT);
    if (received && received->state == Received::State::Nothing) continue;
    if (!received || received->state == Received::State::Closed) break;
    auto report = wire::read_report(received->packet.text);
    if (!report) break;
    handle(*std::move(report), std::move(received->packet.descriptors));
  }
  lose();
  const bool left = co_await wait_until_readable(pidfd_, Deadline::in(kGoPatience));
  if (!left) {
    ::kill(pid_, SIGKILL);
    co_await wait_until_readable(pidfd_, Deadline::never());
  }
  reap();
}

bool ZygoteProcess::reap() {
  if (::waitpid(pid_, &exit_status_, WNOHANG) == 0) return false;
  reaped_ = true;
  control_groups_.reset();
  changed_.notify();
  return true;
}

void ZygoteProcess::handle(wire::Report report, std::vector<UniqueFd> descriptors) {
  using Kind = wire::Report::Kind;
  switch (report.kind) {
    case Kind::Warm: {
      if (!control_groups_) report.layers.push_back({"cgroup", false, no_control_groups_});
      warm_report_ = std::move(report);
      warmed_up_ = true;
      break;
    }
    case Kind::GaveUp: gave_up_ = std::move(report.text); break;
    case Kind::Forked: forked(report, std::move(descriptors)); break;
    case Kind::Refused: answer(report.request, Failed(unavailable("The engine cannot start another child.").cause(report.text))); break;
    case Kind::Ended: {
      const auto found = children_.find(report.child);
      if (found == children_.end()) break;
      const auto record = found->second;
      children_.erase(found);
      record->finish(judge(report, record->killed));
      break;
    }
  }
  if (retired_ && children_.empty() && pending_.empty()) end();
  changed_.notify();
}

void ZygoteProcess::forked(const wire::Report& report, std::vector<UniqueFd> descriptors) {
  if (descriptors.size() != 2) return answer(report.request, Failed(unavailable("The engine sent no child.")));
  auto record = std::make_shared<ChildRecord>(executor_, report.child, std::move(descriptors[0]), std::move(descriptors[1]));
  record->ask_zygote_to_kill = [weak = weak_from_this(), number = report.child] {
    const auto self = weak.lock();
    if (!self || self->lost_) return;
    const Packet order{.text = wire::text(wire::Order{wire::Order::Kind::Kill, number}), .descriptors = {}};
    if (!send_packet(self->control_.native_handle(), order, MSG_DONTWAIT)) log::warn("a child could not be killed");
  };
  children_[report.child] = record;
  answer(report.request, std::make_unique<JailedChild>(record));  // nobody waits any more: the child is dropped, and killed
}

void ZygoteProcess::lose() {
  lost_ = true;
  ::shutdown(control_.native_handle(), SHUT_RDWR);
  const auto children = std::exchange(children_, {});
  for (const auto& [number, record] : children) record->finish(ChildEnd{.end = End::ZygoteLost, .code = 0, .peak_memory = 0});
  while (!pending_.empty()) answer(pending_.begin()->first, Failed(unavailable("The engine ended.")));
  changed_.notify();
}

void ZygoteProcess::retire() {
  retired_ = true;
  if (children_.empty() && pending_.empty()) end();
}

void ZygoteProcess::end() {
  // Its guardian sees the hang-up, kills the zygote with everything below and waits for them.
  ::shutdown(control_.native_handle(), SHUT_RDWR);
}

Async<bool> ZygoteProcess::gone(Deadline until) {
  const auto self = shared_from_this();
  while (!reaped_) {
    const auto seen = changed_.count();
    const bool in_time = co_await changed_.wait(seen, until);
    if (!in_time) co_return reaped_;
  }
  co_return true;
}

}  // namespace docmill::sandbox
