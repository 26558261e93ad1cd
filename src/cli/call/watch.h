#pragma once
#include <string>

#include "cli/call/caller.h"
#include "cli/call/display.h"

namespace docmill::cli {

struct WatchOptions {
  std::string folder;
  const model::Field* field = nullptr;  // that the files are for
  std::size_t parallel = 4;
};

/// Does each file that is finished in a folder once, until interrupted: the files there at first, then those that come. Results go where
/// the plan says; they are not taken for documents themselves. A file that cannot be done is moved to FOLDER/failed with NAME.error.txt
/// beside it, and may be put back; trouble of the server, the network or the disk blames no file: it is tried again, later and later.
/// What is done is remembered in FOLDER/.docmill, so that a restart does nothing twice: a job that was under way is found again by its
/// Idempotency-Key. Returns the exit code: 0 when interrupted, kNotAuthorised when the key is refused, kMisused, kFailed.
int watch_folder(const WatchOptions& options, CallPlan plan, const Target& target, Display& display, Interrupt& interrupt);

}  // namespace docmill::cli
