// docmill-cluster: a whole Docmill cluster on this machine, for looking at and for a short chaos run. See ./dev cluster.
#include <fmt/format.h>
#include <signal.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include "cluster/chaos.h"
#include "cluster/cluster.h"
#include "cluster/load.h"
#include "cluster/verdict.h"
#include "support/http.h"

namespace docmill::testing {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr int kChaosJobs = 100;
constexpr std::uint16_t kUsualPort = 8443;
const std::vector<std::string> kChaosSettings{"lease = 4s",       "deliveries = 100",  "retry-delay = 1s",
                                              "sweep-every = 2s", "stray-after = 10s", "hold-grace = 30s"};
constexpr const char* kUsage =
    "usage: docmill-cluster [--once] [--flavour azure|plain|embedded] [--port N]\n"
    "  --once     one conversion and a short run in which processes are killed; then it ends\n"
    "  --flavour  azure: Azurite and PostgreSQL; plain: S3 and PostgreSQL; embedded: sqlite and files\n"
    "  --port     of the front door (default: 8443 when it is free)\n";

volatile sig_atomic_t leave = 0;  // set by Ctrl-C

struct Options {
  bool once = false;
  Flavour flavour = Flavour::Azure;
  std::uint16_t port = 0;
};

std::optional<Options> parse(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool followed = i + 1 < words.size();
    if (words[i] == "--once") {
      options.once = true;
    } else if (words[i] == "--flavour" && followed && flavour_named(words[i + 1])) {
      options.flavour = *flavour_named(words[++i]);
    } else if (words[i] == "--port" && followed && std::atoi(words[i + 1].c_str()) > 0) {
      options.port = static_cast<std::uint16_t>(std::atoi(words[++i].c_str()));
    } else {
      return std::nullopt;
    }
  }
  if (!options.once && options.port == 0 && !answers("127.0.0.1", kUsualPort)) options.port = kUsualPort;
  return options;
}

void say(const std::string& text) {
  fmt::print("{}\n", text);
  std::fflush(stdout);
}

/// Converts the example through the front door, as a client does; returns the PDF's size.
std::size_t convert_example(const Cluster& cluster, const std::string& key) {
  const FormPart file{.name = "File", .content = read_file(source("examples/invoice.docx")), .filename = "invoice.docx"};
  const auto answer = call({.method = "POST",
                            .url = cluster.url() + "/api/v2/convert/docx-to-pdf",
                            .headers = {"Authorization: " + key},
                            .form = {file},
                            .authority = cluster.authority()});
  if (answer.status != 200) throw std::runtime_error(fmt::format("the conversion failed: {} {}", answer.status, answer.body));
  const auto pdf = call({.url = answer.member("link"), .authority = cluster.authority()});
  if (!pdf.body.starts_with("%PDF-")) throw std::runtime_error(fmt::format("the result is no PDF: {} {}", pdf.status, pdf.body));
  return pdf.body.size();
}

void introduce(Cluster& cluster, const std::string& key) {
  const auto ca = cluster.authority();
  std::string processes;
  for (auto* member : cluster.members()) processes += fmt::format("  {:<10} process {}\n", member->name(), member->pid());
  say(
      fmt::format("\nThe cluster is running.\n{}\n  front door  {}   (reference: {}/openapi.json)\n  authority   {}\n  key         {}\n"
                  "  settings    {}\n  logs        {}/*.log",
                  processes, cluster.url(), cluster.url(), ca, key, cluster.settings_file(), cluster.folder()));
  say(fmt::format("\n  try      curl --cacert {} -H \"Authorization: {}\" -F File=@examples/invoice.docx {}/api/v2/convert/docx-to-pdf", ca,
                  key, cluster.url()));
  say(fmt::format("  or       {} key list --config {}", program("docmill"), cluster.settings_file()));
  say("  or       kill -9 one of the processes, and see that nothing is lost; an ended process is started again.\n");
}

/// Starts again what ended, until SIGINT or SIGTERM comes.
void keep_running(Cluster& cluster) {
  while (leave == 0) {
    std::this_thread::sleep_for(200ms);
    for (auto* member : cluster.members()) {
      if (member->running()) continue;
      member->start();
      say(fmt::format("{} ended and was started again: process {}", member->name(), member->pid()));
    }
  }
}

int short_chaos(Cluster& cluster, std::size_t pdf_bytes) {
  const std::uint32_t seed = std::random_device{}();
  say(fmt::format("Sending {} documents while processes are killed, frozen and restarted (seed {}) ...", kChaosJobs, seed));
  const auto started = steady_clock::now();
  Load load({.urls = {cluster.url()}, .authority = cluster.authority(), .key = cluster.make_key("chaos"), .jobs = kChaosJobs});
  Chaos chaos(cluster, {.seed = seed, .shortest_pause = 500ms, .longest_pause = 3'000ms});
  chaos.kill_one_of_each();
  while (!load.done() && leave == 0) {
    chaos.tick();
    std::this_thread::sleep_for(20ms);
  }
  if (leave != 0) return 130;  // with everything it began
  chaos.calm();
  const auto report = load.finish();
  const auto faults = faults_after(cluster, load, report, "chaos");
  for (const auto& fault : faults) say("  " + fault);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(steady_clock::now() - started).count();
  say(fmt::format("cluster: {}, {} bytes of PDF, {} jobs, {} succeeded, {} failed as they should, {} lost or wrong, {}, {} s: {}",
                  name_of(cluster.options().flavour), pdf_bytes, report.jobs, report.succeeded, report.refused, faults.size(),
                  chaos.summary(), seconds, faults.empty() ? "OK" : "NOT OK"));
  return faults.empty() ? 0 : 1;
}

int run_cluster(const Options& options) {
  Cluster cluster(
      {.flavour = options.flavour, .port = options.port, .settings = options.once ? kChaosSettings : std::vector<std::string>{}});
  say(fmt::format("Starting {} processes in {} ...", cluster.members().size(), cluster.folder()));
  cluster.start();
  const auto key = cluster.make_key("demo", {"--label", "dev cluster"});
  const auto bytes = convert_example(cluster, key);
  say(fmt::format("converted  examples/invoice.docx through {}: {} bytes of PDF", cluster.url(), bytes));
  if (options.once) return short_chaos(cluster, bytes);
  introduce(cluster, key);
  say("Stop it with Ctrl-C; everything is removed then.");
  keep_running(cluster);
  say("\nStopping ...");
  const auto wrong = cluster.stop();
  for (const auto& one : wrong) say(one);
  return wrong.empty() ? 0 : 1;
}

}  // namespace
}  // namespace docmill::testing

int main(int count, char** words) {
  using namespace docmill::testing;
  const auto options = parse({words + 1, words + count});
  if (!options) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  struct sigaction ask{};
  ask.sa_handler = [](int) { leave = 1; };
  ::sigaction(SIGINT, &ask, nullptr);
  ::sigaction(SIGTERM, &ask, nullptr);
  try {
    return run_cluster(*options);
  } catch (const std::exception& e) {
    fmt::print(stderr, "docmill-cluster: {}\n", e.what());
    return 1;
  }
}
