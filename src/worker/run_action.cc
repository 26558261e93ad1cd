#include "worker/run_action.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace docmill::worker {
namespace {

using Milliseconds = std::chrono::milliseconds;

/// Each phase keeps its own budget, but none gets more than is left of the whole.
engines::PhaseBudgets capped(engines::PhaseBudgets budgets, Deadline whole) {
  const auto left = std::chrono::duration_cast<Milliseconds>(whole.left());
  budgets.total = std::min(budgets.total, left);
  budgets.load = std::min(budgets.load, left);
  budgets.layout = std::min(budgets.layout, left);
  budgets.export_ = std::min(budgets.export_, left);
  return budgets;
}

void append(auto& to, auto& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// Adds a step's figures to those of the steps before it; the newest outputs are what counts.
void add(engines::StepResult& sum, engines::StepResult step) {
  sum.outputs = std::move(step.outputs);
  append(sum.fonts, step.fonts);
  append(sum.warnings, step.warnings);
  for (const auto& [phase, ms] : step.phase_ms) sum.phase_ms[phase] += ms;
  sum.peak_memory = std::max(sum.peak_memory, step.peak_memory);
  if (step.pages != 0) sum.pages = step.pages;
  if (sum.engine.empty()) {
    sum.engine = std::move(step.engine);
  } else if (!step.engine.empty() && !sum.engine.ends_with(step.engine)) {
    sum.engine += " + " + step.engine;
  }
}

/// Documents that are what the step would make pass through as they are: a PDF given to "any document to PDF" (spec U13).
bool made_already(const model::Step& step, const std::vector<engines::Document>& documents) {
  return step.operation == "convert" && !documents.empty() &&
         std::ranges::all_of(documents, [&](const auto& document) { return document.extension == step.target; });
}

}  // namespace

Async<Result<engines::StepResult>> run_action(ActionRun run, EngineMap engines, engines::Stop& stop) {
  const auto whole = Deadline::in(run.budgets.total);
  engines::StepResult sum;
  sum.outputs = std::move(run.inputs);
  for (const auto& step : run.action->steps) {
    if (stop.requested()) co_return Failed(fail(ErrorCode::Cancelled, "The job was stopped."));
    if (made_already(step, sum.outputs)) continue;
    const auto found = engines.find(step.engine);
    if (found == engines.end()) {
      auto missing = fail(ErrorCode::Unavailable, "The service cannot run this action now. Try again later.");
      co_return Failed(std::move(missing).cause("no engine named " + std::string(step.engine)).at("run_action"));
    }
    engines::StepRequest request{
        .operation = std::string(step.operation),
        .target = std::string(step.target),
        .inputs = std::move(sum.outputs),
        .params = run.params,
        .budgets = capped(run.budgets, whole),
        .limits = run.limits,
        .on_phase = run.on_phase,
    };
    auto made = co_await found->second->run(std::move(request), stop);
    if (!made) co_return Failed(std::move(made.error()).at("run_action"));
    add(sum, std::move(*made));
  }
  co_return sum;
}

}  // namespace docmill::worker
