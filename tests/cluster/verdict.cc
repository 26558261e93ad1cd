#include "cluster/verdict.h"

#include <fmt/format.h>

#include <chrono>
#include <iterator>

namespace docmill::testing {
namespace {

using namespace std::chrono_literals;

using Faults = std::vector<std::string>;

void add(Faults& faults, const Faults& more, std::string_view what) {
  for (const auto& one : more) faults.push_back(fmt::format("{}{}", what, one));
}

void check_endings(const LoadReport& report, Faults& faults) {
  if (report.succeeded + report.refused != report.jobs) {
    faults.push_back(fmt::format("{} jobs succeeded, {} failed as they should, of {}", report.succeeded, report.refused, report.jobs));
  }
  if (report.endings.size() != static_cast<std::size_t>(report.jobs)) {
    faults.push_back(fmt::format("{} idempotency keys led to {} jobs", report.jobs, report.endings.size()));
  }
}

/// Completions settle at once; the hold of a submit that came to nothing is released by a sweep.
void check_holds(Cluster& cluster, const std::string& tenant, Faults& faults) {
  const auto held = [&] { return cluster.usage(tenant, "held"); };
  const auto give_up = std::chrono::steady_clock::now() + 180s;
  while (held() != 0 && std::chrono::steady_clock::now() < give_up) std::this_thread::sleep_for(500ms);
  if (const auto left = held(); left != 0) faults.push_back(fmt::format("{} documents are still held", left));
}

void check_remains(Cluster& cluster, Faults& faults) {
  const auto dead = cluster.docmill({"dead", "list"});
  if (dead.out.find("no dead letters") == std::string::npos) faults.push_back("dead letters: " + dead.out + dead.err);
  add(faults, cluster.stop(), "");
  const auto swept = cluster.docmill({"sweep", "--ahead", "30d"});
  if (swept.status != 0) faults.push_back("docmill sweep: " + swept.err);
  auto left = cluster.stored();
  std::erase_if(left, [](const std::string& name) { return name.starts_with("h/"); });  // the house's own: which master key sealed it
  add(faults, left, "left in the store: ");
}

}  // namespace

std::vector<std::string> faults_of_round(Cluster& cluster, const Load& load, const LoadReport& report, const std::string& tenant) {
  Faults faults = report.surprises;
  check_endings(report, faults);
  add(faults, load.changed(report), "");
  check_holds(cluster, tenant, faults);
  return faults;
}

std::vector<std::string> faults_at_end(Cluster& cluster, int succeeded, const std::string& tenant) {
  Faults faults;
  const auto charged = cluster.usage(tenant, "charged");
  if (charged != static_cast<std::uint64_t>(succeeded)) {
    faults.push_back(fmt::format("{} documents were charged and {} jobs succeeded", charged, succeeded));
  }
  check_remains(cluster, faults);
  return faults;
}

std::vector<std::string> faults_after(Cluster& cluster, const Load& load, const LoadReport& report, const std::string& tenant) {
  auto faults = faults_of_round(cluster, load, report, tenant);
  add(faults, faults_at_end(cluster, report.succeeded, tenant), "");
  return faults;
}

}  // namespace docmill::testing
