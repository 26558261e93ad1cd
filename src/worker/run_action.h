#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/async.h"
#include "base/result.h"
#include "engines/engine.h"
#include "model/action.h"

namespace docmill::worker {

/// The engines a process has, by name; borrowed.
using EngineMap = std::map<std::string, engines::Engine*, std::less<>>;

/// Everything one run of an action needs; no queue and no store, so that `docmill run` does the same work locally.
struct ActionRun {
  const model::Action* action = nullptr;  // borrowed, outlives the run
  std::vector<engines::Document> inputs;
  std::map<std::string, std::string> params;
  engines::PhaseBudgets budgets;  // `total` is for the whole action, not for one step
  engines::DocumentLimits limits;
  std::function<void(Phase)> on_phase = {};  // told when a phase begins; may be empty
};

/// Runs the action's steps in order; what one step makes is what the next one reads.
/// Returns: the last step's outputs; fonts, warnings and phase times of all steps; the highest memory peak.
/// `stop` is borrowed. Errors: those of engines::Engine::run, and Unavailable when this process lacks an engine.
Async<Result<engines::StepResult>> run_action(ActionRun run, EngineMap engines, engines::Stop& stop);

}  // namespace docmill::worker
