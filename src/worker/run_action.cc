#include "worker/run_action.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "model/retry_policy.h"

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

/// Adds one engine call's figures to those of the calls before it; pages are counted by step.
void add_figures(engines::StepResult& sum, engines::StepResult& made) {
  append(sum.fonts, made.fonts);
  append(sum.warnings, made.warnings);
  for (const auto& [phase, ms] : made.phase_ms) sum.phase_ms[phase] += ms;
  sum.peak_memory = std::max(sum.peak_memory, made.peak_memory);
  if (sum.engine.empty()) {
    sum.engine = std::move(made.engine);
  } else if (sum.engine.find(made.engine) == std::string::npos) {
    sum.engine += " + " + made.engine;
  }
}

bool is_for(const model::Step& step, const engines::Document& document) {
  return step.only.empty() || std::ranges::find(step.only, document.extension) != step.only.end();
}

/// The steps of one action, while they run.
class Run {
 public:
  Run(ActionRun run, EngineMap engines, engines::Stop& stop)
      : run_(std::move(run)), engines_(std::move(engines)), stop_(stop), whole_(Deadline::in(run_.budgets.total)) {
    for (auto& input : run_.inputs) {
      auto name = std::exchange(input.name, {});
      items_.push_back({.document = std::move(input), .origin = std::move(name)});
    }
  }

  Async<Result<engines::StepResult>> go() {
    for (const auto& step : run_.action->steps) {
      if (!is_wanted(step)) continue;
      auto done = step.only.empty() ? co_await for_all(step) : co_await for_each(step);
      if (!done) co_return Failed(std::move(done.error()).at("run_action"));
    }
    for (auto& item : items_) sum_.outputs.push_back(std::move(item.document));
    if (!name_.empty() && sum_.outputs.size() == 1) sum_.outputs.front().name = std::move(name_);
    co_return std::move(sum_);
  }

 private:
  /// A document on its way through the steps.
  struct Item {
    engines::Document document;  // with the name that an engine gave it, if one did
    std::string origin = {};     // what the caller's document that it was made of is called
    bool spare = false;          // it came along with another one
  };
  using Items = std::vector<Item>;

  bool is_wanted(const model::Step& step) const {
    if (step.if_several && items_.size() < 2) return false;
    if (step.when.field.empty()) return true;
    const auto value = run_.params.find(std::string(step.when.field));
    return value != run_.params.end() && value->second == step.when.value;
  }

  Async<Result<void>> for_all(const model::Step& step) {
    std::vector<engines::Document> inputs;
    for (auto& item : items_) inputs.push_back(named(std::move(item)));
    auto made = co_await call(step, std::move(inputs));
    if (!made) co_return Failed(std::move(made.error()));
    if (made->pages != 0) sum_.pages = made->pages;
    items_.clear();
    for (auto& output : made->outputs) items_.push_back({.document = std::move(output)});
    add_figures(sum_, *made);
    co_return Result<void>{};
  }

  /// What is made of a document takes its place, with its field.
  Async<Result<void>> for_each(const model::Step& step) {
    Items after;
    std::uint32_t pages = 0;
    for (auto& item : items_) {
      if (!is_for(step, item.document)) {
        after.push_back(std::move(item));
        continue;
      }
      const auto spare = item.spare;
      std::vector<engines::Document> one;
      one.push_back(named(std::move(item)));
      const auto field = one.front().field;
      const auto name = one.front().name;
      const auto was = one.front().was.empty() ? one.front().extension : one.front().was;
      auto made = co_await call(step, std::move(one));
      if (!made && spare && model::blames_document(made.error().code())) {
        sum_.warnings.push_back(fmt::format("{} was left out: {}", name.empty() ? "A document" : name, made.error().message()));
        continue;
      }
      if (!made) co_return Failed(std::move(made.error()));
      pages += made->pages;
      for (auto& output : made->outputs) {
        output.field = field;
        output.was = was;
        const bool along = &output != &made->outputs.front();
        after.push_back({.document = std::move(output), .origin = name, .spare = spare || along});
      }
      add_figures(sum_, *made);
    }
    if (pages != 0) sum_.pages = pages;
    items_ = std::move(after);
    co_return Result<void>{};
  }

