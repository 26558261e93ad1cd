#include "support/fault_plan.h"

#include <fmt/format.h>

#include <algorithm>

namespace docmill::testing {
namespace {

constexpr std::array<const char*, kFaults> kNames{"delayed requests", "delayed answers", "cut before", "cut after",
                                                  "duplicated",       "reordered",       "truncated"};

std::size_t index(Fault fault) {
  return static_cast<std::size_t>(fault);
}

bool possible(Fault fault, const std::string& method) {
  return method != "TCP" || index(fault) <= index(Fault::CutAfter);
}

}  // namespace

void FaultPlan::arm(Fault fault, int times, Match match) {
  const std::lock_guard lock(mutex_);
  armed_.push_back({fault, times, std::move(match)});
}

void FaultPlan::chance(Fault fault, double probability, std::uint64_t seed) {
  const std::lock_guard lock(mutex_);
  // Each fault draws from a sequence of its own, so that one seed does for all of them.
  chances_.at(index(fault)) = {probability, std::mt19937_64(seed * kFaults + index(fault))};
}

void FaultPlan::clear() {
  const std::lock_guard lock(mutex_);
  armed_.clear();
  chances_ = {};
}

void FaultPlan::set_delay(std::chrono::milliseconds delay) {
  const std::lock_guard lock(mutex_);
  delay_ = delay;
}

void FaultPlan::set_reorder_wait(std::chrono::milliseconds wait) {
  const std::lock_guard lock(mutex_);
  reorder_wait_ = wait;
}

std::uint64_t FaultPlan::count(Fault fault) const {
  const std::lock_guard lock(mutex_);
  return counts_.at(index(fault));
}

std::uint64_t FaultPlan::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::string FaultPlan::summary() const {
  const std::lock_guard lock(mutex_);
  auto line = fmt::format("{} requests", requests_);
  for (std::size_t i = 0; i < kFaults; ++i) line += fmt::format(", {} {}", counts_.at(i), kNames.at(i));
  return line;
}

std::optional<Fault> FaultPlan::choose(const std::string& method, const std::string& target) {
  const std::lock_guard lock(mutex_);
  ++requests_;
  const auto fault = decide(method, target);
  if (fault) ++counts_.at(index(*fault));
  return fault;
}

std::optional<Fault> FaultPlan::decide(const std::string& method, const std::string& target) {
  for (auto& armed : armed_) {
    if (armed.times <= 0 || !possible(armed.fault, method) || (armed.match && !armed.match(method, target))) continue;
    --armed.times;
    return armed.fault;
  }
  for (std::size_t i = 0; i < kFaults; ++i) {
    auto& chance = chances_.at(i);
    if (chance.probability <= 0 || !possible(static_cast<Fault>(i), method)) continue;
    if (std::bernoulli_distribution(chance.probability)(chance.random)) return static_cast<Fault>(i);
  }
  return std::nullopt;
}

std::chrono::milliseconds FaultPlan::delay() const {
  const std::lock_guard lock(mutex_);
  return delay_;
}

std::chrono::milliseconds FaultPlan::reorder_wait() const {
  const std::lock_guard lock(mutex_);
  return reorder_wait_;
}

}  // namespace docmill::testing
