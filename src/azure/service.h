#pragma once
#include <memory>
#include <string>

#include "azure/connection.h"
#include "azure/identity.h"
#include "azure/request.h"
#include "base/async.h"
#include "base/clock.h"
#include "base/result.h"
#include "net/http_client.h"
#include "net/retry.h"

namespace docmill::azure {

enum class ServiceKind { Blob, Queue };

struct ServiceOptions {
  net::RetryOptions retry{};
  IdentityOptions identity = IdentityOptions::from_environment();
};

/// The REST interface of one service of a storage account, version 2024-08-04: requests are signed, tried again when that can
/// help, and answered. Thread-safe.
class Service {
 public:
  /// Borrows `http` and `clock`, which tells the x-ms-date (the services allow 15 minutes of difference).
  /// Errors: BadRequest, when the account's connection string names no endpoint for this service.
  static Result<std::unique_ptr<Service>> open(net::HttpClient& http, const Clock& clock, const Account& account, ServiceKind kind,
                                               ServiceOptions options = {});
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// Performs the request. What can be transient (no connection, 408, 429, 500, 502, 503, 504) is tried again with growing pauses,
  /// not before the service's Retry-After. A read goes to primary and secondary in turn when the account has a secondary; a 404
  /// of the secondary is not believed (it may be behind) and ends its part. Every other status is an answer, see storage_error().
  /// Cancelling the caller ends it at the next pause, not within a try.
  /// Errors: Unavailable (the tries are used up; whether the service acted is unknown), PermissionDenied (no token of the managed
  /// identity), PayloadTooLarge (the answer is longer than `max_bytes`).
  Async<Result<Answer>> perform(Request request);

  /// A request as part of a batch ("comp=batch"), signed on its own: url and headers of the call are for the batch's body.
  /// Errors: PermissionDenied, Unavailable (no token of the managed identity).
  Async<Result<net::HttpCall>> sign_part(Request request);

 private:
  class Impl;
  explicit Service(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace docmill::azure
