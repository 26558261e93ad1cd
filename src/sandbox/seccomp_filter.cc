#include "sandbox/seccomp_filter.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <utility>

#include "base/fd.h"
#include "sandbox/sanitizer.h"

namespace docmill::sandbox {
namespace {

// Stands for the child's own process id in the compiled filter; each child writes its real one over it.
constexpr std::uint32_t kOwnPid = 0x5a79676f;

// Names, not numbers: each architecture resolves its own and skips the ones it does not have.
constexpr const char* kAllowed[] = {
    // files and descriptors
    "read", "write", "pread64", "pwrite64", "readv", "writev", "preadv", "pwritev", "preadv2", "pwritev2", "open", "creat", "openat",
    "close", "close_range", "fstat", "newfstatat", "stat", "lstat", "statx", "lseek", "access", "faccessat", "faccessat2", "readlink",
    "readlinkat", "getdents", "getdents64", "getcwd", "unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "rmdir",
    "truncate", "ftruncate", "fallocate", "fadvise64", "readahead", "flock", "fsync", "fdatasync", "dup", "dup2", "dup3", "pipe", "pipe2",
    "umask", "fchmod", "chmod", "fchmodat", "utime", "utimes", "utimensat", "futimesat", "statfs", "fstatfs", "copy_file_range", "sendfile",
    "memfd_create",
    // waiting
    "poll", "ppoll", "select", "pselect6", "eventfd", "eventfd2", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait",
    "epoll_pwait2", "timerfd_create", "timerfd_settime", "timerfd_gettime", "nanosleep", "clock_nanosleep", "restart_syscall",
    // memory (mmap and mprotect have conditions, below)
    "munmap", "mremap", "madvise", "brk", "msync", "mincore", "membarrier",
    // threads and signals of its own
    "futex", "futex_waitv", "sched_yield", "sched_getaffinity", "sched_getparam", "sched_getscheduler", "set_robust_list",
    "get_robust_list", "rseq", "set_tid_address", "exit", "exit_group", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigpending",
    "rt_sigsuspend", "rt_sigtimedwait", "sigaltstack", "setitimer", "getitimer", "alarm", "pause",
    // asking about itself and the time
    "getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getresuid", "getresgid", "getgroups", "getpgrp", "getpgid",
    "getpriority", "getrusage", "getrlimit", "times", "sysinfo", "uname", "getcpu", "getrandom", "clock_gettime", "clock_getres",
    "gettimeofday", "time",
    // its socket to the worker: made by the zygote, connected, the only one it will ever have
    "recvmsg", "sendmsg", "recvfrom", "sendto"};

constexpr const char* kKilled[] = {"execve",
                                   "execveat",
                                   "ptrace",
                                   "process_vm_readv",
                                   "process_vm_writev",
                                   "pidfd_getfd",
                                   "kcmp",
                                   "mount",
                                   "umount2",
                                   "move_mount",
                                   "open_tree",
                                   "fsopen",
                                   "fsconfig",
                                   "fsmount",
                                   "fspick",
                                   "mount_setattr",
                                   "pivot_root",
                                   "chroot",
                                   "unshare",
                                   "setns",
                                   "bpf",
                                   "keyctl",
                                   "add_key",
                                   "request_key",
                                   "io_uring_setup",
                                   "io_uring_enter",
                                   "io_uring_register",
                                   "userfaultfd",
                                   "perf_event_open",
                                   "kexec_load",
                                   "kexec_file_load",
                                   "init_module",
                                   "finit_module",
                                   "delete_module",
                                   "open_by_handle_at",
                                   "reboot",
                                   "swapon",
                                   "swapoff",
                                   "acct",
                                   "iopl",
                                   "ioperm",
                                   "quotactl",
                                   "settimeofday",
                                   "clock_settime",
                                   "fanotify_init",
                                   "lookup_dcookie"};

// Told that these are missing, the C library and others fall back to the older calls that a filter can judge: the
// arguments of the new ones lie in memory where no filter can look.
constexpr const char* kMissing[] = {"clone3", "openat2", "fchmodat2"};

// LeakSanitizer and the others look at themselves in ways a plain build does not.
constexpr const char* kAllowedSanitized[] = {"mprotect", "mmap", "prctl", "personality", "wait4", "arch_prctl", "sched_getattr"};

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

scmp_arg_cmp argument(unsigned index, scmp_compare compare, scmp_datum_t a, scmp_datum_t b = 0) {
  return scmp_arg_cmp{index, compare, a, b};
}

/// Collects rules and remembers the first one the library refused.
class Builder {
 public:
  explicit Builder(scmp_filter_ctx filter) : filter_(filter) {}

  void rule(std::uint32_t action, const char* name, std::initializer_list<scmp_arg_cmp> conditions = {}) {
    const int number = seccomp_syscall_resolve_name(name);
    if (number < 0) return;
    const int result = seccomp_rule_add_array(filter_, action, number, static_cast<unsigned>(conditions.size()), conditions.begin());
    if (result != 0 && failed_ == nullptr) failed_ = name;
  }
  void allow(const char* name, std::initializer_list<scmp_arg_cmp> conditions = {}) { rule(SCMP_ACT_ALLOW, name, conditions); }

