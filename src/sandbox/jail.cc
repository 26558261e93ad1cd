#include "sandbox/jail.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include <fmt/format.h>

#include "sandbox/sanitizer.h"
#include "sandbox/wire.h"

namespace docmill::sandbox {
namespace {

Result<void> plan_landlock(Jail& jail, const std::vector<std::string>& readable, bool required, std::vector<LayerReport>& layers) {
  auto plan = LandlockPlan::make(readable);
  if (!plan && required) return Failed(plan.error());
  if (plan) {
    layers.push_back({"landlock", true, fmt::format("ABI {}", plan->abi())});
    jail.landlock = *std::move(plan);
  } else {
    layers.push_back({"landlock", false, plan.error().message()});
  }
  return {};
}

// Nothing of the zygote's terminal or log: what a document makes an engine print is nobody's log line.
bool silence_standard_streams() {
  if (kSanitized) return true;  // their reports go there
  const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  return null.valid() && ::dup2(null.get(), 0) == 0 && ::dup2(null.get(), 1) == 1 && ::dup2(null.get(), 2) == 2;
}

void reset_signals() {
  sigset_t none;
  ::sigemptyset(&none);
  ::signal(SIGCHLD, SIG_DFL);
  ::signal(SIGPIPE, SIG_IGN);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace

Result<Jail> Jail::make(const ZygoteOptions& options, std::vector<std::string> readable, bool generated_code, const std::vector<int>& ours,
                        std::vector<LayerReport>& layers) {
  Jail jail;
  jail.engine_descriptors = EngineDescriptors::look(ours);  // before any of the following opens more of ours
  if (auto planned = plan_landlock(jail, readable, options.require_landlock, layers); !planned) return Failed(planned.error());
  if (!SeccompFilter::supported()) {
    return Failed(fail(ErrorCode::Unavailable, "This kernel or container has no system-call filters (seccomp): allow them."));
  }
  auto compiled = SeccompFilter::compile(generated_code);
  if (!compiled) return Failed(compiled.error());
  jail.filter = *std::move(compiled);
  layers.push_back({"seccomp", true, generated_code ? "allow-list; the engine may generate code" : "allow-list"});
  jail.limits = ChildLimits{mapped_bytes() + options.memory_growth, options.scratch_size, options.cpu_limit};
  layers.push_back({"rlimits", true, kSanitized ? "without address space: a sanitizer needs it" : ""});
  return jail;
}

Result<void> enter_jail(Jail& jail, const Scratch::Place& place, const UniqueFd& link) {
  const UniqueFd& directory = place.directory;
  if (jail.groups && !jail.groups->join(place.slot)) return Failed(system_error(errno, "join control group"));
  reset_signals();
  if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return Failed(system_error(errno, "prctl"));
  if (::fchdir(directory.get()) != 0) return Failed(system_error(errno, "fchdir"));
  if (jail.landlock) {
    if (auto entered = jail.landlock->enter(directory.get()); !entered) return entered;
  }
  if (::dup2(link.get(), wire::kControlDescriptor) < 0) return Failed(system_error(errno, "dup2"));
  if (!silence_standard_streams() || !jail.engine_descriptors.separate()) return Failed(system_error(errno, "separate descriptors"));
  if (auto limited = apply_limits(jail.limits); !limited) return limited;
  report_out_of_memory_by_exit();
  return jail.filter.enter(::getpid());
}

}  // namespace docmill::sandbox
