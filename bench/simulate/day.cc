#include "simulate/day.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace docmill::simulate {
namespace {

constexpr Time kMinute = std::chrono::minutes{1};

double bell(double hour, double peak, double width) {
  const auto distance = (hour - peak) / width;
  return std::exp(-distance * distance / 2);
}

double height(const Traffic& traffic, double hour) {
  return traffic.night + traffic.morning_height * bell(hour, traffic.morning, traffic.peak_width) +
         traffic.afternoon_height * bell(hour, traffic.afternoon, traffic.peak_width);
}

Time somewhere_in(Time length, Random& random) {
  return Time(std::uniform_int_distribution<Time::rep>(0, std::max<Time::rep>(length.count() - 1, 0))(random));
}

Time log_normal(std::chrono::milliseconds median, double sigma, Random& random) {
  const auto ms = std::lognormal_distribution<double>(std::log(static_cast<double>(median.count())), sigma)(random);
  return Time(std::llround(ms * 1000));
}

}  // namespace

std::vector<Time> arrivals(const Traffic& traffic, Random& random) {
  const auto minutes = static_cast<std::size_t>(Time(traffic.day) / kMinute);
  std::vector<double> heights(minutes);
  for (std::size_t i = 0; i < minutes; ++i) heights[i] = height(traffic, static_cast<double>(i) / 60);
  std::discrete_distribution<Time::rep> minute(heights.begin(), heights.end());

  std::vector<Time> moments;
  moments.reserve(traffic.jobs);
  for (std::uint32_t burst = 0; burst < traffic.bursts; ++burst) {
    const auto start = somewhere_in(Time(traffic.day) - traffic.burst_length, random);
    for (std::uint64_t i = 0; i < traffic.burst_jobs && moments.size() < traffic.jobs; ++i) {
      moments.push_back(start + somewhere_in(traffic.burst_length, random));
    }
  }
  while (moments.size() < traffic.jobs) moments.push_back(minute(random) * kMinute + somewhere_in(kMinute, random));
  std::ranges::sort(moments);
  return moments;
}

Time work_time(const Work& work, bool crowded, Random& random) {
  const bool heavy = std::bernoulli_distribution(work.heavy_share)(random);
  const auto alone = heavy ? log_normal(work.heavy_p50, work.heavy_sigma, random) : log_normal(work.small_p50, work.small_sigma, random);
  const auto scaled = crowded ? Time(std::llround(static_cast<double>(alone.count()) * work.crowded)) : alone;
  return std::min<Time>(scaled, work.longest);
}

}  // namespace docmill::simulate
