#include "sandbox/jailed_child.h"

#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "sandbox/limits.h"
#include "sandbox/packet.h"

namespace docmill::sandbox {
namespace {

// A child that does not read for this long is not going to.
constexpr std::chrono::seconds kSendPatience{30};

}  // namespace

ChildRecord::ChildRecord(const Executor& executor, std::uint64_t child_number, UniqueFd link, UniqueFd process)
    : number(child_number), socket(executor, link.release()), pidfd(std::move(process)) {}

void ChildRecord::kill() {
  if (killed || end) return;
  killed = true;
  const auto sent = ::syscall(SYS_pidfd_send_signal, pidfd.get(), SIGKILL, nullptr, 0);
  if (sent != 0 && errno != ESRCH && ask_zygote_to_kill) ask_zygote_to_kill();
  socket.cancel();  // wakes whoever waits for a packet, even if somebody else still holds the other end
}

void ChildRecord::finish(ChildEnd how) {
  if (end) return;
  end = how;
  changed.notify();
  socket.cancel();
}

ChildEnd judge(const wire::Report& report, bool killed) {
  ChildEnd end{.end = End::Exited, .code = 0, .peak_memory = report.peak_memory};
  if (WIFSIGNALED(report.status)) {
    end.code = WTERMSIG(report.status);
    end.end = end.code == SIGSYS ? End::JailViolation : killed && end.code == SIGKILL ? End::Killed : End::Signalled;
  } else {
    end.code = WEXITSTATUS(report.status);
    if (end.code == kOutOfMemoryExit) end.end = End::OutOfMemory;
  }
  if (report.out_of_memory && end.code == SIGKILL) end.end = End::OutOfMemory;
  return end;
}

Async<Result<void>> JailedChild::send(Packet packet) {
  const auto record = record_;
  const Deadline until = Deadline::in(kSendPatience);
  while (!record->killed) {
    auto sent = send_packet(record->socket.native_handle(), packet, MSG_DONTWAIT);
    if (!sent && sent.error().code() == ErrorCode::BadRequest) co_return Failed(sent.error());
    if (!sent) break;
    if (*sent) co_return Result<void>{};
    const bool writable = co_await wait_until_writable(record->socket, until);
    if (!writable) co_return Failed(fail(ErrorCode::EngineCrashed, "The engine stopped listening.").at("child.send"));
  }
  co_return Failed(fail(ErrorCode::EngineCrashed, "The engine ended early.").at("child.send"));
}

Async<Result<std::optional<Packet>>> JailedChild::receive(Deadline until) {
  const auto record = record_;
  while (true) {
    auto received = receive_packet(record->socket.native_handle(), MSG_DONTWAIT);
    if (!received) {
      record->kill();
      co_return Failed(fail(ErrorCode::EngineFailed, "The engine answered in a way it should not.").cause(received.error().describe()));
    }
    if (received->state == Received::State::Packet) co_return std::optional<Packet>(std::move(received->packet));
    if (received->state == Received::State::Closed || record->killed || record->end) co_return std::optional<Packet>();
    const bool readable = co_await wait_until_readable(record->socket, until);
    if (!readable) co_return Failed(fail(ErrorCode::DeadlineExceeded, "The document took too long.").at("child.receive"));
  }
}

Async<ChildEnd> JailedChild::ended() {
  const auto record = record_;
  while (!record->end) {
    const auto seen = record->changed.count();
    if (!record->end) co_await record->changed.wait(seen, Deadline::never());
  }
  co_return *record->end;
}

}  // namespace docmill::sandbox
