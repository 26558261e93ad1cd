#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/async.h"
#include "base/fd.h"
#include "base/result.h"

namespace docmill::sandbox {

/// Every way a child can end.
enum class End { Exited, Signalled, JailViolation, OutOfMemory, Killed, ZygoteLost };
std::string_view name(End end);

struct ChildEnd {
  End end = End::Exited;
  int code = 0;                   // exit status, or signal number
  std::uint64_t peak_memory = 0;  // bytes private to the child, as far as known
};

/// What a child is told and what it says: one JSON text per packet, with descriptors beside it.
struct Packet {
  std::string text;                   // at most 64 KiB
  std::vector<UniqueFd> descriptors;  // at most 16
};

/// One jailed process for one document. Dropping it kills the process. Used from one strand.
class Child {
 public:
  virtual ~Child() = default;
  /// Errors: EngineCrashed when the child is gone.
  virtual Async<Result<void>> send(Packet packet) = 0;
  /// The next packet; nullopt when the child ended without another word (ask ended() how).
  /// Errors: DeadlineExceeded when `until` passes first (the child still runs: kill it).
  virtual Async<Result<std::optional<Packet>>> receive(Deadline until) = 0;
  /// Kills the process and everything it started, at once. Safe to repeat. Also usable while receive() waits, which then
  /// returns nullopt.
  virtual void kill() = 0;
  /// How it ended; waits for the end. Call kill() first unless the child is known to be leaving.
  virtual Async<ChildEnd> ended() = 0;
};

}  // namespace docmill::sandbox
