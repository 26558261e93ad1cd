#include "sandbox/zygote_server.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "base/units.h"
#include "sandbox/cgroup.h"
#include "sandbox/descriptors.h"
#include "sandbox/guardian.h"
#include "sandbox/jail.h"
#include "sandbox/namespaces.h"
#include "sandbox/packet.h"
#include "sandbox/scratch.h"
#include "sandbox/server.h"
#include "sandbox/wire.h"

namespace docmill::sandbox {

struct ZygoteContext::State {
  UniqueFd control;
  ZygoteOptions options;
  std::vector<LayerReport> layers;
  Scratch scratch;
  std::optional<ChildGroups> groups;
  std::vector<int> ours;  // descriptors of the jail, told apart from the engine's
  bool generated_code = false;
};

namespace {

Result<UniqueFd> take_control_socket() {
  struct stat about{};
  if (::fstat(wire::kControlDescriptor, &about) != 0 || !S_ISSOCK(about.st_mode)) {
    return Failed(fail(ErrorCode::BadRequest, "This program is started by docmill's worker, not by hand."));
  }
  UniqueFd control(wire::kControlDescriptor);
  ::fcntl(control.get(), F_SETFD, FD_CLOEXEC);
  ::close_range(static_cast<unsigned>(wire::kControlDescriptor) + 1, ~0U, 0);
  return control;
}

Result<wire::Setup> receive_setup(const UniqueFd& control) {
  auto received = receive_packet(control.get());
  if (!received) return Failed(received.error());
  if (received->state != Received::State::Packet) return Failed(fail(ErrorCode::Unavailable, "The worker went away."));
  return wire::read_setup(received->packet.text);
}

Namespaces enter_wanted_namespaces(const ZygoteOptions& options, std::vector<LayerReport>& layers) {
  if (options.namespaces) return enter_namespaces(options.unprivileged_user, layers);
  layers.push_back({"namespaces", false, "switched off in the settings"});
  return Namespaces{.user = ::geteuid() == 0 ? options.unprivileged_user : ::geteuid()};
}

Result<void> settle(const Scratch& scratch) {
  if (::chdir(scratch.home().c_str()) != 0) return Failed(system_error(errno, "chdir home"));
  ::setenv("HOME", scratch.home().c_str(), 1);
  ::setenv("TMPDIR", "/proc/self/cwd", 1);
  return {};
}

// Opened while the process still has the rights and sees the host's file systems.
template <class State>
void open_child_groups(const std::string& directory, State& state) {
  if (directory.empty()) return;
  auto groups = ChildGroups::open(directory, state.options.max_children);
  const auto memory = state.options.memory_growth + state.options.scratch_size;
  state.layers.push_back({"cgroup", groups.has_value(), groups ? show_size(memory) + " for each child" : groups.error().describe()});
  if (groups) state.groups = *std::move(groups);
}

void tell_and_leave(const UniqueFd& control, std::string reason) {
  const wire::Report report{.kind = wire::Report::Kind::GaveUp, .text = std::move(reason), .layers = {}};
  if (!send_packet(control.get(), Packet{.text = wire::text(report), .descriptors = {}}))
    std::fputs("docmill: the worker is gone\n", stderr);
  ::_exit(1);
}

}  // namespace

Result<void> ChildLink::send(const Packet& packet) {
  auto sent = send_packet(socket_.get(), packet);
  if (!sent) return Failed(sent.error());
  return {};
}

Result<Packet> ChildLink::receive() {
  auto received = receive_packet(socket_.get());
  if (!received) return Failed(received.error());
  if (received->state == Received::State::Closed) return Failed(fail(ErrorCode::Unavailable, "The worker went away."));
  return std::move(received->packet);
}

ZygoteContext::ZygoteContext(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZygoteContext::ZygoteContext(ZygoteContext&&) noexcept = default;
ZygoteContext::~ZygoteContext() = default;

Result<ZygoteContext> ZygoteContext::prepare(int, char**) {
  auto control = take_control_socket();
  if (!control) return Failed(control.error());
  auto state = std::make_unique<State>();
  state->control = *std::move(control);
  auto setup = receive_setup(state->control);
  if (!setup) return Failed(setup.error());
  state->options = std::move(setup->options);
  // From here on the worker listens, so it is told why instead of an exit status.
  if (!can_become_unprivileged()) {
    tell_and_leave(state->control, "Root without CAP_SETUID and CAP_SETGID cannot become another user: start Docmill as a plain user.");
  }
  open_child_groups(setup->control_groups, *state);
  const Namespaces namespaces = enter_wanted_namespaces(state->options, state->layers);
  auto scratch = Scratch::make(state->options, namespaces.mounts, namespaces.user, state->layers);
  if (!scratch) tell_and_leave(state->control, scratch.error().describe());
  become_guarded(state->control, *scratch, namespaces);
  if (namespaces.mounts && namespaces.processes) mount_private_proc(state->layers);
  if (auto dropped = drop_privileges(namespaces.user); !dropped) tell_and_leave(state->control, dropped.error().describe());
  settle_under_guardian();
  state->layers.push_back({"unprivileged-user", true, std::to_string(::getuid())});
  state->layers.push_back({"no-new-privileges", true, ""});
  if (auto settled = settle(*scratch); !settled) tell_and_leave(state->control, settled.error().describe());
  state->scratch = *std::move(scratch);
  state->ours = open_descriptors();
  return ZygoteContext(std::move(state));
}

const std::string& ZygoteContext::home() const {
  return state_->scratch.home();
}

void ZygoteContext::allow_generated_code() {
  state_->generated_code = true;
}

void ZygoteContext::serve(std::string version, std::vector<std::string> readable, ChildMain child_main,
                          const std::function<void()>& before_forks) {
  readable.push_back(home());
  std::vector<int> ours = state_->ours;
  auto jail = Jail::make(state_->options, std::move(readable), state_->generated_code, ours, state_->layers);
  if (!jail) give_up(jail.error().describe());
  UniqueFd told(::fcntl(state_->control.get(), F_DUPFD_CLOEXEC, 4));
  jail->groups = std::move(state_->groups);
  Server server(std::move(state_->control), state_->options, std::move(state_->scratch), *std::move(jail), std::move(child_main));
  if (before_forks) before_forks();
  if (auto tried = server.try_out(); !tried) tell_and_leave(told, tried.error().describe());
  told.reset();
  ::_exit(server.run({.kind = wire::Report::Kind::Warm, .text = std::move(version), .layers = state_->layers}));
}

void ZygoteContext::give_up(std::string reason) {
  tell_and_leave(state_->control, std::move(reason));
  ::_exit(1);
}

}  // namespace docmill::sandbox
