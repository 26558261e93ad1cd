// docmill-simulate: a day of traffic through the retry, lease and heartbeat rules, in simulated time.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/units.h"
#include "simulate/print_report.h"
#include "simulate/simulation.h"

namespace docmill::simulate {
namespace {

/// A length as in Docmill's own settings: "250ms", "30s", "10m".
template <class Length>
void add_length(CLI::App& app, const std::string& flag, Length& into, const std::string& help) {
  const auto read = [&into, flag](const std::string& text) {
    const auto length = parse_duration(text);
    if (!length) throw CLI::ValidationError(flag, length.error().message());
    into = std::chrono::duration_cast<Length>(*length);
  };
  app.add_option_function<std::string>(flag, read, help)->default_str(show(std::chrono::milliseconds(into)));
}

void add_traffic(CLI::App& app, Traffic& traffic) {
  app.add_option("--jobs", traffic.jobs, "jobs over the day")->capture_default_str()->check(CLI::Range(1UL, 100'000'000UL));
  add_length(app, "--day", traffic.day, "whole hours over which they come");
  app.add_option("--night", traffic.night, "height of the curve between the peaks")->capture_default_str()->check(CLI::PositiveNumber);
  app.add_option("--morning", traffic.morning, "hour of the morning peak")->capture_default_str();
  app.add_option("--afternoon", traffic.afternoon, "hour of the afternoon peak")->capture_default_str();
  app.add_option("--morning-height", traffic.morning_height)->capture_default_str()->check(CLI::NonNegativeNumber);
  app.add_option("--afternoon-height", traffic.afternoon_height)->capture_default_str()->check(CLI::NonNegativeNumber);
  app.add_option("--peak-width", traffic.peak_width, "hours, one standard deviation")->capture_default_str()->check(CLI::PositiveNumber);
  app.add_option("--bursts", traffic.bursts, "bursts at moments of chance")->capture_default_str();
  app.add_option("--burst-jobs", traffic.burst_jobs, "jobs of each burst")->capture_default_str();
  add_length(app, "--burst-length", traffic.burst_length, "length of each burst");
}

void add_work(CLI::App& app, Work& work) {
  add_length(app, "--small-p50", work.small_p50, "median work of a small document, alone on its worker");
  app.add_option("--small-sigma", work.small_sigma, "of its log-normal")->capture_default_str()->check(CLI::PositiveNumber);
  app.add_option("--crowded", work.crowded, "times as long beside another slot at work")->capture_default_str()->check(CLI::PositiveNumber);
  app.add_option("--heavy-share", work.heavy_share, "share of large documents")->capture_default_str()->check(CLI::Range(0.0, 1.0));
  add_length(app, "--heavy-p50", work.heavy_p50, "median work of a large document");
  app.add_option("--heavy-sigma", work.heavy_sigma, "of its log-normal")->capture_default_str()->check(CLI::PositiveNumber);
  add_length(app, "--longest", work.longest, "no attempt works longer");
  app.add_option("--bad-documents", work.bad_documents, "share that fails at once")->capture_default_str()->check(CLI::Range(0.0, 1.0));
  app.add_option("--transient", work.transient, "share of attempts tried again")->capture_default_str()->check(CLI::Range(0.0, 1.0));
}

void add_fleet(CLI::App& app, Options& options) {
  auto& scaling = options.scaling;
  app.add_option("--slots", options.worker.slots, "slots of a worker")->capture_default_str()->check(CLI::Range(1, 1'000));
  add_length(app, "--lease", options.worker.lease, "lease of a message");
  app.add_option("--deliveries", options.worker.retries.deliveries, "attempts allowed")->capture_default_str()->check(CLI::Range(1, 100));
  app.add_option("--min-workers", scaling.least)->capture_default_str()->check(CLI::Range(1, 100'000));
  app.add_option("--max-workers", scaling.most)->capture_default_str()->check(CLI::Range(1, 100'000));
  add_length(app, "--target-age", scaling.target, "age of the oldest message that asks for more workers");
  add_length(app, "--cooldown", scaling.cooldown, "between two changes");
  add_length(app, "--vm-start", scaling.start, "from the order of a worker to its first take");
  app.add_option("--grow", scaling.grow, "share of the workers added")->capture_default_str()->check(CLI::Range(0.0, 100.0));
  app.add_option("--shrink", scaling.shrink, "share of the workers removed")->capture_default_str()->check(CLI::Range(0.0, 1.0));
  app.add_option("--idle-below", scaling.idle_below, "busy share that lets the fleet shrink")->capture_default_str();
}

void add_house(CLI::App& app, Options& options) {
  auto& queue = options.queue;
  auto& trouble = options.trouble;
  app.add_option("--queue-rate", queue.requests_a_second, "requests a second of one queue")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  app.add_option("--queues", queue.queues, "queues used as one")->capture_default_str()->check(CLI::Range(1, 1'000));
  add_length(app, "--queue-latency", queue.latency, "of one request");
  add_length(app, "--busy-look", queue.busy_look, "an idle worker's first look");
  add_length(app, "--idle-look", queue.idle_look, "its longest wait between looks");
  app.add_option("--deaths", trouble.deaths, "of a worker in an hour")->capture_default_str()->check(CLI::NonNegativeNumber);
  app.add_option("--pauses", trouble.pauses, "of a worker in an hour")->capture_default_str()->check(CLI::NonNegativeNumber);
  add_length(app, "--longest-pause", trouble.longest_pause, "pauses last up to so long");
  app.add_option("--lost-messages", trouble.lost_messages, "share of jobs whose message was never put")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 1.0));
}

}  // namespace
}  // namespace docmill::simulate

int main(int argc, char** argv) {
  using namespace docmill::simulate;
  Options options;
  CLI::App app("Simulates a day of Docmill's traffic and says what became of the jobs.");
  app.add_option("--seed", options.seed, "the same seed gives the same day")->capture_default_str();
  add_traffic(app, options.traffic);
  add_work(app, options.work);
  add_fleet(app, options);
  add_house(app, options);
  CLI11_PARSE(app, argc, argv);
  if (options.scaling.least > options.scaling.most || options.traffic.day < std::chrono::hours{1} ||
      options.traffic.burst_length > options.traffic.day) {
    fmt::print(stderr, "docmill-simulate: --min-workers is above --max-workers, or the day is too short\n");
    return 2;
  }
  const auto start = std::chrono::steady_clock::now();
  const auto report = simulate(options);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  fmt::print("{}  {:<44}{:.1f} s\n", print_report(report), "simulated in", took.count());
  return lost(report) == 0 ? 0 : 1;
}
