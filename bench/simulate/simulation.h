#pragma once
#include <cstdint>
#include <vector>

#include "model/retry_policy.h"
#include "simulate/day.h"
#include "simulate/fleet.h"
#include "steward/steward.h"
#include "worker/worker.h"

namespace docmill::simulate {

struct QueueSpeed {
  double requests_a_second = 2'000;      // of one queue: Microsoft's target for messages of 1 KiB
  std::uint32_t queues = 1;              // taken as one with so many times the throughput
  std::chrono::milliseconds latency{5};  // of one request
  // An idle worker looks again after the first, later by half its idle time more, at most after the second.
  std::chrono::milliseconds busy_look{50};
  std::chrono::milliseconds idle_look{2'000};
};

struct Trouble {
  double deaths = 0.05;                     // of a worker in an hour
  double pauses = 0.02;                     // of a worker in an hour: its machine stands still
  std::chrono::seconds longest_pause{180};  // each lasts up to so long, so most outlast the lease
  double lost_messages = 0.00001;           // of jobs: the API died between job.json and the message
};

struct Options {
  std::uint64_t seed = 1;
  Traffic traffic;
  Work work;
  Scaling scaling;
  QueueSpeed queue;
  Trouble trouble;
  worker::WorkerOptions worker;     // the real defaults: slots, lease, retries
  steward::StewardOptions steward;  // sweep_every and stray_after
};

struct Job {
  Time accepted{0};
  Time started{-1};  // the first attempt
  Time ended{-1};    // result.json is there
  std::uint16_t attempts = 0;
  std::uint16_t results = 0;  // times result.json was created; more than one would be a broken rule
};

struct Report {
  std::vector<Job> jobs;
  std::uint64_t succeeded = 0, failed = 0;
  std::uint64_t attempts = 0;
  std::uint64_t superseded = 0;   // deliveries that found the result there: no work
  std::uint64_t done_twice = 0;   // work finished when another result was there already
  std::uint64_t died_with = 0;    // attempts that died with their worker
  std::uint64_t leases_lost = 0;  // attempts given up because the lease could no longer be trusted
  std::uint64_t retried = 0;      // attempts that failed and were tried again
  std::uint64_t strays = 0;       // messages the steward put again
  std::uint64_t deaths = 0, pauses = 0;
  std::uint64_t requests = 0;  // to the queue; looks of idle workers are not counted
  Time thrown_away{0};         // slot time of attempts without effect
  Time peak_age{0};
  std::uint32_t peak_workers = 0;
  Time worker_time{0};  // from order to end
  Time until{0};        // when the last job ended
};

/// Runs a day to the end of its last job. The same options give the same report.
Report simulate(const Options& options);

}  // namespace docmill::simulate
