#include "base/error.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/check.h"

namespace docmill {
namespace {

using enum ErrorCode;

// In the order of the enum; checked below.
constexpr std::array kErrors{
    ErrorInfo{BadRequest, "bad_request", 400, "The request is not valid", Retry::Never},
    ErrorInfo{Unauthenticated, "unauthenticated", 401, "An API key is needed", Retry::Never},
    ErrorInfo{PermissionDenied, "permission_denied", 403, "The API key does not allow this", Retry::Never},
    ErrorInfo{QuotaExceeded, "quota_exceeded", 402, "No documents are left this month", Retry::Never},
    ErrorInfo{NotFound, "not_found", 404, "There is nothing here", Retry::Never},
    ErrorInfo{MethodNotAllowed, "method_not_allowed", 405, "This address takes other methods", Retry::Never},
    ErrorInfo{Conflict, "conflict", 409, "The request conflicts with an earlier one", Retry::Never},
    ErrorInfo{Gone, "gone", 410, "The result has expired", Retry::Never},
    ErrorInfo{PayloadTooLarge, "payload_too_large", 413, "The request is too large", Retry::Never},
    ErrorInfo{HeaderTooLarge, "header_too_large", 431, "The request headers are too large", Retry::Never},
    ErrorInfo{UnsupportedType, "unsupported_type", 415, "The document type is not supported here", Retry::Never},
    ErrorInfo{RangeNotSatisfiable, "range_not_satisfiable", 416, "The range lies outside the document", Retry::Never},
    ErrorInfo{RequestTimeout, "request_timeout", 408, "The request came too slowly", Retry::Never},
    ErrorInfo{RateLimited, "rate_limited", 429, "Too many requests", Retry::Later},
    ErrorInfo{InputDamaged, "input_damaged", 422, "The document could not be read", Retry::Never},
    ErrorInfo{PasswordRequired, "password_required", 422, "The document is protected by a password", Retry::Never},
    ErrorInfo{InputTooComplex, "input_too_complex", 422, "The document unpacks to more than is allowed", Retry::Never},
    ErrorInfo{TooManyPages, "too_many_pages", 422, "The document has too many pages", Retry::Never},
    ErrorInfo{NotApplicable, "not_applicable", 422, "The document does not have what was asked for", Retry::Never},
    ErrorInfo{FetchRefused, "fetch_refused", 400, "The address may not be fetched", Retry::Never},
    ErrorInfo{FetchFailed, "fetch_failed", 422, "The document could not be fetched", Retry::Later},
    ErrorInfo{MemoryExceeded, "memory_exceeded", 422, "The document needs more memory than is allowed", Retry::Never},
    ErrorInfo{DeadlineExceeded, "deadline_exceeded", 422, "The document took too long", Retry::Never},
    ErrorInfo{KnownKiller, "engine_crash_known", 422, "This document has crashed the engine before", Retry::Never},
    ErrorInfo{Cancelled, "cancelled", 410, "The job was cancelled", Retry::Never},
    ErrorInfo{EngineFailed, "engine_failed", 500, "The engine could not finish the document", Retry::Fresh},
    ErrorInfo{EngineCrashed, "engine_crashed", 500, "The engine crashed on the document", Retry::Fresh},
    ErrorInfo{JailViolation, "jail_violation", 500, "The document made the engine break a rule of its jail", Retry::Never},
    ErrorInfo{SyncTimeout, "sync_timeout", 504, "The job is still running", Retry::Later},
    ErrorInfo{Unavailable, "unavailable", 503, "The service cannot do this now", Retry::Later},
    ErrorInfo{StorageFull, "storage_full", 507, "The service has no storage left", Retry::Later},
    ErrorInfo{LeaseLost, "lease_lost", 503, "Another worker took the job over", Retry::Later},
    ErrorInfo{AlreadyExists, "already_exists", 409, "It exists already", Retry::Never},
    ErrorInfo{Corrupt, "corrupt", 500, "Stored data fails its integrity check", Retry::Never},
    ErrorInfo{Internal, "internal", 500, "Something went wrong inside the service", Retry::Fresh},
};

constexpr bool in_enum_order() {
  for (std::size_t i = 0; i < kErrors.size(); ++i) {
    if (static_cast<std::size_t>(kErrors[i].code) != i) return false;
  }
  return kErrors.size() == static_cast<std::size_t>(Internal) + 1;
}
static_assert(in_enum_order());

constexpr std::array<std::string_view, 8> kPhases{"door", "form", "queue", "fetch", "load", "layout", "export", "store"};

}  // namespace

const ErrorInfo& info(ErrorCode code) {
  return kErrors.at(static_cast<std::size_t>(code));
}

std::optional<ErrorCode> error_code_named(std::string_view name) {
  for (const auto& row : kErrors) {
    if (row.name == name) return row.code;
  }
  return std::nullopt;
}

std::string_view name(Phase phase) {
  return kPhases.at(static_cast<std::size_t>(phase));
}

std::optional<Phase> phase_named(std::string_view name) {
  for (std::size_t i = 0; i < kPhases.size(); ++i) {
    if (kPhases[i] == name) return static_cast<Phase>(i);
  }
  return std::nullopt;
}

Error::Error(ErrorCode code, std::string message) : code_(code), message_(std::move(message)) {}

Error&& Error::cause(std::string text) && {
  cause_ = std::move(text);
  return std::move(*this);
}

Error&& Error::at(std::string_view where) && {
  if (!where_.empty()) where_ += " < ";
  where_ += where;
  return std::move(*this);
}

Error Error::at(std::string_view where) const& {
  return Error(*this).at(where);
}

Error&& Error::in(Phase phase) && {
  phase_ = phase;
  return std::move(*this);
}

Error&& Error::retry_after(std::chrono::seconds wait) && {
  retry_after_ = wait;
  return std::move(*this);
}

std::string Error::describe() const {
  std::string line = fmt::format("{}: {}", info(code_).name, message_);
  if (!cause_.empty()) line += fmt::format(" [{}]", cause_);
  if (!where_.empty()) line += fmt::format(" at {}", where_);
  return line;
}

Error fail(ErrorCode code, std::string message) {
  return Error(code, std::move(message));
}

Error system_error(int error_number, std::string_view doing) {
  const bool full = error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG;
  auto error = full ? fail(StorageFull, "The service has no storage left. Try again later.")
                    : fail(Unavailable, "The service cannot reach its storage. Try again later.");
  return std::move(error).cause(fmt::format("{}: {}", doing, std::generic_category().message(error_number)));
}

}  // namespace docmill
