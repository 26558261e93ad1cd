#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/async.h"
#include "cli/call/interrupt.h"
#include "cli/call/target.h"
#include "cli/call/transfer.h"
#include "cli/call/trouble.h"
#include "model/action.h"
#include "net/retry.h"

namespace docmill::cli {

/// Where a call is. Bytes for the first and the last stage; 0 of 0 while waiting.
enum class Stage { Sending, Waiting, Fetching };
using OnProgress = std::function<void(Stage stage, std::uint64_t done, std::uint64_t whole)>;

/// What a call may cost in time and tries.
struct Patience {
  Deadline until = Deadline::never();
  unsigned retries = 5;  // of one request, after trouble that may pass
};

/// A job that the server has taken.
struct Accepted {
  std::string id;
  std::string path;  // "/api/v2/…", below the server's address
};

/// The head of a document being fetched, and where its bytes go.
struct Fetch {
  std::string link;  // as the server gave it
  /// Called when a document begins, anew when it has to begin again. Returns whether it can be taken.
  std::function<bool(const net::Headers&)> begin;
  std::function<bool(std::string_view)> write;
};

/// Speaks the API of one server. Requests that meet trouble which may pass (no connection, cut off, 408, 429, 502, 503, 504, 507) are tried
/// again after a growing time with jitter, at least what Retry-After says; a job is submitted with an Idempotency-Key, so that it is made
/// and charged once. All addresses are taken below the server's own, whatever host its answers name: the key goes nowhere else.
/// One thread at a time.
class Service {
 public:
  /// `interrupt` is borrowed.
  Service(Target target, const Interrupt& interrupt);

  /// Errors: as the server says; kNoService; kFailed (a file that cannot be read any more); kNotAuthorised.
  Outcome<Accepted> submit(const model::Action& action, const std::vector<FormPart>& form, const std::string& idempotency_key,
                           const Patience& patience, const OnProgress& progress);
  /// Asks until the job has ended: often at first, since most documents take less than a second, then as the server asks for.
  /// Returns the JSON it answers with.
  Outcome<std::string> wait(const Accepted& job, const Patience& patience, const OnProgress& progress);
  /// After a cut it goes on where it was (Range, If-Range). Errors: likewise; kFailed when `begin` or `write` could not.
  Outcome<void> fetch(const Fetch& fetch, const Patience& patience, const OnProgress& progress);
  /// Ends a job, if it still runs; asked once, for a few seconds at most, also when interrupted.
  void cancel(const Accepted& job);
  /// Whether the key is one of the server's. Errors: likewise.
  Outcome<void> check(const Patience& patience);

 private:
  Outcome<HttpReply> perform(const Exchange& exchange, const Patience& patience);
  std::optional<Trouble> pause_or_end(const tl::expected<HttpReply, Cut>& reply, net::Tries& tries);
  Exchange asking(std::string method, const std::string& path, const Patience& patience) const;
  Trouble of_cut(const Cut& cut) const;

  Target target_;
  const Interrupt& interrupt_;
  Transfer transfer_;
};

/// The part of an address that begins with `mark` ("/api/v2/", "/d/"); nullopt when it has none.
std::optional<std::string> path_below(std::string_view url, std::string_view mark);

/// What a server's refusal means; answers that are not Docmill's own, such as a proxy's page, are told by their status.
Trouble trouble_of(const HttpReply& reply, std::string_view server);

}  // namespace docmill::cli
