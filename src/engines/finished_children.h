#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>

#include "base/async.h"
#include "sandbox/child.h"

namespace docmill::engines {

/// Children whose documents are done. The end of a process takes the kernel a millisecond and more, on a processor that the next document
/// of a burst would have; so they end when no document came for a while. Used from one strand.
class FinishedChildren : public std::enable_shared_from_this<FinishedChildren> {
 public:
  /// `most`: how many may wait for their end; 0: none does.
  FinishedChildren(Executor executor, std::size_t most) : executor_(std::move(executor)), most_(most) {}

  /// A document begins: whoever waits goes on waiting.
  void document_begins();
  /// Ends it later, or now if it is large: `memory`, bytes of its own.
  void take(std::unique_ptr<sandbox::Child> child, std::uint64_t memory);
  /// Ends them all.
  void end();

 private:
  Async<void> end_when_quiet();

  Executor executor_;
  std::size_t most_;
  std::deque<std::unique_ptr<sandbox::Child>> children_;
  Deadline quiet_from_ = Deadline::in({});
  bool waits_ = false;
};

}  // namespace docmill::engines
