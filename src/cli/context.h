#pragma once
#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "config/settings.h"

namespace docmill::cli {

/// Exit codes: 0 done, 1 the work failed, 2 the call was wrong (CLI11's own faults included).
constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kMisused = 2;

/// What the commands share: the settings given as flags, and which command was chosen.
class Context {
 public:
  /// Gives `command` every setting as a flag. `shown` puts them into its help; else `docmill settings` lists them.
  void add_settings(CLI::App& command, bool shown);
  /// `run` is called with the resolved settings when `command` is the one chosen; its return value is the exit code.
  void on(CLI::App& command, std::function<int(const config::Settings&)> run);

  /// Resolves settings (defaults, --config file, DOCMILL_* environment, flags), prints every fault, runs the chosen command.
  int run();

 private:
  config::Values flags_;
  std::string config_file_;
  std::function<int(const config::Settings&)> chosen_;
};

/// Prints the customer-safe message, and the cause beneath it: on a command line the operator is the reader.
int report(const Error& error);

}  // namespace docmill::cli
