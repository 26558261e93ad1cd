#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "cli/call/target.h"

namespace docmill::cli {

/// The command line of `docmill call`.
struct CallOptions {
  std::string action;
  std::vector<std::string> files;  // paths, patterns, or "-"
  std::vector<std::string> values;
  std::string as;  // the field that the files are for; empty: the action's main one
  bool together = false;
  std::string output;
  std::string name;  // of what comes from stdin
  std::string watch;
  TargetFlags target;
  std::size_t parallel = 4;
  std::chrono::milliseconds timeout{3'600'000};
  unsigned retries = 5;
  std::string idempotency_key;
  bool json = false;
  bool quiet = false;
};

}  // namespace docmill::cli
