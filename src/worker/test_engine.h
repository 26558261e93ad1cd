#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/fd.h"
#include "base/signal.h"
#include "engines/engine.h"

namespace docmill::worker::test {

inline UniqueFd memory_of(std::string_view bytes) {
  auto file = memory_file("docmill-test");
  if (!file || !write_all(file->get(), bytes)) return UniqueFd();
  return std::move(*file);
}

inline std::string bytes_of(const engines::Document& document) {
  return read_at(document.bytes.get(), 0, 1U << 20U).value_or("unreadable");
}

/// What the engine below makes of a document when it is not told otherwise.
inline std::string converted(std::string_view input) {
  return "converted " + std::string(input);
}

/// An engine that does what the test says, in order, and then always the same: it converts, unless told otherwise.
class ScriptedEngine final : public engines::Engine {
 public:
  using Run = std::function<Async<Result<engines::StepResult>>(engines::StepRequest, engines::Stop&)>;

  void then(Run run) { script_.push_back(std::move(run)); }
  void always_fail(ErrorCode code) { always_ = code; }
  void then_fail(ErrorCode code, std::uint32_t times = 1) {
    for (std::uint32_t i = 0; i < times; ++i) {
      then([code](engines::StepRequest, engines::Stop&) { return failing(code); });
    }
  }
  /// The next run goes on until it is stopped.
  void then_hang() {
    then([](engines::StepRequest, engines::Stop& stop) { return hanging(stop); });
  }

  std::uint64_t runs() const { return runs_; }
  /// Notified when a run begins.
  Signal& began() { return began_; }
  /// How the last run was asked for.
  const std::map<std::string, std::string>& params() const { return params_; }
  const std::string& target() const { return target_; }
  const engines::PhaseBudgets& budgets() const { return budgets_; }
  const std::vector<std::string>& input_names() const { return input_names_; }

  std::string_view name() const override { return "office"; }
  Async<Result<void>> start() override { co_return Result<void>{}; }
  Async<Result<engines::StepResult>> run(engines::StepRequest request, engines::Stop& stop) override {
    ++runs_;
    params_ = request.params;
    target_ = request.target;
    budgets_ = request.budgets;
    input_names_.clear();
    for (const auto& input : request.inputs) input_names_.push_back(input.name);
    began_.notify();
    if (script_.empty() && always_) co_return co_await failing(*always_);
    if (script_.empty()) co_return co_await converting(std::move(request));
    const auto next = std::move(script_.front());  // lives as long as the coroutine it makes
    script_.pop_front();
    co_return co_await next(std::move(request), stop);
  }
  bool ready() const override { return true; }
  std::string version() const override { return "office/test"; }
  std::vector<sandbox::LayerReport> layers() const override { return {}; }
  Async<void> stop() override { co_return; }

  static Async<Result<engines::StepResult>> converting(engines::StepRequest request) {
    engines::StepResult result;
    for (const auto& input : request.inputs) {
      result.outputs.push_back({memory_of(converted(bytes_of(input))), request.target});
    }
    result.phase_ms = {{"load", 3}, {"export", 4}};
    result.fonts = {{"Calibri", "Carlito"}};
    result.peak_memory = 1000;
    result.pages = 2;
    result.engine = "office/test";
    co_return result;
  }
  static Async<Result<engines::StepResult>> failing(ErrorCode code) { co_return Failed(fail(code, "Scripted failure.").in(Phase::Load)); }
  static Async<Result<engines::StepResult>> hanging(engines::Stop& stop) {
    auto stopped = std::make_shared<Signal>();  // shared with the listener
    stop.on_request([stopped] { stopped->notify(); });
    while (!stop.requested()) {
      const auto seen = stopped->count();
      if (stop.requested()) break;
      co_await stopped->wait(seen, Deadline::in(std::chrono::seconds(60)));
    }
    stop.on_request(nullptr);
    co_return Failed(fail(ErrorCode::Cancelled, "Stopped."));
  }

 private:
  std::deque<Run> script_;
  std::optional<ErrorCode> always_;
  std::uint64_t runs_ = 0;
  Signal began_;
  std::map<std::string, std::string> params_;
  std::string target_;
  engines::PhaseBudgets budgets_;
  std::vector<std::string> input_names_;
};

}  // namespace docmill::worker::test
