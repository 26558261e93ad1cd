#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/async.h"
#include "base/result.h"

namespace docmill::engines::browser {

/// What a page needs from elsewhere. Always a GET, always http or https.
struct ResourceRequest {
  std::string url;
  std::vector<std::string> headers;  // "Name: value"; meant for this origin only
  std::uint64_t max_bytes = 0;
  std::chrono::milliseconds timeout{0};                  // in all, redirects included
  std::shared_ptr<const std::atomic<bool>> abandoned{};  // nobody waits any more; shared with the document, read from any thread
};

struct Resource {
  std::string url{};           // where redirects ended; empty: where it was asked for
  std::string content_type{};  // with its charset, as the server said
  std::string bytes{};
};

/// The browser's only way out. It has no network of its own; whoever starts the engine decides what may be fetched, and follows redirects.
/// Errors: FetchRefused, FetchFailed, PayloadTooLarge, Cancelled; the message is shown to the customer.
using FetchResource = std::function<Async<Result<Resource>>(ResourceRequest)>;

}  // namespace docmill::engines::browser
