#include "sandbox/namespaces.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "base/fd.h"

namespace docmill::sandbox {
namespace {

struct Kind {
  int flag;
  const char* name;
};
constexpr std::array<Kind, 5> kKinds{{{CLONE_NEWNS, "mount-namespace"},
                                      {CLONE_NEWNET, "network-namespace"},
                                      {CLONE_NEWIPC, "ipc-namespace"},
                                      {CLONE_NEWUTS, "uts-namespace"},
                                      {CLONE_NEWPID, "pid-namespace"}}};
constexpr const char* kHowToAllowNamespaces = "start as root with CAP_SYS_ADMIN, or allow unprivileged user namespaces";

bool write_file(const char* path, const std::string& text) {
  const UniqueFd file(::open(path, O_WRONLY | O_CLOEXEC));
  return file.valid() && write_all(file.get(), text).has_value();
}

// Inside, the user keeps being nobody: what runs as uid 0 of a namespace is one kernel bug closer to the real one.
bool enter_user_namespace(uid_t inside) {
  const uid_t user = ::geteuid();
  const gid_t group = ::getegid();
  ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);  // the maps below belong to root while the process is not dumpable
  if (::unshare(CLONE_NEWUSER) != 0) return false;
  return write_file("/proc/self/setgroups", "deny") &&
         write_file("/proc/self/uid_map", std::to_string(inside) + " " + std::to_string(user) + " 1") &&
         write_file("/proc/self/gid_map", std::to_string(inside) + " " + std::to_string(group) + " 1");
}

bool may_unshare_directly() {
  return ::geteuid() == 0 && ::unshare(CLONE_NEWUTS) == 0;
}

bool become(uid_t user) {
  return ::setgroups(0, nullptr) == 0 && ::setresgid(user, user, user) == 0 && ::setresuid(user, user, user) == 0;
}

bool has_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> sets{};
  ::syscall(SYS_capget, &header, sets.data());
  return (sets[0].permitted | sets[1].permitted | sets[0].effective | sets[1].effective) != 0;
}

}  // namespace

bool can_become_unprivileged() {
  if (::geteuid() != 0) return true;
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> sets{};
  ::syscall(SYS_capget, &header, sets.data());
  constexpr std::uint32_t kNeeded = 1U << CAP_SETUID | 1U << CAP_SETGID;
  return (sets[0].effective & kNeeded) == kNeeded;
}

Namespaces enter_namespaces(uid_t unprivileged_user, std::vector<LayerReport>& layers) {
  Namespaces result;
  result.user = ::geteuid() == 0 ? unprivileged_user : ::geteuid();
  if (!may_unshare_directly()) {
    if (::geteuid() == 0 && !become(unprivileged_user)) {
      layers.push_back({"user-namespace", false, "root without CAP_SETUID cannot change its user"});
    } else {
      const bool entered = enter_user_namespace(unprivileged_user);
      if (entered) result.user = unprivileged_user;
      layers.push_back({"user-namespace", entered, entered ? "" : std::string(std::strerror(errno)) + ": " + kHowToAllowNamespaces});
    }
  }
  for (const auto& kind : kKinds) {
    const bool entered = ::unshare(kind.flag) == 0;
    layers.push_back({kind.name, entered, entered ? "" : std::string(std::strerror(errno)) + ": " + kHowToAllowNamespaces});
    if (entered && kind.flag == CLONE_NEWNS) result.mounts = ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    if (entered && kind.flag == CLONE_NEWPID) result.processes = true;
  }
  return result;
}

void mount_private_proc(std::vector<LayerReport>& layers) {
  const bool mounted = ::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) == 0;
  layers.push_back({"private-proc", mounted, mounted ? "" : std::string(std::strerror(errno)) + ": the host hides parts of /proc"});
}

Result<void> drop_privileges(uid_t user) {
  for (int capability = 0; ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability) {
    ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);  // refused without CAP_SETPCAP; no-new-privileges covers that case
  }
  if (::geteuid() == 0 && !become(user)) return Failed(system_error(errno, "setresuid"));
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  const std::array<__user_cap_data_struct, 2> none{};
  ::syscall(SYS_capset, &header, none.data());
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return Failed(system_error(errno, "no_new_privs"));
  if (::geteuid() == 0 || has_capabilities()) {
    return Failed(fail(ErrorCode::Unavailable, "The engine could not give up its privileges: start it as root or as a plain user."));
  }
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  return {};
}

}  // namespace docmill::sandbox
