#include "simulate/simulation.h"

#include <algorithm>
#include <cmath>
#include <queue>
#include <utility>

#include "simulate/sim_queue.h"
#include "worker/lease_rules.h"

namespace docmill::simulate {
namespace {

using Id = std::uint32_t;

constexpr Time kSettle = std::chrono::milliseconds{5};  // the write of result.json
constexpr Time kTooLong = std::chrono::days{7};         // a simulation this long is stuck; what is left is lost

enum class Happens : std::uint8_t {
  Show,  // a message becomes visible (id, token)
  Look,  // an idle slot looks
  Next,  // a slot whose ack was answered looks
  Beat,  // the rest are about the attempt in a slot (id, serial)
  Lapse,
  Produced,
  Settled,
  Joins,  // the rest are about a worker
  Dies,
  Pauses,
  Wakes,
  Observe,
  Scale,
  Sweep,
};

struct Event {
  Time at;
  std::uint64_t order;  // of events at one moment
  Happens what;
  Id id;
  std::uint32_t token;
  bool operator>(const Event& other) const { return at != other.at ? at > other.at : order > other.order; }
};

struct Slot {
  enum class State { Away, Idle, Looking, Working, Settling } state = State::Away;
  bool called = false;       // looks because of a message that became visible
  bool failed = false;       // the attempt ends the job without an output
  std::uint32_t serial = 0;  // of attempts and looks; events of older ones are void
  SimQueue::Lease lease;
  Time began{0}, trusted_until{0}, idle_since{0};
};

struct Machine {
  bool alive = false, leaving = false, gone = false;
  std::uint32_t busy = 0;
  Time ordered{0}, paused_from{0}, paused_until{0};
};

class Simulation {
 public:
  explicit Simulation(const Options& options);
  Report run();

 private:
  void happen(Time at, Happens what, Id id = 0, std::uint32_t token = 0) { events_.push({at, ++order_, what, id, token}); }
  void handle(const Event& event);
  void handle_attempt(const Event& event);
  void accept(Id job);
  void show(SimQueue::MessageId message, std::uint32_t token);

  Machine& machine_of(Id slot) { return machines_[slot / slots_per_worker_]; }
  Time request() {
    ++report_.requests;
    return gate_.pass(now_);
  }

  void call_looker();
  void stop_looking(Id slot);
  void idle(Id slot);
  void take(Id slot);
  void work(Id slot, Time answered);
  void beat(Id slot);
  void produced(Id slot);
  void settled(Id slot);
  void give_back(Id slot, std::chrono::seconds delay);
  void finish(Id slot);
  void abandon(Id slot);
  void end_attempt(Id slot, Time next_look);

  void order_machine();
  void joins(Id machine);
  void dies(Id machine);
  void pauses(Id machine);
  void wakes(Id machine);
  void remove(Id machine);
  void resize(std::uint32_t wanted);
  Time rarely(double an_hour);
  double busy_share() const;
  void sweep();