  const char* failed() const { return failed_; }

 private:
  scmp_filter_ctx filter_;
  const char* failed_ = nullptr;
};

// Memory is writable or executable, never both and never one after the other; code comes from mapped files only.
void memory_rules(Builder& builder, bool generated_code) {
  if (generated_code || kSanitized) {
    builder.allow("mmap");
    builder.allow("mprotect");
    return;
  }
  builder.allow("mmap", {argument(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)});
  builder.allow("mmap",
                {argument(2, SCMP_CMP_MASKED_EQ, PROT_EXEC | PROT_WRITE, PROT_EXEC), argument(3, SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, 0)});
  builder.allow("mprotect", {argument(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)});
}

void process_rules(Builder& builder) {
  // Threads only: the flags that share memory must be there and those that make namespaces must not.
  constexpr scmp_datum_t kSpaces =
      CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_PTRACE;
  builder.allow("clone", {argument(0, SCMP_CMP_MASKED_EQ, CLONE_THREAD | CLONE_VM | CLONE_SIGHAND | kSpaces,
                                   CLONE_THREAD | CLONE_VM | CLONE_SIGHAND)});
  for (const char* name : kMissing) builder.rule(SCMP_ACT_ERRNO(ENOSYS), name);
  builder.allow("tgkill", {argument(0, SCMP_CMP_EQ, kOwnPid)});
  builder.allow("kill", {argument(0, SCMP_CMP_EQ, kOwnPid)});
  builder.allow("prlimit64", {argument(0, SCMP_CMP_EQ, 0)});
  builder.allow("sched_getattr", {argument(0, SCMP_CMP_EQ, 0)});
  builder.allow("sched_setattr", {argument(0, SCMP_CMP_EQ, 0)});
  for (const int what : {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_GET_SECCOMP, 0x53564d41 /* PR_SET_VMA */}) {
    builder.allow("prctl", {argument(0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(what))});
  }
}

// F_SETOWN would have the kernel send signals on the child's behalf, so the commands are listed.
void descriptor_rules(Builder& builder) {
  for (const int command : {F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_SETLK, F_SETLKW, F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW,
                            F_DUPFD_CLOEXEC, F_GET_SEALS, F_ADD_SEALS, F_GETPIPE_SZ}) {
    builder.allow("fcntl", {argument(1, SCMP_CMP_EQ, static_cast<scmp_datum_t>(command))});
  }
  for (const int request : {FIONREAD, TCGETS, FIOCLEX, FIONCLEX, FIONBIO, TIOCGWINSZ}) {
    builder.allow("ioctl", {argument(1, SCMP_CMP_MASKED_EQ, 0xffffffff, static_cast<scmp_datum_t>(request))});
  }
}

Result<std::vector<sock_filter>> exported(scmp_filter_ctx filter) {
  const auto file = memory_file("seccomp");
  if (!file) return Failed(file.error());
  if (const int result = seccomp_export_bpf(filter, file->get()); result != 0) return Failed(system_error(-result, "seccomp_export_bpf"));
  const auto bytes = read_at(file->get(), 0, BPF_MAXINSNS * sizeof(sock_filter));
  if (!bytes) return Failed(bytes.error());
  std::vector<sock_filter> program(bytes->size() / sizeof(sock_filter));
  std::copy_n(bytes->data(), program.size() * sizeof(sock_filter), reinterpret_cast<char*>(program.data()));
  return program;
}

}  // namespace

bool SeccompFilter::supported() {
  const std::uint32_t action = SECCOMP_RET_KILL_PROCESS;
  return ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

Result<SeccompFilter> SeccompFilter::compile(bool generated_code) {
  const Filter context(seccomp_init(SCMP_ACT_ERRNO(EPERM)), &seccomp_release);
  if (!context) return Failed(fail(ErrorCode::Unavailable, "The system-call filter could not be made."));
  seccomp_attr_set(context.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  seccomp_attr_set(context.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);  // a binary tree instead of a chain of comparisons
  Builder builder(context.get());
  for (const char* name : kAllowed) builder.allow(name);
  for (const char* name : kKilled) builder.rule(SCMP_ACT_KILL_PROCESS, name);
  memory_rules(builder, generated_code);
  process_rules(builder);
  descriptor_rules(builder);
  if (kSanitized) {
    for (const char* name : kAllowedSanitized) builder.allow(name);
  }
  if (builder.failed() != nullptr) {
    return Failed(fail(ErrorCode::Unavailable, "The system-call filter could not be made.").cause(builder.failed()));
  }
  auto program = exported(context.get());
  if (!program) return Failed(program.error());
  SeccompFilter filter;
  filter.program_ = *std::move(program);
  return filter;
}

Result<void> SeccompFilter::enter(pid_t self) {
  for (auto& instruction : program_) {
    if (instruction.k == kOwnPid) instruction.k = static_cast<std::uint32_t>(self);
  }
  sock_fprog program{static_cast<unsigned short>(program_.size()), program_.data()};
  if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) return Failed(system_error(errno, "seccomp"));
  return {};
}

}  // namespace docmill::sandbox
