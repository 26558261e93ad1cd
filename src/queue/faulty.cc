#include "queue/faulty.h"

namespace docmill::queue {

Async<Result<void>> FaultyQueue::put(std::string body, std::chrono::seconds delay) {
  return faults_.around(Call::Put, inner_.put(std::move(body), delay));
}

Async<Result<std::optional<Lease>>> FaultyQueue::take(std::chrono::seconds visible_for) {
  return faults_.around(Call::Take, inner_.take(visible_for));
}

Async<Result<Lease>> FaultyQueue::extend(Lease lease, std::chrono::seconds visible_for) {
  return faults_.around(Call::Extend, inner_.extend(std::move(lease), visible_for));
}

Async<Result<void>> FaultyQueue::ack(Lease lease) {
  return faults_.around(Call::Ack, inner_.ack(std::move(lease)));
}

Async<Result<void>> FaultyQueue::release(Lease lease, std::chrono::seconds delay) {
  return faults_.around(Call::Release, inner_.release(std::move(lease), delay));
}

Async<Result<void>> FaultyQueue::bury(Lease lease, std::string reason) {
  return faults_.around(Call::Bury, inner_.bury(std::move(lease), std::move(reason)));
}

Async<Result<DeadLetters>> FaultyQueue::dead_letters(std::size_t limit) {
  return faults_.around(Call::DeadLetters, inner_.dead_letters(limit));
}

Async<Result<void>> FaultyQueue::requeue(std::string message_id) {
  return faults_.around(Call::Requeue, inner_.requeue(std::move(message_id)));
}

Async<Result<QueueStats>> FaultyQueue::stats() {
  return faults_.around(Call::Stats, inner_.stats());
}

Async<void> FaultyQueue::wait(Deadline until) {
  return inner_.wait(until);
}

}  // namespace docmill::queue
