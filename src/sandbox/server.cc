#include "sandbox/server.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <iterator>

#include <fmt/format.h>

#include "sandbox/packet.h"
#include "sandbox/sanitizer.h"

namespace docmill::sandbox {
namespace {

constexpr std::chrono::seconds kThreadPatience{5};
constexpr int kMaxEarlyDeaths = 5;
constexpr int kTryOutMs = 10'000;
constexpr int kQuietMs = 50;

std::ptrdiff_t thread_count() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/task"), std::filesystem::directory_iterator{});
}

// A second thread may hold a lock that its copy in the child never gives back (seen with LibreOffice's pool threads).
bool alone(std::chrono::seconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (thread_count() > 1 + kSanitizerThreads) {
    if (std::chrono::steady_clock::now() > until) return false;
    ::usleep(1000);
  }
  return true;
}

UniqueFd watch_children() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGCHLD);
  ::signal(SIGCHLD, SIG_DFL);
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  return UniqueFd(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

}  // namespace

Server::Server(UniqueFd control, ZygoteOptions options, Scratch scratch, Jail jail, ChildMain child_main)
    : control_(std::move(control)),
      options_(std::move(options)),
      scratch_(std::move(scratch)),
      jail_(std::move(jail)),
      child_main_(std::move(child_main)),
      child_signals_(watch_children()),
      shared_memory_(resident_anonymous_bytes()) {}

Result<void> Server::try_out() {
  auto child = fork_child(true);
  if (!child) return Failed(child.error());
  pollfd waiting{(*child)->socket.get(), POLLIN, 0};
  if (::poll(&waiting, 1, kTryOutMs) == 1) {
    auto said = receive_packet((*child)->socket.get(), MSG_DONTWAIT);
    if (said && said->state == Received::State::Packet && said->packet.text == "ready") return {};
  }
  return Failed(fail(ErrorCode::Unavailable, "A child could not enter its jail on this host; the log says at which step."));
}

int Server::run(const wire::Report& warm) {
  report(warm);
  while (!worker_gone_ && early_deaths_ < kMaxEarlyDeaths) {
    std::array<pollfd, 2> waiting{{{control_.get(), POLLIN, 0}, {child_signals_.get(), POLLIN, 0}}};
    const int found = ::poll(waiting.data(), waiting.size(), until_refill_ms());
    if (found < 0 && errno != EINTR) break;
    quiet_ = found == 0;
    if (quiet_) refill();
    if (waiting[1].revents != 0) reap();
    if (waiting[0].revents != 0) obey_next_order();
  }
  for (auto& [pid, child] : children_) ::kill(pid, SIGKILL);
  while (!children_.empty() && ::waitpid(-1, nullptr, 0) > 0) {
  }
  return worker_gone_ ? 0 : 1;
}

void Server::obey_next_order() {
  auto received = receive_packet(control_.get());
  worker_gone_ = !received || received->state == Received::State::Closed;
  if (worker_gone_) return;
  const auto order = wire::read_order(received->packet.text);
  if (!order) return;
  if (order->kind == wire::Order::Kind::Fork) hand_over(order->number);
  if (order->kind == wire::Order::Kind::Kill) {
    for (const auto& [pid, child] : children_) {
      if (child.number == order->number) ::kill(pid, SIGKILL);
    }
  }
}

void Server::hand_over(std::uint64_t request) {
  Running* child = ready_child();
  if (child == nullptr) {
    auto forked = fork_child(false);
    if (!forked) {
      return report({.kind = wire::Report::Kind::Refused, .request = request, .text = forked.error().describe()});
    }
    child = *forked;
  }
  child->handed_over = true;
  early_deaths_ = 0;
  std::vector<UniqueFd> descriptors;
  descriptors.push_back(std::move(child->socket));
  descriptors.push_back(std::move(child->pidfd));
  report({.kind = wire::Report::Kind::Forked, .request = request, .child = child->number}, std::move(descriptors));
}

