#pragma once
#include <cstdint>
#include <string>

#include "engines/engine.h"
#include "engines/finished_children.h"
#include "sandbox/zygote.h"

namespace docmill::engines {

/// What an engine is.
struct EngineKind {
  std::string name;     // "office"
  std::string product;  // what its zygote calls itself before its version: "LibreOffice"
  std::size_t most_inputs = 1;
  int tries = 1;            // how often a step runs, each time in a fresh child, while it ends in EngineFailed
  bool binds_first = true;  // its zygote looks up the symbols of its libraries, not each child; of LibreOffice that takes six seconds
  int ready_for = 1;  // children forked ahead for each that the operator asks for: more of small ones whose documents take less than a fork
};

/// What an operator may choose about one.
struct EngineOptions {
  std::string program;                       // path of its zygote
  int ready_children = 1;                    // forked ahead; of LibreOffice each saves a document the fork's 10 ms and costs about 20 MB
  std::uint64_t memory_growth = 1ULL << 30;  // bytes a document may add to its child
  std::string run_dir = {};                  // for scratch space where no private tmpfs can be mounted
};

/// An engine that is a zygote: warm once, forked into one jailed child for each step. Used from one strand.
class ForkedEngine : public Engine {
 public:
  ForkedEngine(Executor executor, EngineKind kind, EngineOptions options);
  ~ForkedEngine() override;

  std::string_view name() const override { return kind_.name; }
  Async<Result<void>> start() override;
  Async<Result<StepResult>> run(StepRequest request, Stop& stop) override;
  bool ready() const override;
  std::string version() const override;
  std::vector<sandbox::LayerReport> layers() const override;
  Async<void> stop() override;

 private:
  EngineKind kind_;
  sandbox::Zygote zygote_;
  std::shared_ptr<FinishedChildren> finished_;
};

}  // namespace docmill::engines
