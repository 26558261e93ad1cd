#include "engines/browser/browser_spawn.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/close_range.h>
#include <linux/mount.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "engines/browser/browser_flags.h"
#include "sandbox/leftovers.h"
#include "sandbox/namespaces.h"

namespace docmill::engines::browser {
namespace {

// Descriptors of the new process: /dev/null, /dev/null, its messages, the pipe twice, and our report until it executes Chromium.
constexpr int kPipeIn = 3;
constexpr int kPipeOut = 4;
constexpr int kReport = 5;
constexpr int kAbove = 50;  // where descriptors wait while the low ones are put in order
constexpr int kNamespaces = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS;

/// What the new process says before it executes Chromium: what it achieved, or where it stopped.
struct SpawnReport {
  bool network = false;  // a namespace without network
  int error = 0;
  std::array<char, 24> step{};
};

/// Everything the new process needs, made before it exists: between clone and execve only system calls are safe.
struct Plan {
  const char* program = nullptr;
  char* const* arguments = nullptr;
  char* const* environment = nullptr;
  int flags = 0;       // of clone
  bool later = false;  // no namespace could be had at the start: try to leave the network behind once unprivileged
  bool change_user = false;
  uid_t user = 0;
  std::string map;          // of the user namespace
  std::string groups_file;  // of the control group; empty: none
  std::string tmpfs;        // options of /tmp
  rlim_t memory = 0;
  int pipe = -1;
  int messages = -1;
  int report = -1;
};

void say(const Plan& plan, const SpawnReport& report) {
  if (::write(plan.report, &report, sizeof report) < 0) ::_exit(126);
}

[[noreturn]] void give_up(const Plan& plan, const char* step) {
  SpawnReport report;
  report.error = errno;
  std::strncpy(report.step.data(), step, report.step.size() - 1);
  say(plan, report);
  ::_exit(125);
}

bool put(const char* path, const char* text, std::size_t size) {
  const int file = ::open(path, O_WRONLY | O_CLOEXEC);
  const bool done = file >= 0 && ::write(file, text, size) == static_cast<ssize_t>(size);
  if (file >= 0) ::close(file);
  return done;
}

bool map_user(const Plan& plan) {
  return put("/proc/self/setgroups", "deny", 4) && put("/proc/self/uid_map", plan.map.c_str(), plan.map.size()) &&
         put("/proc/self/gid_map", plan.map.c_str(), plan.map.size());
}

void private_files(const Plan& plan) {
  constexpr unsigned long kPlain = MS_NOSUID | MS_NODEV | MS_NOEXEC;
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) give_up(plan, "private mounts");
  // Read-only files are a layer more; file permissions hold without it (older kernels lack the call).
  mount_attr read_only{};
  read_only.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID;
  ::syscall(SYS_mount_setattr, -1, "/", AT_RECURSIVE, &read_only, sizeof read_only);
  if (::mount("proc", "/proc", "proc", kPlain, nullptr) != 0) give_up(plan, "private /proc");
  if (::mount("tmpfs", "/tmp", "tmpfs", kPlain, plan.tmpfs.c_str()) != 0) give_up(plan, "private /tmp");
  if (::mount("tmpfs", "/dev/shm", "tmpfs", kPlain, plan.tmpfs.c_str()) != 0) give_up(plan, "private /dev/shm");
  ::mount("tmpfs", "/run", "tmpfs", kPlain, "size=64k,mode=755");  // sockets of the host's services
}

void become(const Plan& plan) {
  // The raw calls: those of the C library signal the threads of the process this one was cloned from.
  if (::syscall(SYS_setgroups, 0, nullptr) != 0 || ::syscall(SYS_setresgid, plan.user, plan.user, plan.user) != 0 ||
      ::syscall(SYS_setresuid, plan.user, plan.user, plan.user) != 0) {
    give_up(plan, "another user");
  }
}

void limit(const Plan& plan) {
  const rlimit none{0, 0};
  const rlimit memory{plan.memory, plan.memory};
  const rlimit files{4096, 4096};
  ::setrlimit(RLIMIT_CORE, &none);
  ::setrlimit(RLIMIT_DATA, &memory);
  ::setrlimit(RLIMIT_NOFILE, &files);
}

void default_signals() {
  struct sigaction action{};
  action.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number) ::sigaction(number, &action, nullptr);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

void order_descriptors(Plan& plan) {
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  const int null_above = ::fcntl(null, F_DUPFD, kAbove);
  const int pipe = ::fcntl(plan.pipe, F_DUPFD, kAbove);
  const int messages = ::fcntl(plan.messages, F_DUPFD, kAbove);
  const int report = ::fcntl(plan.report, F_DUPFD, kAbove);
  if (null_above < 0 || pipe < 0 || messages < 0 || report < 0) give_up(plan, "descriptors");
  ::dup2(null_above, 0);
  ::dup2(null_above, 1);
  ::dup2(messages, 2);
  ::dup2(pipe, kPipeIn);
  ::dup2(pipe, kPipeOut);
  ::dup3(report, kReport, O_CLOEXEC);
  plan.report = kReport;
  ::syscall(SYS_close_range, kReport + 1, ~0U, 0);
}

[[noreturn]] void run_child(Plan plan) {
  SpawnReport report;
  default_signals();
  ::setsid();
  order_descriptors(plan);
  if (!plan.groups_file.empty()) put(plan.groups_file.c_str(), "0", 1);  // 0 is the writer
  if ((plan.flags & CLONE_NEWUSER) != 0 && !map_user(plan)) give_up(plan, "user map");
  if ((plan.flags & CLONE_NEWNS) != 0) private_files(plan);
  report.network = (plan.flags & CLONE_NEWNET) != 0;
  if (plan.change_user) become(plan);
  if (plan.later) {
    ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);  // the maps belong to root while the process is not dumpable
    const bool apart = ::unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) == 0;
    if (apart && !map_user(plan)) give_up(plan, "user map");
    report.network = apart;
  }
  limit(plan);
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) give_up(plan, "no new privileges");
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  say(plan, report);
  ::execve(plan.program, plan.arguments, plan.environment);
  give_up(plan, "execve");
}

