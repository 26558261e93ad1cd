// Every action of the catalogue, over and over, on two slots: what a house takes must not grow with what it has done.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>
#include <thread>

#include "figures.h"
#include "meaning/case.h"
#include "processes.h"
#include "support/server.h"
#include "support/service.h"

namespace docmill::bench {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::ActionCase;
using testing::Server;
using testing::TempDir;

constexpr int kClients = 3;     // one more than slots: none of them waits for a document
constexpr int kWarmRounds = 3;  // engines, caches of fonts and connections settle

/// What the house takes between two rounds, when nothing is running.
struct Stock {
  double minutes = 0;
  std::size_t documents = 0;
  double memory = 0;  // MiB of proportional set size, all processes
  double descriptors = 0;
  double processes = 0;
  double files = 0;  // temporary: of the engines' directory and of /tmp
};

/// A figure, how it is called, and how much more of it than at first is not yet growth.
struct Figure {
  const char* name;
  double Stock::* value;
  double share;  // of the first
  double least;
};

constexpr Figure kWatchedOver[] = {{"memory, MiB", &Stock::memory, 0.10, 20},
                                   {"descriptors", &Stock::descriptors, 0.05, 10},
                                   {"processes", &Stock::processes, 0, 3},
                                   {"temporary files", &Stock::files, 0, 10}};

std::size_t files_below(const std::string& directory) {
  std::error_code gone;
  std::size_t count = 0;
  for (fs::recursive_directory_iterator at(directory, gone), end; !gone && at != end; at.increment(gone)) ++count;
  return count;
}

/// What Docmill and the browser leave in /tmp.
std::size_t leftovers() {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(fs::temp_directory_path())) {
    const auto name = entry.path().filename().string();
    if (name.starts_with("docmill-") || name.starts_with(".org.chromium") || name.starts_with("lu")) ++count;
  }
  return count;
}

class Soak {
 public:
  Soak()
      : server_(temp_ / "data", {"--slots", "2", "--egress-allow", "127.0.0.1/32", "--sync-wait", "60s", "--result-lifetime", "60s",
                                 "--record-lifetime", "60s", "--sweep-every", "10s"}),
        site_({.command = {"python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory",
                           testing::source("tests/actions/documents")},
               .log = temp_ / "site.log"}),
        key_(server_.make_key("soak")),
        cases_(testing::action_cases()) {
    const auto line = site_.wait_for_line("port ");
    const auto start = line.find("port ") + 5;
    address_ = "http://127.0.0.1:" + line.substr(start, line.find(' ', start) - start);
  }

  /// Every case once, in an order of chance, by several clients at a time.
  void run_round() {
    std::ranges::shuffle(cases_, chance_);
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> clients;
    for (int i = 0; i < kClients; ++i) {
      clients.emplace_back([&] {
        for (auto at = next++; at < cases_.size(); at = next++) send(cases_[at]);
      });
    }
    for (auto& client : clients) client.join();
  }

  Stock look(std::chrono::steady_clock::time_point begin) const {
    std::this_thread::sleep_for(2s);  // children end, others are forked in their place
    Stock sample{.minutes = Milliseconds(std::chrono::steady_clock::now() - begin).count() / 60'000, .documents = done_};
    for (const auto pid : tree(server_.pid())) {
      ++sample.processes;
      sample.memory += static_cast<double>(proc_kib(pid, "smaps_rollup", "Pss:")) / 1024;
      sample.descriptors += static_cast<double>(descriptors(pid));
    }
    sample.files = static_cast<double>(files_below(temp_ / "data/run") + leftovers());
    return sample;
  }

  std::size_t failed() const { return failed_; }

 private:
  /// The status that the golden begins with.
  void send(const ActionCase& one) {
    const auto answer = server_.submit(key_, one.action, testing::read_form(one, address_).parts);
    ++done_;
    if (testing::read_file(one.golden_path).starts_with(std::to_string(answer.status) + "\n")) return;
    ++failed_;
    fmt::print("  {} answered {}: {}\n", one.action, answer.status, answer.body);
  }

  TempDir temp_;
  Server server_;
  testing::Service site_;
  std::string key_;
  std::string address_;
  std::vector<ActionCase> cases_;
  std::mt19937 chance_{1};
  std::atomic<std::size_t> done_{0};
  std::atomic<std::size_t> failed_{0};
};

double median(const std::vector<Stock>& samples, double Stock::* value) {
  Series series;
  for (const auto& sample : samples) series.add(sample.*value);
  return series.p50();
}

/// The last third beside the first one; true when nothing has grown.
bool judge(const std::vector<Stock>& samples) {
  const auto third = std::max<std::size_t>(1, samples.size() / 3);
  const std::vector<Stock> first(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(third));
  const std::vector<Stock> last(samples.end() - static_cast<std::ptrdiff_t>(third), samples.end());
  bool good = true;
  for (const auto& watched : kWatchedOver) {
    const auto before = median(first, watched.value);
    const auto after = median(last, watched.value);
    const auto most = before + std::max(before * watched.share, watched.least);
    good = good && after <= most;
    print_figure(watched.name, fmt::format("{:.0f} -> {:.0f}", before, after),
                 fmt::format("at most {:.0f}{}", most, after <= most ? "" : ": GROWN"));
  }
  return good;
}

}  // namespace

bool soak(std::chrono::minutes length) {
  fmt::print("Soak: every action in turn on 2 slots for {} min; what is there between rounds\n", length.count());
  fmt::print("  {:>8}{:>11}{:>13}{:>13}{:>11}{:>7}\n", "minute", "documents", "memory, MiB", "descriptors", "processes", "files");
  Soak house;
  std::vector<Stock> samples;
  const auto begin = std::chrono::steady_clock::now();
  for (int round = 0; std::chrono::steady_clock::now() - begin < length; ++round) {
    house.run_round();
    const auto sample = house.look(begin);
    fmt::print("  {:>8.1f}{:>11}{:>13.0f}{:>13.0f}{:>11.0f}{:>7.0f}{}\n", sample.minutes, sample.documents, sample.memory,
               sample.descriptors, sample.processes, sample.files, round < kWarmRounds ? "  (warming up)" : "");
    std::fflush(stdout);
    if (round >= kWarmRounds) samples.push_back(sample);
  }
  if (samples.size() < 3) {
    fmt::print("  too short to tell: fewer than 3 rounds after warming up\n");
    return false;
  }
  const bool steady = judge(samples);
  print_figure("answers that were not as expected", std::to_string(house.failed()), "0");
  return steady && house.failed() == 0;
}

}  // namespace docmill::bench
