#include "simulate/sim_queue.h"

#include <algorithm>
#include <cmath>

namespace docmill::simulate {

Time Gate::pass(Time now) {
  free_at_us_ = std::max(free_at_us_, static_cast<double>(now.count())) + gap_us_;
  return Time(std::llround(free_at_us_)) + latency_;
}

SimQueue::MessageId SimQueue::put(std::uint32_t job, Time put_at) {
  messages_.push_back({.job = job, .put_at = put_at});
  return static_cast<MessageId>(messages_.size() - 1);
}

std::optional<SimQueue::Lease> SimQueue::take() {
  if (visible_.empty()) return std::nullopt;
  const auto id = visible_.top().message;
  visible_.pop();
  auto& message = messages_[id];
  return Lease{.message = id, .token = ++message.token, .delivery = ++message.delivery, .job = message.job};
}

std::optional<SimQueue::Lease> SimQueue::extend(const Lease& lease) {
  auto& message = messages_[lease.message];
  if (message.token != lease.token) return std::nullopt;
  auto extended = lease;
  extended.token = ++message.token;
  return extended;
}

bool SimQueue::ack(const Lease& lease) {
  // A removed message keeps its place; no token leads to it any more.
  return extend(lease).has_value();
}

bool SimQueue::show(MessageId id, std::uint32_t token) {
  auto& message = messages_[id];
  if (message.token != token) return false;
  ++message.token;  // the lease that ended cannot ack any more, as with a driver that compares the moment
  visible_.push({message.put_at, id});
  return true;
}

}  // namespace docmill::simulate