// The whole policy of forking ahead. While fewer than a quarter of the wanted children are ready: at once, but never before a request or an
// end that waits. Doing it only when the child before has ended would leave the next request of a busy worker to wait for it; this way it
// runs on another core beside the conversion. The others when nothing was asked for a while: documents that come in a burst are not
// slowed by the making of children for documents that may never come.
int Server::until_refill_ms() const {
  const int ready = ready_count();
  const bool has_room = std::ssize(children_) < options_.max_children;
  if (ready >= options_.ready_children || !has_room) return -1;
  return quiet_ || 4 * ready < options_.ready_children ? 0 : kQuietMs;
}

void Server::refill() {
  if (auto forked = fork_child(false); !forked) {
    std::fprintf(stderr, "docmill: no child could be forked ahead: %s\n", forked.error().describe().c_str());
    ++early_deaths_;
  }
}

Result<Server::Running*> Server::fork_child(bool announce) {
  if (!alone(std::min(kThreadPatience, options_.start_timeout / 2))) {
    return Failed(fail(ErrorCode::Unavailable, fmt::format("The engine keeps {} threads, so it cannot be forked.", thread_count())));
  }
  auto place = scratch_.take(++last_number_);
  if (!place) return Failed(place.error());
  if (!*place) return Failed(fail(ErrorCode::Unavailable, "Every scratch space of this engine is taken."));
  auto link = packet_socket_pair();
  if (!link) return Failed(link.error());
  const pid_t zygote = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (::getppid() != zygote) ::_exit(kJailFailedExit);  // it died before that line
    be_child(**place, link->theirs, announce);
  }
  if (pid < 0) {
    scratch_.give_back(**place);
    return Failed(system_error(errno, "fork"));
  }
  Running child{.number = last_number_, .pid = pid, .socket = std::move(link->ours), .pidfd = UniqueFd(), .place = **std::move(place)};
  child.pidfd = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  return &children_.insert_or_assign(pid, std::move(child)).first->second;
}

void Server::be_child(const Scratch::Place& place, const UniqueFd& link, bool announce) {
  if (auto jailed = enter_jail(jail_, place, link); !jailed) {
    std::fprintf(stderr, "docmill: jail: %s\n", jailed.error().describe().c_str());
    ::_exit(kJailFailedExit);
  }
  ChildLink to_worker{UniqueFd(wire::kControlDescriptor)};
  if (announce && !to_worker.send(Packet{.text = "ready", .descriptors = {}})) ::_exit(kJailFailedExit);
  int status = 1;
  try {
    status = child_main_(to_worker);
  } catch (...) {
    ::abort();  // no exception may unwind into the zygote's own main
  }
  ::_exit(status);
}

void Server::reap() {
  std::array<signalfd_siginfo, 8> seen{};
  while (::read(child_signals_.get(), seen.data(), sizeof seen) > 0) {
  }
  int status = 0;
  rusage used{};
  pid_t pid = 0;
  while ((pid = ::wait4(-1, &status, WNOHANG, &used)) > 0) {
    if (const auto found = children_.find(pid); found != children_.end()) bury(found->second, status, used);
    children_.erase(pid);
  }
}

void Server::bury(const Running& child, int status, const rusage& used) {
  scratch_.give_back(child.place);
  const ChildGroups::Use use = jail_.groups ? jail_.groups->settle(child.place.slot) : ChildGroups::Use{};
  if (!child.handed_over) {
    ++early_deaths_;
    return;
  }
  const auto resident = static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
  report({.kind = wire::Report::Kind::Ended,
          .child = child.number,
          .status = status,
          .peak_memory = use.peak > 0 ? use.peak : resident - std::min(resident, shared_memory_),
          .out_of_memory = use.out_of_memory});
}

void Server::report(wire::Report report, std::vector<UniqueFd> descriptors) {
  const Packet packet{.text = wire::text(report), .descriptors = std::move(descriptors)};
  if (!send_packet(control_.get(), packet)) worker_gone_ = true;
}

Server::Running* Server::ready_child() {
  for (auto& [pid, child] : children_) {
    if (!child.handed_over) return &child;
  }
  return nullptr;
}

int Server::ready_count() const {
  int count = 0;
  for (const auto& [pid, child] : children_) count += child.handed_over ? 0 : 1;
  return count;
}

}  // namespace docmill::sandbox
