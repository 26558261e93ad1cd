#include "sandbox/limits.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <new>
#include <string>

#include "base/units.h"
#include "sandbox/sanitizer.h"

namespace docmill::sandbox {
namespace {

// Limits can only go down without privileges, so a lower one that is in force already stays.
Result<void> limit(__rlimit_resource resource, rlim_t soft, rlim_t hard) {
  rlimit now{};
  if (::getrlimit(resource, &now) != 0) return Failed(system_error(errno, "getrlimit"));
  const rlimit wanted{std::min(soft, now.rlim_max), std::min(hard, now.rlim_max)};
  if (::setrlimit(resource, &wanted) != 0) return Failed(system_error(errno, "setrlimit"));
  return {};
}

Result<void> limit(__rlimit_resource resource, rlim_t both) {
  return limit(resource, both, both);
}

// Whether the last bit of address space is gone. Only system calls: it runs inside a signal handler.
bool at_memory_limit() {
  constexpr std::size_t kProbe = 32 * kMiB;
  void* probe = ::mmap(nullptr, kProbe, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (probe == MAP_FAILED) return true;
  ::munmap(probe, kProbe);
  return false;
}

void on_crash(int signal) {
  if (at_memory_limit()) ::_exit(kOutOfMemoryExit);
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

}  // namespace

std::uint64_t mapped_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t pages = 0;
  statm >> pages;
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::uint64_t resident_anonymous_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t mapped = 0;
  std::uint64_t resident = 0;
  std::uint64_t shared = 0;
  statm >> mapped >> resident >> shared;
  return (resident - std::min(resident, shared)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

Result<void> apply_limits(const ChildLimits& limits) {
  const auto cpu = static_cast<rlim_t>(limits.cpu.count());
  if (limits.address_space > 0 && !kSanitized) {
    if (auto set = limit(RLIMIT_AS, limits.address_space); !set) return set;
  }
  if (auto set = limit(RLIMIT_CPU, cpu, cpu + 2); !set) return set;
  if (auto set = limit(RLIMIT_FSIZE, limits.file_size); !set) return set;
  if (auto set = limit(RLIMIT_NOFILE, 256); !set) return set;
  if (auto set = limit(RLIMIT_STACK, 16 * kMiB); !set) return set;
  for (const auto none : {RLIMIT_CORE, RLIMIT_MEMLOCK, RLIMIT_MSGQUEUE, RLIMIT_RTPRIO, RLIMIT_NICE}) {
    if (auto set = limit(none, 0); !set) return set;
  }
  ::signal(SIGXFSZ, SIG_IGN);
  return {};
}

void report_out_of_memory_by_exit() {
  std::set_new_handler([] { ::_exit(kOutOfMemoryExit); });
  if (kSanitized) return;
  // A crash by stack overflow has no stack left to handle it on.
  static std::array<char, 32 * 1024> stack;
  const stack_t other{.ss_sp = stack.data(), .ss_flags = 0, .ss_size = stack.size()};
  ::sigaltstack(&other, nullptr);
  struct sigaction action{};
  action.sa_handler = on_crash;
  action.sa_flags = SA_ONSTACK | SA_NODEFER;
  for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP}) ::sigaction(signal, &action, nullptr);
}

}  // namespace docmill::sandbox
