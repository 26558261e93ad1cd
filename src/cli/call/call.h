#pragma once
#include "cli/call/call_options.h"

namespace docmill::cli {

/// Does what `docmill call` is asked for: checks the whole command line before anything is sent, makes the calls, tells of them.
/// Returns the exit code.
int call_action(const CallOptions& options);

/// The ids of all actions.
std::vector<std::string> action_ids();

}  // namespace docmill::cli