std::vector<char*> words(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

struct Home {
  std::string path;
  UniqueFd lock;
};

/// A directory of its own for a browser without a mount namespace.
Result<Home> make_home(const SpawnOptions& options) {
  // Named and locked like a zygote's, so that what a killed worker leaves is swept with those.
  const auto where = options.run_dir.empty() ? std::string("/dev/shm") : options.run_dir;
  std::string path = fmt::format("{}/{}{}-XXXXXX", where, sandbox::kLeftoverPrefix, ::getpid());
  if (::mkdtemp(path.data()) == nullptr) return Failed(system_error(errno, "make a directory for the browser"));
  if (::geteuid() == 0 && ::chown(path.c_str(), options.unprivileged_user, options.unprivileged_user) != 0) {
    return Failed(system_error(errno, "give the browser its directory"));
  }
  UniqueFd lock(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock.valid() || ::flock(lock.get(), LOCK_SH) != 0) return Failed(system_error(errno, "lock the browser's directory"));
  return Home{std::move(path), std::move(lock)};
}

Error cannot_start(const SpawnOptions& options, const SpawnReport& report) {
  return fail(ErrorCode::Unavailable, fmt::format("The browser {} could not be started: {} ({}).", options.program,
                                                  std::strerror(report.error), report.step.data()));
}

struct Pair {
  UniqueFd ours;
  UniqueFd theirs;
};

Result<Pair> connected(bool both_ways) {
  std::array<int, 2> ends{};
  const int failed = both_ways ? ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) : ::pipe2(ends.data(), O_CLOEXEC);
  if (failed != 0) return Failed(system_error(errno, "connect the browser"));
  return Pair{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

enum class Way { Namespaces, NetworkOnly, Plain };

std::vector<sandbox::LayerReport> layers_of(Way way, const SpawnReport& report, bool groups) {
  const bool full = way == Way::Namespaces;
  const std::string remedy = "start as root with CAP_SYS_ADMIN, or allow unprivileged user namespaces";
  const auto layer = [&](const char* name, bool active) {
    return sandbox::LayerReport{.name = name, .active = active, .detail = active ? std::string() : remedy};
  };
  return {layer("network-namespace", report.network),
          layer("mount-namespace", full),
          layer("pid-namespace", full),
          {"unprivileged-user", true, ""},
          {"no-new-privileges", true, ""},
          {"rlimits", true, ""},
          {"cgroup", groups, groups ? "" : "control groups are not ours to make here"},
          {"chromium-sandbox", true, "user namespaces and seccomp, Chromium's own"}};
}

Result<SpawnReport> start_process(SpawnedBrowser& spawned, Plan& plan, const SpawnOptions& options) {
  auto pipe = connected(true);
  auto messages = connected(false);
  auto report_pipe = connected(false);
  if (!pipe || !messages || !report_pipe) return Failed(system_error(errno, "connect the browser"));
  plan.pipe = pipe->theirs.get();
  plan.messages = messages->theirs.get();
  plan.report = report_pipe->theirs.get();
  const long pid = ::syscall(SYS_clone, plan.flags | SIGCHLD, nullptr, nullptr, nullptr, nullptr);
  if (pid == 0) run_child(std::move(plan));
  if (pid < 0) return Failed(system_error(errno, "start the browser"));
  spawned.pid = static_cast<pid_t>(pid);
  report_pipe->theirs.reset();
  SpawnReport last;
  SpawnReport next;
  // It ends with the write end: Chromium runs, or the process is gone.
  while (::read(report_pipe->ours.get(), &next, sizeof next) == static_cast<ssize_t>(sizeof next)) last = next;
  if (last.error != 0) {
    ::waitpid(spawned.pid, nullptr, 0);
    return Failed(cannot_start(options, last));
  }
  spawned.pidfd = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, spawned.pid, 0)));
  spawned.pipe = std::move(pipe->ours);
  spawned.messages = std::move(messages->ours);
  return last;
}

