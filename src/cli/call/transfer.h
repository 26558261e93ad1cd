#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "base/async.h"
#include "cli/call/interrupt.h"
#include "net/http.h"

namespace docmill::cli {

/// One part of a form: a plain value, or a file that is read while it is sent.
struct FormPart {
  std::string name;
  std::string value;
  int file = -1;           // borrowed; sent from its beginning, `size` bytes
  std::uint64_t size = 0;  // of the file
  std::string filename;
};

struct Exchange {
  std::string method = "GET";
  std::string url{};
  std::vector<std::string> headers{};      // "Name: value"
  const std::vector<FormPart>* form = {};  // borrowed; none: no body
  Deadline until = Deadline::never();
  std::uint64_t longest = 64 * 1024 * 1024;  // of an answer that is kept in memory
  /// Bytes sent and received so far, and how many there will be (0: not known). Called often, on the calling thread.
  std::function<void(std::uint64_t sent, std::uint64_t to_send, std::uint64_t got, std::uint64_t to_get)> progress{};
  /// Where the body of an answer goes: asked once the head is there; returns a function that takes the bytes and says whether it could, or
  /// none to keep them in memory.
  std::function<std::function<bool(std::string_view)>(int status, const net::Headers&)> sink{};
};

struct HttpReply {
  int status = 0;
  net::Headers headers;
  std::string body;
};

/// Why there is no whole answer.
struct Cut {
  enum class Kind {
    Network,    // no connection, cut off, too slow: it may go better the next time
    Untrusted,  // the server's certificate is not to be believed, or --ca cannot be read
    Local,      // a file could not be read, or the answer could not be written
    TimedOut,   // the call's own time is over
    Stopped,    // interrupted
  };
  Kind kind = Kind::Network;
  std::string why;
};

/// One connection to a server, kept between requests; libcurl, blocking. Proxies are taken from the environment, as curl does; redirects
/// are not followed; certificates are always verified. One thread at a time.
class Transfer {
 public:
  /// `ca`: PEM of the authorities to believe, empty: the system's. `interrupt` is borrowed.
  Transfer(std::string ca, const Interrupt& interrupt);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  /// Any HTTP status is an answer. A transfer that stands still for a minute counts as cut.
  tl::expected<HttpReply, Cut> perform(const Exchange& exchange);

 private:
  class Run;
  std::string ca_;
  const Interrupt& interrupt_;
  void* handle_;  // libcurl's
};

}  // namespace docmill::cli
