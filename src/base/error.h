#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace docmill {

/// Every way Docmill can fail, chosen by what the caller should do next. Closed: metrics use it as a label.
/// The table in error.cc gives each its name, HTTP status, title and whether trying again can help.
enum class ErrorCode : std::uint8_t {
  // The request: change it.
  BadRequest,
  Unauthenticated,
  PermissionDenied,
  QuotaExceeded,
  NotFound,
  MethodNotAllowed,
  Conflict,
  Gone,
  PayloadTooLarge,
  HeaderTooLarge,
  UnsupportedType,
  RangeNotSatisfiable,
  RequestTimeout,
  RateLimited,
  // The document: change it.
  InputDamaged,
  PasswordRequired,
  InputTooComplex,
  TooManyPages,
  NotApplicable,
  FetchRefused,
  FetchFailed,
  MemoryExceeded,
  DeadlineExceeded,
  KnownKiller,
  Cancelled,
  // The engine: another attempt may help.
  EngineFailed,
  EngineCrashed,
  JailViolation,
  // The house: try later, or call an operator.
  SyncTimeout,
  Unavailable,
  StorageFull,
  LeaseLost,
  AlreadyExists,
  Corrupt,
  Internal,
};

/// What the retry policy does with a failed attempt.
enum class Retry : std::uint8_t {
  Never,  // the same input ends the same way
  Fresh,  // a fresh child may succeed; counts as an attempt
  Later,  // nothing is wrong with the job; back off and try again
};

struct ErrorInfo {
  ErrorCode code;
  std::string_view name;  // snake_case, stable: clients and metrics match on it
  int http_status;
  std::string_view title;
  Retry retry;
};

/// The one row for `code`.
const ErrorInfo& info(ErrorCode code);

/// The code with this name; nullopt for a name no release has used.
std::optional<ErrorCode> error_code_named(std::string_view name);

/// Which part of a job's life an error or a timing belongs to. Each has its own time budget.
enum class Phase : std::uint8_t { Door, Form, Queue, Fetch, Load, Layout, Export, Store };

std::string_view name(Phase phase);
std::optional<Phase> phase_named(std::string_view name);

/// A failure with two faces: `message` is safe for the customer, `cause` is for the log only.
class Error {
 public:
  Error(ErrorCode code, std::string message);

  /// What really happened, for the log: system errors, library messages, paths.
  Error&& cause(std::string text) &&;
  /// Adds where it happened, innermost first: "pdf.count_pages < job.run".
  Error&& at(std::string_view where) &&;
  Error at(std::string_view where) const&;
  Error&& in(Phase phase) &&;
  /// How long the caller should wait before trying again (Retry-After).
  Error&& retry_after(std::chrono::seconds wait) &&;

  ErrorCode code() const { return code_; }
  const std::string& message() const { return message_; }
  const std::string& cause() const { return cause_; }
  const std::string& where() const { return where_; }
  std::optional<Phase> phase() const { return phase_; }
  std::optional<std::chrono::seconds> retry_after() const { return retry_after_; }

  /// One line for the log: name, message, cause, where.
  std::string describe() const;

 private:
  ErrorCode code_;
  std::optional<Phase> phase_;
  std::optional<std::chrono::seconds> retry_after_;
  std::string message_;
  std::string cause_;
  std::string where_;
};

/// Short for the constructor: `return Failed(fail(ErrorCode::NotFound, "No such job."));`
Error fail(ErrorCode code, std::string message);

/// An Error from errno: ENOSPC, EDQUOT and EFBIG (a file size limit) become StorageFull, everything else Unavailable.
Error system_error(int error_number, std::string_view doing);

}  // namespace docmill
