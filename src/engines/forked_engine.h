#pragma once
#include <string>

#include "engines/engine.h"
#include "sandbox/zygote.h"

namespace docmill::engines {

struct ForkedOptions {
  std::string name;     // "office"
  std::string product;  // what its zygote calls itself before its version: "LibreOffice"
  std::size_t most_inputs = 1;
  int tries = 1;  // how often a step runs, each time in a fresh child, while it ends in EngineFailed
  sandbox::ZygoteOptions zygote;
};

/// An engine that is a zygote: warm once, forked into one jailed child for each step. Used from one strand.
class ForkedEngine : public Engine {
 public:
  ForkedEngine(Executor executor, ForkedOptions options);
  ~ForkedEngine() override;

  std::string_view name() const override { return options_.name; }
  Async<Result<void>> start() override;
  Async<Result<StepResult>> run(StepRequest request, Stop& stop) override;
  bool ready() const override;
  std::string version() const override;
  std::vector<sandbox::LayerReport> layers() const override;
  Async<void> stop() override;

 private:
  ForkedOptions options_;
  sandbox::Zygote zygote_;
};

}  // namespace docmill::engines
