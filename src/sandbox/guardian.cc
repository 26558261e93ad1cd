#include "sandbox/guardian.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace docmill::sandbox {
namespace {

// The zygote's end of a socket to its guardian: it hangs up when the guardian dies.
int to_guardian = -1;

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

[[noreturn]] void guard(const UniqueFd& control, const UniqueFd& zygote_link, Scratch& scratch, uid_t user, pid_t zygote) {
  const UniqueFd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, zygote, 0)));
  std::array<pollfd, 3> waiting{{{control.get(), POLLRDHUP, 0}, {pidfd.get(), POLLIN, 0}, {zygote_link.get(), POLLIN, 0}}};
  while (true) {
    if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno == EINTR) continue;
    if (waiting[0].revents != 0 || waiting[1].revents != 0) break;
    if (!drop_privileges(user)) break;
    waiting[2].fd = -1;
  }
  ::kill(zygote, SIGKILL);
  const int status = reap_everybody(zygote);
  scratch.remove();
  ::_exit(status);
}

void die_with_guardian() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  pollfd guardian{to_guardian, 0, 0};
  if (::poll(&guardian, 1, 0) == 1) ::_exit(1);
}

}  // namespace

void become_guarded(const UniqueFd& control, Scratch& scratch, const Namespaces& namespaces) {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  std::array<int, 2> link{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, link.data()) != 0) ::_exit(1);
  const pid_t zygote = ::fork();
  if (zygote < 0) ::_exit(1);
  ::close(link[zygote > 0 ? 1 : 0]);
  if (zygote > 0) guard(control, UniqueFd(link[0]), scratch, namespaces.user, zygote);
  to_guardian = link[1];
  die_with_guardian();
}

void settle_under_guardian() {
  die_with_guardian();
  if (::send(to_guardian, "s", 1, MSG_NOSIGNAL) != 1) ::_exit(1);
}

}  // namespace docmill::sandbox
