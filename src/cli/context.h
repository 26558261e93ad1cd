#pragma once
#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "cli/call/exit_codes.h"
#include "config/settings.h"

namespace docmill::cli {

/// What the commands share: the settings given as flags, and which command was chosen.
class Context {
 public:
  /// Gives `command` every setting as a flag. `shown` puts them into its help; else `docmill settings` lists them.
  void add_settings(CLI::App& command, bool shown);
  /// `run` is called with the resolved settings when `command` is the one chosen; its return value is the exit code.
  void on(CLI::App& command, std::function<int(const config::Settings&)> run);
  /// The same for commands that need no settings: what is wrong with those does not hinder them.
  void on_bare(CLI::App& command, std::function<int()> run);

  /// Resolves settings (defaults, --config file, DOCMILL_* environment, flags), prints every fault, runs the chosen command.
  int run();

 private:
  config::Values flags_;
  std::string config_file_;
  std::function<int(const config::Settings&)> chosen_;
  std::function<int()> bare_;
};

/// Prints the customer-safe message, and the cause beneath it: on a command line the operator is the reader.
int report(const Error& error);

}  // namespace docmill::cli
