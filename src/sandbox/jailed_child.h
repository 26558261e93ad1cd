#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "base/signal.h"
#include "sandbox/child.h"
#include "sandbox/socket_wait.h"
#include "sandbox/wire.h"

namespace docmill::sandbox {

/// What the worker knows of one child; shared by the child object and the zygote's table, whichever lives longer.
struct ChildRecord {
  ChildRecord(const Executor& executor, std::uint64_t child_number, UniqueFd link, UniqueFd process);

  std::uint64_t number;
  Descriptor socket;
  UniqueFd pidfd;
  bool killed = false;
  std::optional<ChildEnd> end;
  Signal changed;
  std::function<void()> ask_zygote_to_kill;  // for a host where the worker itself may not

  void kill();
  void finish(ChildEnd how);
};

/// How a child ended, from the zygote's report. `killed`: whether the worker asked for it.
ChildEnd judge(const wire::Report& report, bool killed);

class JailedChild final : public Child {
 public:
  explicit JailedChild(std::shared_ptr<ChildRecord> record) : record_(std::move(record)) {}
  ~JailedChild() override { record_->kill(); }

  Async<Result<void>> send(Packet packet) override;
  Async<Result<std::optional<Packet>>> receive(Deadline until) override;
  void kill() override { record_->kill(); }
  Async<ChildEnd> ended() override;

 private:
  std::shared_ptr<ChildRecord> record_;
};

}  // namespace docmill::sandbox
