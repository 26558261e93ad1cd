#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/units.h"
#include "net/http.h"
#include "net/percent.h"

namespace docmill::azure {

/// One call of a storage service's REST interface. Who signs, where it goes and how often it is tried is the Service's matter.
struct Request {
  std::string method = "GET";
  std::string path{};      // below the account, not percent-encoded: "/jobs/messages"
  net::Query query{};      // not percent-encoded; names lower-case
  net::Headers headers{};  // besides those of the Service (x-ms-date, x-ms-version, x-ms-client-request-id, Authorization)
  std::string body{};
  bool read = false;                          // changes nothing and may be answered by the secondary, minutes behind
  std::uint64_t max_bytes = 8 * kMiB;         // of the answer's body
  std::chrono::milliseconds timeout{30'000};  // of one try
  unsigned tries = 0;                         // instead of the Service's; 0: the Service's
};

struct Answer {
  int status = 0;
  net::Headers headers{};
  std::string body{};
  /// An earlier try of this request may have been performed: a 404 after a delete, or a 409 after a create, can be its trace.
  bool retried = false;

  bool ok() const { return status >= 200 && status < 300; }
  /// "" when there is none.
  std::string_view header(std::string_view name) const { return headers.find(name).value_or(""); }
};

}  // namespace docmill::azure
