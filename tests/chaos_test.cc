// A whole cluster under load while its parts are killed, frozen, restarted and cut off from each other, and then counted: nothing
// accepted is lost, nothing is charged twice, no failure is charged, nothing is left behind.
// DOCMILL_LONG=1 runs 20,000 jobs instead of 1,000, DOCMILL_JOBS any other number; DOCMILL_AZURITES spreads the storage; DOCMILL_SEED
// repeats a run; DOCMILL_FLAVOUR chooses what the state is kept in.
#include <gtest/gtest.h>

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

// Short leases, so that much is lost and found again; a kill is no fault of the document, so deliveries are no limit.
// Every sweep walks all records, which a long run keeps: it sweeps less often.
std::vector<std::string> settings_for(int jobs) {
  return {"lease = 4s",        "deliveries = 100", "retry-delay = 1s",   jobs > 5'000 ? "sweep-every = 60s" : "sweep-every = 2s",
          "stray-after = 10s", "hold-grace = 60s", "upload-grace = 60s", "drain-timeout = 20s"};
}

/// Azurite looks through all it has for many of its calls, so it slows down as the records of a run grow: a long run spreads them.
int accounts_for(int jobs) {
  const char* given = std::getenv("DOCMILL_AZURITES");
  if (given != nullptr) return std::stoi(given);
  return jobs > 5'000 ? 4 : 1;
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

TEST(ChaosTest, EveryAcceptedJobEndsOnceIsChargedOnceAndLeavesNothing) {
  const auto seed = chosen_seed();
  const auto no_network = no_network_because();
  std::printf("chaos: seed %u%s%s\n", seed, no_network.empty() ? "" : "; no links are cut: ", no_network.c_str());
  std::fflush(stdout);
  Cluster cluster({.flavour = chosen_flavour(),
                   .own_network = no_network.empty(),
                   .accounts = accounts_for(jobs_wanted()),
                   .settings = settings_for(jobs_wanted())});
  cluster.start();

  const auto started = steady_clock::now();
  Load load({.urls = {cluster.url()}, .authority = cluster.authority(), .key = cluster.make_key("chaos"), .jobs = jobs_wanted()});
  Chaos chaos(cluster, {.seed = seed});
  while (!load.done()) {
    chaos.tick();
    std::this_thread::sleep_for(20ms);
  }
  chaos.calm();
  const auto report = load.finish();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(steady_clock::now() - started).count();

  const auto faults = faults_after(cluster, load, report, "chaos");
  for (const auto& fault : faults) ADD_FAILURE() << fault;
  std::printf("chaos: %s, seed %u, %d jobs, %d succeeded, %d failed as they should, %zu lost or wrong, %d calls repeated, %s, %lld s\n",
              name_of(chosen_flavour()).c_str(), seed, report.jobs, report.succeeded, report.refused, faults.size(), report.repeats,
              chaos.summary().c_str(), static_cast<long long>(seconds));
}

}  // namespace
}  // namespace docmill::testing
