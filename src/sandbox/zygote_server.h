#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "sandbox/child.h"

namespace docmill::sandbox {

/// The child's end of its socket to the worker; blocking, one thread.
class ChildLink {
 public:
  explicit ChildLink(UniqueFd socket) : socket_(std::move(socket)) {}
  /// Waits for the next packet. Errors: Unavailable when the worker is gone (leave with _exit).
  Result<Packet> receive();
  Result<void> send(const Packet& packet);

 private:
  UniqueFd socket_;
};

/// Runs in the jailed child with its private, empty, writable directory as working directory; what it returns is the
/// exit status.
using ChildMain = std::function<int(ChildLink&)>;

/// What a zygote process knows of its surroundings after prepare().
class ZygoteContext {
 public:
  ZygoteContext(ZygoteContext&&) noexcept;
  ~ZygoteContext();

  /// Call first in main(), before the engine's library is loaded. Reads the options the worker passed, enters the
  /// namespaces the host allows (network, IPC, UTS, mount, PID), mounts the private scratch tmpfs, leaves root for an
  /// unprivileged user, sets no-new-privileges and TMPDIR, and closes every inherited descriptor but its socket.
  /// TMPDIR becomes /proc/self/cwd: an engine fixes its temporary names when it starts, and each child changes into a
  /// directory of its own, so the fixed name leads every child to its own files.
  static Result<ZygoteContext> prepare(int argc, char** argv);

  /// A directory the zygote itself may write while it warms up (profile, warm-up documents). Children may read it.
  const std::string& home() const;

  /// Lets children make memory executable, for an engine with a just-in-time compiler. Call before serve().
  void allow_generated_code();

  /// Call when the engine is warm. Checks that the process has one thread, tells the worker it is warm, then forks a
  /// jailed child for every request until the worker is gone, and ends the process. `readable`: directories and files
  /// the engine reads while it works; nothing else can be opened. `before_forks`: called once, when all is made that the zygote needs.
  [[noreturn]] void serve(std::string version, std::vector<std::string> readable, ChildMain child_main,
                          const std::function<void()>& before_forks = {});

  /// Tells the worker why this zygote cannot serve, and ends the process.
  [[noreturn]] void give_up(std::string reason);

 private:
  struct State;
  explicit ZygoteContext(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace docmill::sandbox
