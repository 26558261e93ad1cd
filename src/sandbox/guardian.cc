#include "sandbox/guardian.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace docmill::sandbox {
namespace {

// The read end of a pipe whose write end only the guardian holds: it hangs up when the guardian dies.
int guardian_alive = -1;

int exit_status(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// Without a PID namespace the zygote's children come to us when it dies; they die by themselves, we only wait.
int reap_everybody(pid_t zygote) {
  int zygote_status = 0;
  int status = 0;
  pid_t pid = 0;
  while ((pid = ::waitpid(-1, &status, 0)) > 0 || errno == EINTR) {
    if (pid == zygote) zygote_status = status;
  }
  return exit_status(zygote_status);
}

[[noreturn]] void guard(const UniqueFd& control, Scratch& scratch, uid_t user, pid_t zygote) {
  if (!drop_privileges(user)) ::kill(zygote, SIGKILL);
  const UniqueFd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, zygote, 0)));
  std::array<pollfd, 2> waiting{{{control.get(), POLLRDHUP, 0}, {pidfd.get(), POLLIN, 0}}};
  while (::poll(waiting.data(), waiting.size(), -1) < 0 && errno == EINTR) {
  }
  if (waiting[0].revents != 0) ::kill(zygote, SIGKILL);
  const int status = reap_everybody(zygote);
  scratch.remove();
  ::_exit(status);
}

}  // namespace

void become_guarded(const UniqueFd& control, Scratch& scratch, const Namespaces& namespaces) {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  std::array<int, 2> alive{-1, -1};
  if (::pipe2(alive.data(), O_CLOEXEC) != 0) ::_exit(1);
  const pid_t zygote = ::fork();
  if (zygote < 0) ::_exit(1);
  if (zygote > 0) guard(control, scratch, namespaces.user, zygote);
  ::close(alive[1]);
  guardian_alive = alive[0];
  die_with_guardian();
}

void die_with_guardian() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  pollfd guardian{guardian_alive, 0, 0};
  if (::poll(&guardian, 1, 0) == 1) ::_exit(1);
}

}  // namespace docmill::sandbox
