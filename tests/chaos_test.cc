// A whole cluster under load while its parts are killed, frozen, restarted and cut off from each other, and then counted: nothing
// accepted is lost, nothing is charged twice, no failure is charged, nothing is left behind.
// DOCMILL_LONG=1 runs 20,000 jobs instead of 1,000, DOCMILL_JOBS any other number, in rounds; DOCMILL_AZURITES spreads the storage;
// DOCMILL_SEED repeats a run; DOCMILL_FLAVOUR chooses what the state is kept in.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>

#include "cluster/chaos.h"
#include "cluster/cluster.h"
#include "cluster/load.h"
#include "cluster/verdict.h"

namespace docmill::testing {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

// The storage servers of the tests look through all they have for many of their calls, and the stewards through all records for a job whose
// message was lost: what a round made is therefore checked and swept before the next begins. The cluster and the mischief go on.
constexpr int kRound = 1'000;

// Short leases, so that much is lost and found again; a kill is no fault of the document, so deliveries are no limit.
std::vector<std::string> settings() {
  return {"lease = 4s",        "deliveries = 100", "retry-delay = 1s",   "sweep-every = 2s",
          "stray-after = 10s", "hold-grace = 60s", "upload-grace = 60s", "drain-timeout = 20s"};
}

int azurites_wanted() {
  const char* given = std::getenv("DOCMILL_AZURITES");
  return given != nullptr ? std::stoi(given) : 1;
}

int jobs_wanted() {
  const char* given = std::getenv("DOCMILL_JOBS");
  if (given != nullptr) return std::stoi(given);
  return std::getenv("DOCMILL_LONG") != nullptr ? 20'000 : 1'000;
}

std::uint32_t chosen_seed() {
  const char* given = std::getenv("DOCMILL_SEED");
  return given != nullptr ? static_cast<std::uint32_t>(std::stoul(given)) : std::random_device{}();
}

Flavour chosen_flavour() {
  const char* given = std::getenv("DOCMILL_FLAVOUR");
  return flavour_named(given == nullptr ? "azure" : given).value();
}

void add(LoadReport& all, const LoadReport& round) {
  all.jobs += round.jobs;
  all.succeeded += round.succeeded;
  all.refused += round.refused;
  all.repeats += round.repeats;
}

/// Removes all that jobs at rest have left, by the steward's own sweeps, and says how far the run is.
void sweep_away(Cluster& cluster, const LoadReport& all, std::vector<std::string>& faults) {
  const auto swept = cluster.docmill({"sweep", "--ahead", "30d"});
  if (swept.status != 0) faults.push_back("docmill sweep: " + swept.err);
  std::printf("chaos: %d jobs, %zu lost or wrong so far\n", all.jobs, faults.size());
  std::fflush(stdout);
}

TEST(ChaosTest, EveryAcceptedJobEndsOnceIsChargedOnceAndLeavesNothing) {
  const auto seed = chosen_seed();
  const auto no_network = no_network_because();
  std::printf("chaos: seed %u%s%s\n", seed, no_network.empty() ? "" : "; no links are cut: ", no_network.c_str());
  std::fflush(stdout);
  Cluster cluster({.flavour = chosen_flavour(), .own_network = no_network.empty(), .accounts = azurites_wanted(), .settings = settings()});
  cluster.start();

  const auto started = steady_clock::now();
  const auto key = cluster.make_key("chaos");
  Chaos chaos(cluster, {.seed = seed});
  LoadReport all;
  std::vector<std::string> faults;
  while (all.jobs < jobs_wanted()) {
    const auto round = std::min(kRound, jobs_wanted() - all.jobs);
    Load load({.urls = {cluster.url()}, .authority = cluster.authority(), .key = key, .jobs = round, .first = all.jobs});
    while (!load.done()) {
      chaos.tick();
      std::this_thread::sleep_for(20ms);
    }
    chaos.calm();
    const auto report = load.finish();
    for (auto& fault : faults_of_round(cluster, load, report, "chaos")) faults.push_back(std::move(fault));
    add(all, report);
    if (all.jobs < jobs_wanted()) sweep_away(cluster, all, faults);
  }
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(steady_clock::now() - started).count();

  for (auto& fault : faults_at_end(cluster, all.succeeded, "chaos")) faults.push_back(std::move(fault));
  for (const auto& fault : faults) ADD_FAILURE() << fault;
  std::printf("chaos: %s, seed %u, %d jobs, %d succeeded, %d failed as they should, %zu lost or wrong, %d calls repeated, %s, %lld s\n",
              name_of(chosen_flavour()).c_str(), seed, all.jobs, all.succeeded, all.refused, faults.size(), all.repeats,
              chaos.summary().c_str(), static_cast<long long>(seconds));
}

}  // namespace
}  // namespace docmill::testing
