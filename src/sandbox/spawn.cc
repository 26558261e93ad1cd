#include "sandbox/spawn.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sandbox/packet.h"
#include "sandbox/sanitizer.h"
#include "sandbox/wire.h"

namespace docmill::sandbox {
namespace {

/// posix_spawn's two option objects, with what every zygote gets.
class SpawnPlan {
 public:
  explicit SpawnPlan(int control) {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawn_file_actions_addopen(&files_, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&files_, 2, 1);  // what an engine prints while it starts belongs into the log
    ::posix_spawn_file_actions_adddup2(&files_, control, wire::kControlDescriptor);
    ::posix_spawn_file_actions_addclosefrom_np(&files_, wire::kControlDescriptor + 1);
    ::posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  int run(pid_t& pid, const std::string& program, char* const* arguments, char* const* environment) {
    return ::posix_spawn(&pid, program.c_str(), &files_, &attributes_, arguments, environment);
  }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

std::vector<std::string> clean_environment(const ZygoteOptions& options) {
  std::vector<std::string> environment{"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/nonexistent"};
  environment.insert(environment.end(), options.environment.begin(), options.environment.end());
  if (kSanitized) {
    for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
      if (const char* value = std::getenv(name)) environment.push_back(fmt::format("{}={}", name, value));
    }
  }
  return environment;
}

void make_control_groups(const ZygoteOptions& options, Spawned& spawned) {
  spawned.no_control_groups = "switched off in the settings";
  if (!options.control_groups) return;
  auto groups = ControlGroups::make(options);
  if (!groups) spawned.no_control_groups = groups.error().message();
  if (groups) spawned.control_groups = *std::move(groups);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

Result<Spawned> spawn_zygote(const ZygoteOptions& options) {
  auto link = packet_socket_pair();
  if (!link) return Failed(link.error());
  std::vector<std::string> arguments{options.program};
  arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
  std::vector<std::string> environment = clean_environment(options);
  SpawnPlan plan(link->theirs.get());
  Spawned spawned;
  make_control_groups(options, spawned);
  const int failed = plan.run(spawned.pid, options.program, pointers(arguments).data(), pointers(environment).data());
  if (failed != 0) {
    return Failed(
        fail(ErrorCode::Unavailable, fmt::format("The engine {} could not be started: {}.", options.program, std::strerror(failed))));
  }
  spawned.pidfd = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, spawned.pid, 0)));
  spawned.control = std::move(link->ours);
  const wire::Setup setup{options, spawned.control_groups ? spawned.control_groups->directory() : ""};
  auto told = send_packet(spawned.control.get(), Packet{.text = wire::text(setup), .descriptors = {}}, MSG_DONTWAIT);
  if (!told) return Failed(told.error());
  return spawned;
}

}  // namespace docmill::sandbox
