#include <fmt/format.h>

#include <atomic>
#include <thread>

#include "figures.h"
#include "support/server.h"

namespace docmill::bench {
namespace {

using testing::Server;
using testing::TempDir;
using namespace std::chrono_literals;

/// Documents a second, with enough clients that no slot waits for one.
double documents_a_second(const Server& server, const std::string& key, const std::string& content, int slots) {
  std::atomic<int> done{0};
  const auto end = std::chrono::steady_clock::now() + 10s;
  std::vector<std::thread> clients;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < slots + 1; ++i) {
    clients.emplace_back([&] {
      while (std::chrono::steady_clock::now() < end) {
        if (server.post(key, "convert/docx-to-pdf", content, "small.docx").status == 200) ++done;
      }
    });
  }
  for (auto& client : clients) client.join();
  return done / (Milliseconds(std::chrono::steady_clock::now() - start).count() / 1000);
}

/// Prints one slot, two slots and their ratio for one number of children forked ahead.
void compare_slots(const TempDir& temp, const std::string& ready_children, const std::string& content) {
  Server one(temp / ("one-" + ready_children), {"--slots", "1", "--ready-children", ready_children});
  Server two(temp / ("two-" + ready_children), {"--slots", "2", "--ready-children", ready_children});
  const auto key_one = one.make_key("bench");
  const auto key_two = two.make_key("bench");
  Series single;
  Series twin;
  for (int round = 0; round < 3; ++round) {
    single.add(documents_a_second(one, key_one, content, 1));
    twin.add(documents_a_second(two, key_two, content, 2));
  }
  print_figure("one slot", fmt::format("{:.1f} docs/s", single.p50()));
  print_figure("two slots", fmt::format("{:.1f} docs/s", twin.p50()));
  print_figure("two slots : one slot", fmt::format("{:.2f} x", twin.p50() / single.p50()), "at least 1.8 x on 2 cores");
}

}  // namespace

void measure_throughput() {
  const TempDir temp;
  const auto content = testing::read_file(testing::source("examples/invoice.docx"));
  fmt::print("Throughput: small DOCX over HTTP, 10 s a round, 3 rounds each\n");
  compare_slots(temp, "1", content);
  fmt::print("Throughput with --ready-children 0: a slot forks when its document comes, and so stays on one core\n");
  compare_slots(temp, "0", content);
}

}  // namespace docmill::bench