  const Options& options_;
  Random random_;
  Time lease_, now_{0};
  Id slots_per_worker_;
  Gate gate_;
  SimQueue queue_;
  Scaler scaler_;
  Report report_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::uint64_t order_ = 0, ended_ = 0;
  std::vector<Machine> machines_;
  std::vector<Slot> slots_;
  std::vector<Id> idle_;  // the last to become idle looks first, since it looks most often
  std::size_t looking_ = 0;
  std::uint32_t ordered_ = 0;  // machines that are there or on their way, without those that leave
  Time seen_age_{0};
  std::size_t first_open_ = 0;  // jobs before it have ended
  std::vector<Time> put_again_;
};

Simulation::Simulation(const Options& options)
    : options_(options),
      random_(options.seed),
      lease_(options.worker.lease),
      slots_per_worker_(static_cast<Id>(std::max<std::size_t>(options.worker.slots, 1))),
      gate_(options.queue.requests_a_second * options.queue.queues, options.queue.latency),
      scaler_(options.scaling) {
  for (const auto at : arrivals(options.traffic, random_)) report_.jobs.push_back({.accepted = at});
  put_again_.resize(report_.jobs.size(), Time{-1});
}

Report Simulation::run() {
  for (Id i = 0; i < options_.scaling.least; ++i) order_machine();
  happen(Time{0}, Happens::Observe);
  happen(Time{0}, Happens::Scale);
  happen(options_.steward.sweep_every, Happens::Sweep);
  Id next_job = 0;
  const auto jobs = static_cast<Id>(report_.jobs.size());
  while (ended_ < jobs && now_ < kTooLong) {
    if (next_job < jobs && report_.jobs[next_job].accepted <= events_.top().at) {
      now_ = report_.jobs[next_job].accepted;
      accept(next_job++);
      continue;
    }
    const auto event = events_.top();
    events_.pop();
    now_ = event.at;
    handle(event);
  }
  report_.until = now_;
  for (const auto& machine : machines_) {
    if (!machine.gone) report_.worker_time += now_ - machine.ordered;
  }
  return std::move(report_);
}

void Simulation::handle(const Event& event) {
  switch (event.what) {
    case Happens::Show: return show(event.id, event.token);
    case Happens::Joins: return joins(event.id);
    case Happens::Dies: return dies(event.id);
    case Happens::Pauses: return pauses(event.id);
    case Happens::Wakes: return wakes(event.id);
    case Happens::Observe:
      seen_age_ = queue_.oldest_age(now_);
      report_.peak_age = std::max(report_.peak_age, seen_age_);
      return happen(now_ + steward::kObserveEvery, Happens::Observe);
    case Happens::Scale:
      resize(scaler_.look(now_, seen_age_, ordered_, busy_share()));
      return happen(now_ + steward::kObserveEvery, Happens::Scale);
    case Happens::Sweep: sweep(); return happen(now_ + options_.steward.sweep_every, Happens::Sweep);
    default: return handle_attempt(event);
  }
}

void Simulation::handle_attempt(const Event& event) {
  auto& slot = slots_[event.id];
  if (slot.serial != event.token || slot.state == Slot::State::Away) return;
  const auto& machine = machine_of(event.id);
  if (now_ < machine.paused_until) {
    // Work goes on where it stood; a timer that passed meanwhile fires when the machine wakes.
    stop_looking(event.id);  // another worker finds the message meanwhile
    call_looker();
    const bool timer = event.what == Happens::Beat || event.what == Happens::Lapse;
    return happen(timer ? machine.paused_until : now_ + (machine.paused_until - machine.paused_from), event.what, event.id, event.token);
  }
  switch (event.what) {
    case Happens::Look:
    case Happens::Next: return take(event.id);
    case Happens::Beat: return beat(event.id);
    case Happens::Lapse: return now_ >= slot.trusted_until ? abandon(event.id) : void();
    case Happens::Produced: return produced(event.id);
    case Happens::Settled: return settled(event.id);
    default: return;
  }
}

// --- the queue's side

void Simulation::accept(Id job) {
  if (std::bernoulli_distribution(options_.trouble.lost_messages)(random_)) return;  // the steward finds the record
  const auto message = queue_.put(job, now_);
  happen(request(), Happens::Show, message, 0);
}

void Simulation::show(SimQueue::MessageId message, std::uint32_t token) {
  if (queue_.show(message, token)) call_looker();
}

/// Has an idle slot look for the message that just became visible, after the wait its poller would have made.
void Simulation::call_looker() {
  if (idle_.empty() || looking_ >= queue_.visible()) return;
  const auto id = idle_.back();
  idle_.pop_back();
  auto& slot = slots_[id];
  slot.state = Slot::State::Looking;
  slot.called = true;
  ++looking_;
  const auto gap = std::min<Time>(options_.queue.idle_look, options_.queue.busy_look + (now_ - slot.idle_since) / 2);
  const Time wait(std::uniform_int_distribution<Time::rep>(0, gap.count())(random_));
  happen(now_ + wait, Happens::Look, id, slot.serial);
}

void Simulation::stop_looking(Id id) {
  if (std::exchange(slots_[id].called, false)) --looking_;
}

// --- the slot's side

void Simulation::idle(Id id) {
  auto& slot = slots_[id];
  if (machine_of(id).leaving) return remove(id / slots_per_worker_);
  slot.state = Slot::State::Idle;
  slot.idle_since = now_;
  idle_.push_back(id);
  if (queue_.visible() > looking_) call_looker();
}

void Simulation::take(Id id) {
  auto& slot = slots_[id];
  ++slot.serial;
  stop_looking(id);
  if (machine_of(id).leaving) return idle(id);
  const auto lease = queue_.take();
  if (!lease) return idle(id);
  const auto answered = request();
  slot.lease = *lease;
  slot.began = now_;
  slot.trusted_until = now_ + worker::trusted_for(lease_);
  happen(answered + lease_, Happens::Show, lease->message, lease->token);
  ++machine_of(id).busy;
  work(id, answered);
}

void Simulation::work(Id id, Time answered) {
  auto& slot = slots_[id];
  auto& job = report_.jobs[slot.lease.job];
  if (job.ended >= Time{0}) {  // only the ack was left to do
    ++report_.superseded;
    slot.state = Slot::State::Settling;
    return finish(id);
  }
  slot.state = Slot::State::Working;
  slot.failed = slot.lease.delivery > options_.worker.retries.deliveries;  // interrupted too often: gives up
  if (slot.failed) return happen(answered, Happens::Produced, id, slot.serial);
  if (job.started < Time{0}) job.started = answered;
  ++job.attempts;
  ++report_.attempts;
  happen(answered + work_time(options_.work, machine_of(id).busy > 1, random_), Happens::Produced, id, slot.serial);
  happen(std::max(now_ + lease_ / worker::kBeatsPerLease, answered), Happens::Beat, id, slot.serial);
  happen(slot.trusted_until, Happens::Lapse, id, slot.serial);
}

void Simulation::beat(Id id) {
  auto& slot = slots_[id];
  const auto answered = request();
  const auto extended = queue_.extend(slot.lease);
  if (!extended) return slot.state == Slot::State::Working ? abandon(id) : void();
  slot.lease = *extended;
  happen(answered + lease_, Happens::Show, slot.lease.message, slot.lease.token);
  // An answer after the end of trust comes too late: the lapse is due already.
  if (answered < slot.trusted_until) slot.trusted_until = now_ + worker::trusted_for(lease_);
  happen(std::max(now_ + lease_ / worker::kBeatsPerLease, answered), Happens::Beat, id, slot.serial);
  happen(slot.trusted_until, Happens::Lapse, id, slot.serial);
}

/// The work is done, or has failed.
void Simulation::produced(Id id) {
  auto& slot = slots_[id];
  if (now_ >= slot.trusted_until) return abandon(id);
  if (!slot.failed && std::bernoulli_distribution(options_.work.transient)(random_)) {
    const auto verdict = model::judge(fail(ErrorCode::Unavailable, "Simulated trouble."), slot.lease.delivery, options_.worker.retries);
    if (verdict.kind == model::Verdict::Kind::TryAgain) return give_back(id, verdict.delay);
    slot.failed = true;
  }
  slot.failed = slot.failed || std::bernoulli_distribution(options_.work.bad_documents)(random_);
  slot.state = Slot::State::Settling;
  happen(now_ + kSettle, Happens::Settled, id, slot.serial);
}

/// result.json is created if it is absent: the first one stands.
void Simulation::settled(Id id) {
  auto& slot = slots_[id];
  auto& job = report_.jobs[slot.lease.job];
  if (job.ended >= Time{0}) {
    ++report_.done_twice;
    report_.thrown_away += now_ - slot.began;
    return finish(id);
  }
  ++(slot.failed ? report_.failed : report_.succeeded);
  job.ended = now_;
  ++job.results;
  ++ended_;
  finish(id);
}

void Simulation::give_back(Id id, std::chrono::seconds delay) {
  auto& slot = slots_[id];
  ++report_.retried;
  report_.thrown_away += now_ - slot.began;
  const auto answered = request();
  if (const auto released = queue_.extend(slot.lease)) happen(answered + delay, Happens::Show, released->message, released->token);
  end_attempt(id, answered);
}

void Simulation::finish(Id id) {
  queue_.ack(slots_[id].lease);  // when the lease is lost, the message comes again and finds the result
  end_attempt(id, request());
}

/// The lease can no longer be trusted: nothing is written, the message comes back by itself.
void Simulation::abandon(Id id) {
  auto& slot = slots_[id];
  if (slot.state != Slot::State::Working) return;
  ++report_.leases_lost;
  report_.thrown_away += now_ - slot.began;
  end_attempt(id, now_);
}

void Simulation::end_attempt(Id id, Time next_look) {
  auto& slot = slots_[id];
  --machine_of(id).busy;
  slot.state = Slot::State::Looking;
  happen(next_look, Happens::Next, id, ++slot.serial);
}

// --- the fleet

Time Simulation::rarely(double an_hour) {
  if (an_hour <= 0) return kTooLong;
  const auto hours = std::exponential_distribution<double>(an_hour)(random_);
  return std::min<Time>(kTooLong, Time(std::llround(hours * 3.6e9)));
}

void Simulation::order_machine() {
  const auto id = static_cast<Id>(machines_.size());
  Machine machine;
  machine.ordered = now_;
  machines_.push_back(machine);
  slots_.resize(slots_.size() + slots_per_worker_);
  ++ordered_;
  report_.peak_workers = std::max(report_.peak_workers, ordered_);
  happen(now_ == Time{0} ? now_ : now_ + options_.scaling.start, Happens::Joins, id);
}

void Simulation::joins(Id id) {
  auto& machine = machines_[id];
  if (machine.gone) return;
  machine.alive = true;
  happen(now_ + rarely(options_.trouble.deaths), Happens::Dies, id);
  happen(now_ + rarely(options_.trouble.pauses), Happens::Pauses, id);
  for (Id i = 0; i < slots_per_worker_; ++i) idle(id * slots_per_worker_ + i);
}

void Simulation::dies(Id id) {
  if (machines_[id].gone) return;
  ++report_.deaths;
  if (!machines_[id].leaving) --ordered_;
  machines_[id].busy = 0;
  machines_[id].leaving = true;
  for (Id i = 0; i < slots_per_worker_; ++i) {
    auto& slot = slots_[id * slots_per_worker_ + i];
    if (slot.state != Slot::State::Working && slot.state != Slot::State::Settling) continue;
    ++report_.died_with;
    report_.thrown_away += now_ - slot.began;
  }
  remove(id);
}

/// Takes a machine out of the fleet once no slot of it is at work.
void Simulation::remove(Id id) {
  auto& machine = machines_[id];
  if (machine.gone || machine.busy > 0) return;
  machine.gone = true;
  machine.alive = false;
  report_.worker_time += now_ - machine.ordered;
  for (Id i = 0; i < slots_per_worker_; ++i) {
    auto& slot = slots_[id * slots_per_worker_ + i];
    stop_looking(id * slots_per_worker_ + i);
    slot.state = Slot::State::Away;
  }
  const auto last = id * slots_per_worker_ + slots_per_worker_;
  std::erase_if(idle_, [&](Id slot) { return slot >= id * slots_per_worker_ && slot < last; });
  while (!idle_.empty() && looking_ < queue_.visible()) call_looker();  // for those it would have found
}

void Simulation::pauses(Id id) {
  auto& machine = machines_[id];
  if (machine.gone) return;
  ++report_.pauses;
  const auto longest = Time(options_.trouble.longest_pause).count();
  machine.paused_from = now_;
  machine.paused_until = now_ + Time(std::uniform_int_distribution<Time::rep>(0, longest)(random_));
  happen(machine.paused_until, Happens::Wakes, id);
  happen(machine.paused_until + rarely(options_.trouble.pauses), Happens::Pauses, id);
}

/// A worker that wakes finds the leases it can no longer trust before it does anything else.
void Simulation::wakes(Id id) {
  for (Id i = 0; i < slots_per_worker_; ++i) {
    const auto slot = id * slots_per_worker_ + i;
    if (now_ >= slots_[slot].trusted_until) abandon(slot);
  }
}

void Simulation::resize(std::uint32_t wanted) {
  while (ordered_ < wanted) order_machine();
  for (auto id = static_cast<Id>(machines_.size()); ordered_ > wanted && id-- > 0;) {
    if (machines_[id].gone || machines_[id].leaving) continue;
    machines_[id].leaving = true;
    --ordered_;
    remove(id);
  }
}

double Simulation::busy_share() const {
  std::uint32_t busy = 0;
  std::uint32_t all = 0;
  for (const auto& machine : machines_) {
    if (!machine.alive || machine.leaving) continue;
    busy += machine.busy;
    all += slots_per_worker_;
  }
  return all == 0 ? 1 : static_cast<double>(busy) / all;
}

/// The steward's stray jobs (steward/stray_jobs.cc): old, no result, older than whatever waits.
void Simulation::sweep() {
  auto& jobs = report_.jobs;
  while (first_open_ < jobs.size() && jobs[first_open_].ended >= Time{0}) ++first_open_;
  const auto oldest = queue_.oldest_age(now_);
  for (auto i = first_open_; i < jobs.size() && jobs[i].accepted < now_; ++i) {
    const auto age = now_ - jobs[i].accepted;
    if (age < options_.steward.stray_after || age <= oldest + steward::kPutAfterRecord) break;  // younger ones follow
    if (jobs[i].ended >= Time{0}) continue;
    if (put_again_[i] >= Time{0} && now_ - put_again_[i] < options_.steward.stray_after) continue;
    put_again_[i] = now_;
    ++report_.strays;
    const auto message = queue_.put(static_cast<Id>(i), now_);
    happen(request(), Happens::Show, message, 0);
  }
}

}  // namespace

Report simulate(const Options& options) {
  return Simulation(options).run();
}

}  // namespace docmill::simulate
