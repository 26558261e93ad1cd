#pragma once
#include <string>
#include <vector>

#include "cli/call/caller.h"
#include "cli/call/display.h"

namespace docmill::cli {

/// Makes all calls, up to `parallel` at a time, each with a connection of its own; one that fails leaves the others alone.
/// `keys`: an Idempotency-Key for each item. Returns the exit code of the whole.
int run_batch(const CallPlan& plan, const std::vector<Item>& items, const std::vector<std::string>& keys, const Target& target,
              std::size_t parallel, Display& display, Interrupt& interrupt);

/// Idempotency-Keys: fresh ones, or such as belong to `wanted` and each item's names and bytes, so that the same command again finds the
/// same jobs. Errors: kFailed (a file cannot be read), BadRequest's class when `wanted` is not printable.
Outcome<std::vector<std::string>> keys_of(const std::vector<Item>& items, const std::string& wanted);

}  // namespace docmill::cli
