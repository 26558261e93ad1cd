#include "azure/storage_error.h"

#include <fmt/format.h>

#include <algorithm>

#include "net/retry.h"
#include "net/xml.h"

namespace docmill::azure {
namespace {

/// Letters, digits and hyphens, up to 64: what may be logged of a text somebody else wrote.
std::string plain(std::string_view text) {
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; };
  return text.size() <= 64 && std::ranges::all_of(text, good) ? std::string(text) : std::string();
}

ErrorCode code_for(int status, std::string_view code) {
  if (status == 401 || status == 403) return ErrorCode::PermissionDenied;
  if (status == 404) return ErrorCode::NotFound;
  if (status == 409) return code.ends_with("AlreadyExists") ? ErrorCode::AlreadyExists : ErrorCode::Conflict;
  if (status == 412) return ErrorCode::Conflict;
  if (status == 413) return ErrorCode::PayloadTooLarge;
  if (status == 416) return ErrorCode::RangeNotSatisfiable;
  if (status == 507) return ErrorCode::StorageFull;
  if (net::is_transient(status) || status > 500) return ErrorCode::Unavailable;
  return ErrorCode::Internal;
}

std::string_view remedy(std::string_view code) {
  if (code == "AuthenticationFailed")
    return "the account key, the shared access signature or its expiry is wrong, or this machine's clock is more than 15 minutes off";
  if (code == "AuthorizationPermissionMismatch")
    return "give the managed identity the roles Storage Queue Data Contributor and Storage Blob Data Contributor, or the signature more "
           "permissions";
  if (code == "AuthorizationFailure" || code == "IpAuthorizationError" || code.starts_with("AuthorizationS"))
    return "the account's network rules refuse this machine, or the shared access signature lacks a service, a resource type or a "
           "permission";
  if (code == "KeyBasedAuthenticationNotPermitted") return "the account forbids keys; leave AccountKey out to use the managed identity";
  if (code == "AccountIsDisabled") return "the storage account is disabled";
  return "check the connection string and the account's access rules";
}

std::string_view message_for(ErrorCode code) {
  switch (code) {
    case ErrorCode::PermissionDenied: return "The service may not use its storage.";
    case ErrorCode::NotFound: return "The storage has no such thing.";
    case ErrorCode::AlreadyExists: return "The storage has it already.";
    case ErrorCode::Conflict: return "The storage holds another version.";
    case ErrorCode::PayloadTooLarge: return "The storage does not take anything that large.";
    case ErrorCode::RangeNotSatisfiable: return "The storage holds nothing in that range.";
    case ErrorCode::StorageFull: return "The storage is full.";
    case ErrorCode::Unavailable: return "The service cannot reach its storage. Try again later.";
    default: return "The storage did not understand the service.";
  }
}

}  // namespace

std::string storage_code(const Answer& answer) {
  if (const auto header = answer.headers.find("x-ms-error-code")) return plain(*header);
  const auto body = net::parse_xml(answer.body, "Error");
  return body ? plain(net::text_of((*body)->document_element(), "Code")) : std::string();
}

Error storage_error(const Answer& answer, std::string_view doing) {
  const auto name = storage_code(answer);
  const auto code = code_for(answer.status, name);
  auto cause = fmt::format("{}: {} {}, request {}", doing, answer.status, name.empty() ? "without a code" : name,
                           plain(answer.header("x-ms-request-id")));
  if (code == ErrorCode::PermissionDenied) cause += fmt::format("; {}", remedy(name));
  Error error = fail(code, std::string(message_for(code))).cause(std::move(cause)).at("azure");
  if (const auto wait = net::parse_retry_after(answer.header("Retry-After"))) return std::move(error).retry_after(*wait);
  return error;
}

}  // namespace docmill::azure
