#include "cli/call/exit_codes.h"

#include <algorithm>
#include <array>

namespace docmill::cli {

std::span<const ExitCode> exit_codes() {
  static constexpr std::array kCodes{
      ExitCode{kDone, "done", "All went well."},
      ExitCode{kFailed, "failed", "The work failed, or something on this machine did: a file that cannot be read or written, a full disk."},
      ExitCode{kMisused, "misused", "The command line was wrong. Nothing was sent."},
      ExitCode{kRefused, "refused", "A value or a document was refused. Change it; nothing was charged."},
      ExitCode{kNotAuthorised, "not_authorised", "The key is missing, wrong, or may not do this."},
      ExitCode{kUsedUp, "used_up", "The plan is used up, or too many requests were sent."},
      ExitCode{kCannotBeDone, "cannot_be_done", "The document cannot be done: it is damaged, protected, or too large a task."},
      ExitCode{kNoService, "no_service", "The server, or the way to it, is in trouble. Try again later."},
      ExitCode{kSomeFailed, "some_failed",
               "Of several files some failed, or all failed in different ways. The lines of each file say how."},
  };
  return kCodes;
}

std::string_view exit_name(int code) {
  const auto found = std::ranges::find(exit_codes(), code, &ExitCode::code);
  return found == exit_codes().end() ? "failed" : found->name;
}

int exit_code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::Unauthenticated:
    case ErrorCode::PermissionDenied: return kNotAuthorised;
    case ErrorCode::QuotaExceeded:
    case ErrorCode::RateLimited: return kUsedUp;
    // The engine tried several times; another document would do.
    case ErrorCode::EngineFailed:
    case ErrorCode::EngineCrashed:
    case ErrorCode::JailViolation:
    case ErrorCode::Cancelled: return kCannotBeDone;
    default: return exit_code_of(info(code).http_status);
  }
}

int exit_code_of(int http_status) {
  switch (http_status) {
    case 401:
    case 403: return kNotAuthorised;
    case 402:
    case 429: return kUsedUp;
    case 422: return kCannotBeDone;
    case 408:
    case 410: return kNoService;  // too slow a way; a result that has gone
    default: return http_status >= 400 && http_status < 500 ? kRefused : kNoService;
  }
}

int exit_code_of_batch(const std::vector<int>& codes) {
  const bool same = std::ranges::all_of(codes, [&](int code) { return code == codes.front(); });
  if (codes.empty()) return kDone;
  return same ? codes.front() : kSomeFailed;
}

}  // namespace docmill::cli
