#include "steward/sweeps.h"

namespace docmill::steward {
namespace {

class FinishedInputs final : public Sweep {
 public:
  std::string_view name() const override { return "finished-inputs"; }

  Async<Result<void>> visit(const SweepRun& run, JobFolder& folder, SweepReport& report) override {
    if (folder.result() == nullptr) co_return Result<void>{};
    for (const auto& input : folder.below("in/")) {
      ++report.examined;
      auto removed = co_await folder.remove(run, input.name, report);
      if (!removed) co_return removed;
    }
    co_return Result<void>{};
  }
};

}  // namespace

std::unique_ptr<Sweep> finished_inputs() {
  return std::make_unique<FinishedInputs>();
}

}  // namespace docmill::steward
