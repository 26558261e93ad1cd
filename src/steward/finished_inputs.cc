#include "steward/sweeps.h"

namespace docmill::steward {
namespace {

class FinishedInputs final : public Sweep {
 public:
  std::string_view name() const override { return "finished-inputs"; }

  Async<Result<void>> visit(const SweepRun& run, JobFolder& folder, SweepReport& report) override {
    if (folder.result() == nullptr) co_return Result<void>{};
    std::vector<std::string> names;
    for (auto& input : folder.below("in/")) names.push_back(std::move(input.name));
    for (auto& told : folder.below("progress/")) names.push_back(std::move(told.name));
    report.examined += names.size();
    co_return co_await folder.remove_all(run, std::move(names), report);
  }
};

}  // namespace

std::unique_ptr<Sweep> finished_inputs() {
  return std::make_unique<FinishedInputs>();
}

}  // namespace docmill::steward