  /// A document as an engine is given it: under its own name or, when it has none, under its origin's.
  static engines::Document named(Item item) {
    if (item.document.name.empty()) item.document.name = std::move(item.origin);
    return std::move(item.document);
  }

  Async<Result<engines::StepResult>> call(const model::Step& step, std::vector<engines::Document> inputs) {
    if (stop_.requested()) co_return Failed(fail(ErrorCode::Cancelled, "The job was stopped."));
    const auto found = engines_.find(step.engine);
    if (found == engines_.end()) {
      auto missing = fail(ErrorCode::Unavailable, "The service cannot run this action now. Try again later.");
      co_return Failed(std::move(missing).cause("no engine named " + std::string(step.engine)));
    }
    engines::StepRequest request{
        .operation = std::string(step.operation),
        .target = std::string(step.target),
        .inputs = std::move(inputs),
        .params = run_.params,
        .budgets = capped(run_.budgets, whole_),
        .limits = run_.limits,
        .on_phase = run_.on_phase,
    };
    auto span = trace::child_of(run_.span, "step");
    describe(span, step, request.inputs.size());
    request.span = &span;
    const auto began = Deadline::Steady::now();
    auto made = co_await found->second->run(std::move(request), stop_);
    note(span, step, made, Deadline::Steady::now() - began);
    if (made && step.names && made->outputs.size() == 1) name_ = made->outputs.front().name;
    co_return made;
  }

  static void describe(trace::Span& span, const model::Step& step, std::size_t inputs) {
    if (!span.recording()) return;
    span.rename(fmt::format("step {}/{}", step.engine, step.operation));
    span.set("docmill.engine", step.engine);
    span.set("docmill.operation", step.operation);
    span.set("docmill.target", step.target);
    span.set("docmill.inputs", inputs);
  }

  void note(trace::Span& span, const model::Step& step, const Result<engines::StepResult>& made, Deadline::Steady::duration took) {
    const auto outcome = made ? std::string_view("succeeded") : info(made.error().code()).name;
    if (run_.metrics != nullptr) {
      run_.metrics->observe_seconds("docmill_step_seconds", "Steps of actions by engine and how they ended.",
                                    std::chrono::duration<double>(took).count(),
                                    {{"engine", std::string(step.engine)}, {"outcome", std::string(outcome)}});
    }
    if (!made) return span.fail(made.error());
    span.set("docmill.outputs", made->outputs.size());
    span.set("docmill.pages", made->pages);
    span.set("docmill.peak_memory", made->peak_memory);
  }

  ActionRun run_;
  EngineMap engines_;
  engines::Stop& stop_;
  Deadline whole_;
  Items items_;
  engines::StepResult sum_;
  std::string name_;  // of the result, where a step gave it one
};

}  // namespace

std::set<std::string_view> engines_needed(const model::Action& action, const std::vector<engines::Document>& inputs) {
  std::set<std::string_view> types;
  for (const auto& input : inputs) types.insert(input.extension);
  std::set<std::string_view> names;
  bool any = false;  // a step may have made documents of any type
  for (const auto& step : action.steps) {
    const bool serves = step.only.empty() || any || std::ranges::any_of(step.only, [&](auto type) { return types.contains(type); });
    if (!serves) continue;
    names.insert(step.engine);
    types.insert(step.target);
    // What the caller chooses the type of leaves a step for all documents under any type.
    any = any || step.target == "bin" || (action.makes == "bin" && step.only.empty());
  }
  return names;
}

Async<Result<engines::StepResult>> run_action(ActionRun run, EngineMap engines, engines::Stop& stop) {
  Run running(std::move(run), std::move(engines), stop);
  co_return co_await running.go();
}

}  // namespace docmill::worker
