#pragma once
#include <chrono>
#include <cstdint>

#include "base/error.h"

namespace docmill::model {

/// What to do after an attempt failed.
struct Verdict {
  enum class Kind { TryAgain, Fail } kind;
  std::chrono::seconds delay{0};  // for TryAgain
};

struct RetryLimits {
  std::uint32_t deliveries = 3;         // attempts in all, first one included
  std::chrono::seconds first_delay{2};  // doubles each attempt, capped
  std::chrono::seconds longest_delay{60};
};

/// `delivery` counts from 1. Retry::Never fails at once; Fresh and Later try again until `limits.deliveries` is used up.
Verdict judge(const Error& error, std::uint32_t delivery, const RetryLimits& limits);

/// True for errors that are the document's or the request's own; those of the house are for a person to look at, or pass by.
/// A job that was stopped blames nobody.
bool blames_document(ErrorCode code);

/// True for errors that blame the document for killing the engine, so that its digest is remembered.
bool is_killer(ErrorCode code);

}  // namespace docmill::model
