#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "queue/queue.h"
#include "support/fault_proxy.h"

namespace docmill::queue::test {

constexpr std::chrono::seconds kLease{30};
constexpr std::chrono::seconds kLongerThanAnyLease{61};  // the driver's own leases included

enum class Call { Put, Take, Extend, Ack, Release, Bury, DeadLetters, Requeue, Stats };

/// An empty queue of a remote driver, its real server, and a proxy between the two. The queue's clock is turned by hand.
class QueuePlace {
 public:
  using Match = testing::FaultPlan::Match;

  virtual ~QueuePlace() = default;
  virtual Queue& queue() = 0;
  virtual testing::FaultProxy& proxy() = 0;
  virtual void advance(std::chrono::milliseconds length) = 0;
  /// The requests a call makes when all is well, in their order.
  virtual std::vector<Match> requests_of(Call call) const = 0;
  /// What can happen to a request on this way.
  virtual std::vector<testing::Fault> faults() const = 0;
  /// How likely each of them is in a long run.
  virtual double chance() const = 0;
  /// Whether the driver sends a request again whose answer was lost, or leaves that to its caller.
  virtual bool tries_again() const = 0;
};

struct QueueDriver {
  std::string name;
  std::function<std::unique_ptr<QueuePlace>()> make;
};

inline void PrintTo(const QueueDriver& driver, std::ostream* out) {
  *out << driver.name;
}

std::vector<QueueDriver> remote_queues();

}  // namespace docmill::queue::test
