#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"

namespace docmill::model {

/// One document a job made.
struct Output {
  std::string blob;      // name in the transit store
  std::string filename;  // what Content-Disposition offers
  std::string content_type;
  std::uint64_t size = 0;  // bytes
  std::string sha256;      // lower-case hex
};

/// A font the document asked for and what it got. `used` differs from `requested` when it was substituted.
struct Font {
  std::string requested;
  std::string used;
  bool substituted() const { return requested != used; }
};

enum class Outcome { Succeeded, Failed, Cancelled };
std::string_view name(Outcome outcome);

/// The customer-safe face of a failure, as stored.
struct PublicError {
  ErrorCode code = ErrorCode::Internal;
  std::string detail;
  std::optional<Phase> phase;
};

/// What a finished job offers: what result.json holds. Written once, create-if-absent: the first finisher wins.
struct JobResult {
  JobId job;
  TenantId tenant;
  std::string action;
  Outcome outcome = Outcome::Succeeded;
  std::vector<Output> outputs;                    // empty unless Succeeded
  std::optional<PublicError> error;               // set when Failed or Cancelled
  std::vector<Font> fonts;                        // as far as the engine knows
  std::vector<std::string> warnings;              // for people
  std::map<std::string, std::uint64_t> phase_ms;  // phase name → milliseconds
  std::uint64_t peak_memory = 0;                  // bytes private to the child; 0 when unknown
  std::uint32_t pages = 0;                        // 0 when unknown
  std::string engine;                             // "office/7.4.7.2"
  std::string worker;                             // which process made it, "host:pid"; empty where none did
  std::uint32_t attempt = 0;                      // which delivery made it
  std::uint32_t documents = 1;                    // to capture when Succeeded
  bool has_callback = false;
  Timestamp finished_at;
  Timestamp expires_at;  // outputs go after this moment
};

std::string to_json(const JobResult& result);
/// Errors: Corrupt.
Result<JobResult> result_from_json(std::string_view text);

}  // namespace docmill::model
