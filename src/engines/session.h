#pragma once
#include <memory>

#include "engines/engine.h"
#include "engines/protocol.h"
#include "sandbox/child.h"

namespace docmill::engines {

/// One step's talk with its child: what the worker sends, what it hears, and how long it waits for each phase.
/// The child may be hostile; nothing it says can do more than fail this one step.
class Session {
 public:
  /// `request` and `stop` are borrowed for the life of the session.
  Session(std::unique_ptr<sandbox::Child> child, const StepRequest& request, Stop& stop);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Runs the step until `total` passes. Errors: as Engine::run.
  Async<Result<StepResult>> run(Deadline total);
  /// The child of a step that went well; it waits to be dropped.
  std::unique_ptr<sandbox::Child> take_child();

 private:
  Async<Result<void>> open();
  Async<Result<Finished>> listen(Deadline total);
  Async<Error> lost();
  Result<void> begin(Phase phase);
  Result<void> keep(OutputNote note, sandbox::Packet packet);
  std::chrono::milliseconds budget(Phase phase) const;
  Error over_budget(Deadline total) const;
  void close_phase();

  std::unique_ptr<sandbox::Child> child_;
  const StepRequest& request_;
  Stop& stop_;
  Phase phase_ = Phase::Load;
  Deadline::Steady::time_point phase_began_ = Deadline::Steady::now();
  trace::Span phase_span_;
  std::map<std::string, std::uint64_t> phase_ms_;
  std::vector<Document> outputs_;
  std::uint64_t outputs_size_ = 0;
};

}  // namespace docmill::engines
