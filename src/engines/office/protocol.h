#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "engines/engine.h"
#include "model/job_result.h"

namespace docmill::engines::office {

/// What the worker asks of a child. Travels as one packet; beside it the descriptors: each input, then the output.
struct Request {
  std::string operation;  // "convert"
  std::string target;     // extension of what is wanted, "pdf"
  std::string extension;  // of the input as the caller named it; empty when unknown
  std::map<std::string, std::string> params;
  DocumentLimits limits;
};

/// A phase begins.
struct Progress {
  Phase phase = Phase::Load;
};

/// The output descriptor holds the finished document.
struct Finished {
  std::uint32_t pages = 0;  // 0 when the target has no pages to count
  std::vector<model::Font> fonts;
  std::vector<std::string> warnings;
  std::uint64_t peak_memory = 0;  // bytes private to the child at the end of its work
};

/// Why there is no output: one of the codes a document can cause, and a sentence for the customer.
struct Refused {
  ErrorCode code = ErrorCode::EngineFailed;
  std::string detail;
  std::string cause;  // for the log
};

using Reply = std::variant<Progress, Finished, Refused>;

/// Bounds on what a child may say. A longer list is cut by the child and is a broken child to the worker.
constexpr std::size_t kMostFonts = 100;
constexpr std::size_t kMostWarnings = 20;
constexpr std::size_t kLongestText = 400;  // bytes of a font name, a warning, a detail or a cause

std::string to_json(const Request& request);
/// Errors: EngineFailed (the worker and the child are of different builds).
Result<Request> request_from_json(std::string_view text);

/// Cuts whatever is over the bounds, at a character's edge.
std::string to_json(const Reply& reply);
/// Reads what a child says and believes none of it: sizes, codes, phases and text are checked.
/// Errors: EngineFailed (the cause says what was wrong).
Result<Reply> reply_from_json(std::string_view text);

}  // namespace docmill::engines::office
