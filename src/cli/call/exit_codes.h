#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace docmill::cli {

/// Exit codes: stable, for scripts. Commands that speak to no server know the first three.
constexpr int kDone = 0;
constexpr int kFailed = 1;         // the work failed, or something on this machine did: a file, a disk
constexpr int kMisused = 2;        // the call was wrong; nothing was sent
constexpr int kRefused = 3;        // a value or a document was refused: change it
constexpr int kNotAuthorised = 4;  // the key is missing, wrong, or may not do this
constexpr int kUsedUp = 5;         // the plan is used up, or too many requests were sent
constexpr int kCannotBeDone = 6;   // the document cannot be done: damaged, protected, too large a task
constexpr int kNoService = 7;      // the server or the way to it is in trouble: try later
constexpr int kSomeFailed = 8;     // of several files some failed, or all of them in different ways

struct ExitCode {
  int code;
  std::string_view name;     // in JSON lines: "refused"
  std::string_view meaning;  // for the manual
};
/// All of them, for the manual.
std::span<const ExitCode> exit_codes();
std::string_view exit_name(int code);

/// The class of an error that a server answered with.
int exit_code_of(ErrorCode code);
/// The same for an answer without a name we know: by its HTTP status.
int exit_code_of(int http_status);
/// The code of a whole batch, from those of its files: 0 when all went well, what all failed with, else kSomeFailed.
int exit_code_of_batch(const std::vector<int>& codes);

}  // namespace docmill::cli