Result<SpawnedBrowser> spawn_one_way(const SpawnOptions& options, Way way) {
  const bool root = ::geteuid() == 0;
  SpawnedBrowser spawned;
  std::string home = "/tmp";
  if (way != Way::Namespaces) {
    auto made = make_home(options);
    if (!made) return Failed(made.error());
    home = spawned.home = made->path;
    spawned.home_lock = std::move(made->lock);
  }
  sandbox::ZygoteOptions groups;
  groups.memory_growth = options.whole_memory;
  groups.scratch_size = 0;
  groups.max_children = 1;
  if (auto made = sandbox::ControlGroups::make(groups)) spawned.control_groups = *std::move(made);
  auto arguments = browser_flags(options.program, home, options.process_memory / 3);
  auto environment = browser_environment(home);
  const auto argument_words = words(arguments);
  const auto environment_words = words(environment);
  Plan plan;
  plan.program = options.program.c_str();
  plan.arguments = argument_words.data();
  plan.environment = environment_words.data();
  plan.flags = way != Way::Namespaces ? 0 : root ? kNamespaces : kNamespaces | CLONE_NEWUSER;
  plan.later = way == Way::NetworkOnly;
  plan.change_user = root;
  plan.user = options.unprivileged_user;
  const auto outside = root ? options.unprivileged_user : ::geteuid();
  plan.map = fmt::format("{} {} 1", options.unprivileged_user, outside);
  plan.tmpfs =
      fmt::format("size={},mode=700,uid={},gid={}", options.process_memory / 2, options.unprivileged_user, options.unprivileged_user);
  plan.memory = options.process_memory;
  if (spawned.control_groups) plan.groups_file = spawned.control_groups->directory() + "/slot-0/cgroup.procs";
  auto report = start_process(spawned, plan, options);
  if (!report) {
    if (!spawned.home.empty()) ::rmdir(spawned.home.c_str());
    return Failed(report.error());
  }
  spawned.layers = layers_of(way, *report, spawned.control_groups.has_value());
  return spawned;
}

}  // namespace

Result<SpawnedBrowser> spawn_browser(const SpawnOptions& options) {
  if (::access(options.program.c_str(), X_OK) != 0) {
    return Failed(fail(ErrorCode::Unavailable,
                       fmt::format("The browser {} cannot be run. Install Debian's package chromium-headless-shell (or chromium), or say "
                                   "where it is with --browser-program.",
                                   options.program))
                      .cause(std::strerror(errno)));
  }
  if (!sandbox::can_become_unprivileged()) {
    return Failed(
        fail(ErrorCode::Unavailable,
             "The browser does not run as root, and this root may not change its user: start as a plain user or with CAP_SETUID."));
  }
  if (!options.namespaces) return spawn_one_way(options, Way::Plain);
  auto spawned = spawn_one_way(options, Way::Namespaces);
  return spawned ? std::move(spawned) : spawn_one_way(options, Way::NetworkOnly);
}

}  // namespace docmill::engines::browser
