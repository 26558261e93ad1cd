#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "cli/call/interrupt.h"

namespace docmill::cli {

/// What happened in a folder.
struct FolderNews {
  std::vector<std::string> finished;  // names that were closed after writing, or moved in
  bool look_again = false;            // some news were lost
  bool gone = false;                  // the folder itself was removed or moved away
};

/// Tells of files that are finished in a folder (inotify), not in the folders below it.
class FolderEvents {
 public:
  /// Errors: BadRequest, saying what to do when the system's watches are used up.
  static Result<FolderEvents> of(const std::string& folder);
  /// Waits for news, at most `length`, less when interrupted.
  FolderNews wait(std::chrono::milliseconds length, const Interrupt& interrupt);

 private:
  explicit FolderEvents(UniqueFd events) : events_(std::move(events)) {}
  UniqueFd events_;
};

/// Whether nobody writes a file any more, as far as can be told without news of it: nobody has it open for writing, or, where the file
/// system cannot say, it has not changed for two seconds.
bool is_settled(const std::string& path);

}  // namespace docmill::cli
