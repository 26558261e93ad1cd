#include "simulate/print_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace docmill::simulate {
namespace {

double seconds(Time time) {
  return std::chrono::duration<double>(time).count();
}

double hours(Time time) {
  return seconds(time) / 3600;
}

std::vector<double> totals_in_seconds(const Report& report) {
  std::vector<double> totals;
  for (const auto& job : report.jobs) {
    if (job.ended >= Time{0}) totals.push_back(seconds(job.ended - job.accepted));
  }
  std::ranges::sort(totals);
  return totals;
}

std::string line(std::string_view what, const std::string& figure) {
  return fmt::format("  {:<44}{}\n", what, figure);
}

std::string spread(const std::vector<double>& sorted) {
  if (sorted.empty()) return "none";
  return fmt::format("{:.3f}, {:.3f}, {:.3f}, {:.1f} s", quantile(sorted, 0.5), quantile(sorted, 0.95), quantile(sorted, 0.99),
                     sorted.back());
}

}  // namespace

std::uint64_t lost(const Report& report) {
  const auto wrong = [](const Job& job) { return job.ended < Time{0} || job.results != 1; };
  return static_cast<std::uint64_t>(std::ranges::count_if(report.jobs, wrong));
}

std::vector<double> waits_in_seconds(const Report& report) {
  std::vector<double> waits;
  for (const auto& job : report.jobs) {
    if (job.started >= Time{0}) waits.push_back(seconds(job.started - job.accepted));
  }
  std::ranges::sort(waits);
  return waits;
}

double quantile(const std::vector<double>& sorted, double q) {
  return sorted[static_cast<std::size_t>(std::lround(q * static_cast<double>(sorted.size() - 1)))];
}

std::string print_report(const Report& report) {
  const auto jobs = report.jobs.size();
  const auto per_job = [&](std::uint64_t count) {
    return static_cast<double>(count) / static_cast<double>(std::max<std::size_t>(jobs, 1));
  };
  std::string text;
  text += line("jobs", fmt::format("{}", jobs));
  text += line("lost, or ended twice", fmt::format("{}", lost(report)));
  text += line("succeeded, failed", fmt::format("{}, {}", report.succeeded, report.failed));
  text += line("attempts for each job", fmt::format("{:.4f}", per_job(report.attempts)));
  text += line("work done twice", fmt::format("{}", report.done_twice));
  text += line("attempts that died with their worker", fmt::format("{}", report.died_with));
  text += line("attempts given up: lease no longer trusted", fmt::format("{}", report.leases_lost));
  text += line("attempts tried again", fmt::format("{}", report.retried));
  text += line("deliveries that found the result there", fmt::format("{}", report.superseded));
  text += line("messages put again by the steward", fmt::format("{}", report.strays));
  text += line("slot time thrown away", fmt::format("{:.3f} h", hours(report.thrown_away)));
  text += line("wait p50, p95, p99, longest", spread(waits_in_seconds(report)));
  text += line("total p50, p95, p99, longest", spread(totals_in_seconds(report)));
  text += line("peak age of the oldest message", fmt::format("{:.1f} s", seconds(report.peak_age)));
  text += line("peak workers, worker-hours", fmt::format("{}, {:.1f}", report.peak_workers, hours(report.worker_time)));
  text += line("worker deaths, pauses", fmt::format("{}, {}", report.deaths, report.pauses));
  text += line("requests to the jobs queue for each job", fmt::format("{:.2f}", per_job(report.requests)));
  text += line("the last job ended after", fmt::format("{:.2f} h", hours(report.until)));
  return text;
}

}  // namespace docmill::simulate
