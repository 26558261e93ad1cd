#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "base/async.h"
#include "base/result.h"

namespace docmill {

/// Fails calls on command: what the Faulty decorators of the ports are made of. `Call` is an enum with one value per method.
/// Thread-safe.
template <class Call>
class Faults {
 public:
  enum class When {
    Before,  // the call is not performed
    After,   // the call is performed and reported failed: the answer was lost on its way back
  };

  struct Fault {
    When when = When::Before;
    ErrorCode code = ErrorCode::Unavailable;
    std::uint32_t times = 1;  // how many calls fail before it is used up
  };

  void arm(Call call, Fault fault) {
    const std::lock_guard lock(mutex_);
    armed_[call] = fault;
  }
  void disarm() {
    const std::lock_guard lock(mutex_);
    armed_.clear();
  }
  /// How many calls of this kind have been made, failed ones included.
  std::uint64_t calls(Call call) const {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(call);
    return found == calls_.end() ? 0 : found->second;
  }

  /// `work`, failed as commanded.
  template <class T>
  Async<Result<T>> around(Call call, Async<Result<T>> work) {
    const auto fault = next(call);
    auto broken = fail(fault.value_or(Fault{}).code, "The service cannot do this now.").cause("failed on command");
    if (fault && fault->when == When::Before) co_return Failed(std::move(broken));
    auto done = co_await std::move(work);
    if (fault) co_return Failed(std::move(broken));
    co_return done;
  }

 private:
  std::optional<Fault> next(Call call) {
    const std::lock_guard lock(mutex_);
    ++calls_[call];
    const auto found = armed_.find(call);
    if (found == armed_.end()) return std::nullopt;
    const Fault fault = found->second;
    if (--found->second.times == 0) armed_.erase(found);
    return fault;
  }

  mutable std::mutex mutex_;
  std::map<Call, Fault> armed_;
  std::map<Call, std::uint64_t> calls_;
};

}  // namespace docmill
