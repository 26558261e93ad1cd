#pragma once
#include <chrono>
#include <cstdint>
#include <random>
#include <vector>

namespace docmill::simulate {

/// Simulated time since the day began.
using Time = std::chrono::microseconds;
using Random = std::mt19937_64;

/// When jobs come. The curve is a flat night with a morning and an afternoon peak, each a bell.
struct Traffic {
  std::uint64_t jobs = 1'000'000;  // over the day, those of the bursts included
  std::chrono::hours day{24};
  double night = 0.15;                  // height of the flat part; the higher of the two peaks has about 1
  double morning = 10, afternoon = 15;  // hours of the peaks
  double morning_height = 1.0, afternoon_height = 0.8;
  double peak_width = 1.5;  // hours, one standard deviation
  std::uint32_t bursts = 4;
  std::uint64_t burst_jobs = 20'000;  // of each
  std::chrono::seconds burst_length{60};
};

/// How long an attempt works, and how it may end. Defaults: docs/benchmarks.md, small DOCX over HTTP on 2 cores, p50 46 ms;
/// 27.8 documents a second in two slots is 72 ms of each slot, 1.56 times as long as alone. The heavy part is an assumption.
struct Work {
  std::chrono::milliseconds small_p50{46};
  double small_sigma = 0.13;  // of a log-normal: p95 is 57 ms, as measured
  double crowded = 1.56;      // times as long when another slot of the worker works
  double heavy_share = 0.02;  // large documents
  std::chrono::milliseconds heavy_p50{1'500};
  double heavy_sigma = 1.2;
  std::chrono::milliseconds longest{120'000};
  double bad_documents = 0.01;  // the document is to blame: no second attempt
  double transient = 0.001;     // trouble that another attempt may not meet
};

/// The moments at which jobs come, in order.
std::vector<Time> arrivals(const Traffic& traffic, Random& random);

/// One attempt's work.
Time work_time(const Work& work, bool crowded, Random& random);

}  // namespace docmill::simulate
