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

namespace docmill::engines {

/// An input as the worker knows it. Its bytes travel as a descriptor.
struct InputNote {
  std::string extension;  // as the caller named it or as it was sniffed; empty when unknown
  std::string field;      // "File"
  std::string name;       // the caller's; customer text
  std::string was = {};   // when an earlier step made it: the extension of the caller's document it was made of
};

/// What the worker asks of a child. Written into a file in memory, since values may be larger than a packet. Its descriptor comes first,
/// then those of the inputs in order, over as many packets as they need.
struct Request {
  std::string operation;  // "convert"
  std::string target;     // extension of what is wanted, "pdf"
  std::vector<InputNote> inputs;
  std::map<std::string, std::string> params;
  DocumentLimits limits;
};

/// A phase begins.
struct Progress {
  Phase phase = Phase::Load;
};

/// One finished document, in the order of the result. Beside it its descriptor: a file in memory of the child's own.
struct OutputNote {
  std::string extension;  // "pdf"
  std::string name;       // without extension; empty when the worker shall find one
};

/// All outputs have been sent.
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

using Reply = std::variant<Progress, OutputNote, Finished, Refused>;

/// Bounds on what a child may say. A longer list is cut by the child and is a broken child to the worker.
constexpr std::size_t kMostFonts = 100;
constexpr std::size_t kMostWarnings = 20;
constexpr std::size_t kLongestText = 400;   // bytes of a font name, a warning, a detail, a cause or an output's name
constexpr std::size_t kMostInputs = 200;    // of one step; a child may have 256 descriptors open
constexpr std::size_t kMostOutputs = 1000;  // of one step

/// Whether an output may have this extension: one to eight small letters and digits.
bool is_extension(std::string_view text);

std::string to_json(const Request& request);
/// Errors: EngineFailed (the worker and the child are of different builds).
Result<Request> request_from_json(std::string_view text);

/// Cuts whatever is over the bounds, at a character's edge.
std::string to_json(const Reply& reply);
/// Reads what a child says and believes none of it: sizes, codes, phases and text are checked.
/// Errors: EngineFailed (the cause says what was wrong).
Result<Reply> reply_from_json(std::string_view text);

}  // namespace docmill::engines
