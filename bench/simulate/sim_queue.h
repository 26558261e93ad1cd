#pragma once
#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "simulate/day.h"

namespace docmill::simulate {

/// Lets so many requests a second pass, one after the other; each takes `latency` more.
class Gate {
 public:
  Gate(double per_second, Time latency) : gap_us_(1e6 / per_second), latency_(latency) {}
  /// When a request made now is answered.
  Time pass(Time now);

 private:
  double gap_us_;
  Time latency_;
  double free_at_us_ = 0;
};

/// A queue with leases in simulated time, with the port's rules (queue/queue.h): only the newest lease of a message counts,
/// deliveries are counted by the queue, the oldest visible message goes first.
class SimQueue {
 public:
  using MessageId = std::uint32_t;
  struct Lease {
    MessageId message = 0;
    std::uint32_t token = 0;
    std::uint32_t delivery = 0;
    std::uint32_t job = 0;
  };

  /// A new message, hidden until show().
  MessageId put(std::uint32_t job, Time put_at);
  /// Takes the oldest visible message; it is to be shown again with the lease's token when the lease ends.
  std::optional<Lease> take();
  /// A new token for the same message; nullopt when the lease is lost.
  std::optional<Lease> extend(const Lease& lease);
  /// False when the lease is lost.
  bool ack(const Lease& lease);

  /// Makes a message visible unless its token has changed since: a lease that ended, or a delay.
  bool show(MessageId message, std::uint32_t token);

  std::uint32_t job_of(MessageId message) const { return messages_[message].job; }
  std::size_t visible() const { return visible_.size(); }
  /// Of the oldest visible message; 0 when none is.
  Time oldest_age(Time now) const { return visible_.empty() ? Time{0} : now - visible_.top().put_at; }

 private:
  struct Message {
    std::uint32_t job = 0;
    std::uint32_t token = 0;
    std::uint32_t delivery = 0;
    Time put_at{0};
  };
  struct Visible {
    Time put_at;
    MessageId message;
    bool operator>(const Visible& other) const { return put_at != other.put_at ? put_at > other.put_at : message > other.message; }
  };

  std::vector<Message> messages_;
  std::priority_queue<Visible, std::vector<Visible>, std::greater<>> visible_;
};

}  // namespace docmill::simulate
