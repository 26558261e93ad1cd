#pragma once
#include <chrono>
#include <optional>
#include <string_view>

#include "base/async.h"

namespace docmill::net {

/// How often a request is tried. Source: learn.microsoft.com "Retry guidance for Azure services", storage: exponential, about 4 tries.
struct RetryOptions {
  unsigned tries = 4;
  std::chrono::milliseconds first_delay{400};  // doubles with every try
  std::chrono::milliseconds longest_delay{10'000};
  std::chrono::milliseconds total{60'000};  // from the first try to the end of the last
};

/// True for what may succeed when asked again: 408, 429, 500, 502, 503, 504.
bool is_transient(int status);

/// The tries of one request.
class Tries {
 public:
  explicit Tries(const RetryOptions& options) : options_(options), end_(Deadline::in(options.total)) {}

  /// How long to wait before the next try: exponential with jitter (half to all of it), at least what the service asked for.
  /// nullopt when there is no further try: the number is used up, or the wait would outlast the total time.
  std::optional<std::chrono::milliseconds> next(std::optional<std::chrono::seconds> retry_after);

  /// How many tries have failed so far.
  unsigned failed() const { return failed_; }
  Deadline end() const { return end_; }

 private:
  RetryOptions options_;
  Deadline end_;
  unsigned failed_ = 0;
};

/// A Retry-After header in seconds; nullopt for its date form (the storage services do not use it) and for nonsense.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view text);

/// A length between `least` and `most`, at random: so that many processes do not ask at the same moment.
std::chrono::milliseconds random_between(std::chrono::milliseconds least, std::chrono::milliseconds most);

}  // namespace docmill::net
