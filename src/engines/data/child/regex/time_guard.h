#pragma once
#include <chrono>
#include <memory>

#include "sandbox/zygote_server.h"

namespace docmill::engines::data {

/// Where a time guard says that time is up. Call once in the child; `link` is borrowed for the life of the process. Without it a guard
/// does nothing.
void report_lateness_to(sandbox::ChildLink& link);

/// How long a pattern may work on a text.
constexpr std::chrono::seconds kPatternTime{5};

/// Ends the child with InputTooComplex when `limit` passes before this is gone: some patterns waste their time where the library counts no
/// steps. On a thread of its own, since the library does not look at a clock.
class TimeGuard {
 public:
  explicit TimeGuard(std::chrono::milliseconds limit);
  ~TimeGuard();
  TimeGuard(const TimeGuard&) = delete;
  TimeGuard& operator=(const TimeGuard&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace docmill::engines::data
