#pragma once
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/async.h"
#include "base/result.h"
#include "config/settings.h"
#include "engines/engine.h"
#include "worker/run_action.h"

namespace docmill::app {

/// The engines of a worker, or of `docmill run`, by name. Owned here; used from one strand.
class Engines {
 public:
  /// `names`: the engines wanted; all of them when it is empty.
  Engines(Executor executor, const config::Settings& settings, const std::set<std::string_view>& names = {});
  ~Engines();

  /// Warms every engine up. Errors: Unavailable (the message says what to install).
  Async<Result<void>> start();
  Async<void> stop();
  worker::EngineMap by_name() const;

 private:
  std::vector<std::unique_ptr<engines::Engine>> engines_;
};

/// That the programs of the engines are there. Errors: BadRequest (the message names the setting).
Result<void> check_programs(const config::Settings& settings);

engines::PhaseBudgets phase_budgets(const config::Settings& settings);
engines::DocumentLimits document_limits(const config::Settings& settings);
std::size_t slot_count(const config::Settings& settings);
/// The scratch directory for hosts without a private tmpfs.
std::string run_dir(const config::Settings& settings);

}  // namespace docmill::app
