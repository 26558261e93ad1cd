#pragma once
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/async.h"
#include "base/metrics.h"
#include "base/result.h"
#include "base/trace.h"
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
  const trace::Span* span = nullptr;         // borrowed: of the attempt; may be null
  Metrics* metrics = nullptr;                // borrowed; may be null
};

/// The engines that a run with these inputs may call; one that only serves types that cannot occur is not among them.
std::set<std::string_view> engines_needed(const model::Action& action, const std::vector<engines::Document>& inputs);

/// Runs the action's steps in order; what one step makes is what the next one reads (model::Step).
/// Returns: the last step's outputs; fonts, warnings and phase times of all steps; the highest memory peak.
/// `stop` is borrowed. Errors: those of engines::Engine::run, and Unavailable when this process lacks an engine.
Async<Result<engines::StepResult>> run_action(ActionRun run, EngineMap engines, engines::Stop& stop);

}  // namespace docmill::worker
