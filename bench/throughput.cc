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

}  // namespace

void measure_throughput() {
  const TempDir temp;
  const auto content = testing::read_file(testing::source("examples/invoice.docx"));
  Server one(temp / "one", {"--slots", "1"});
  Server two(temp / "two", {"--slots", "2"});
  const auto key_one = one.make_key("bench");
  const auto key_two = two.make_key("bench");
  Series single;
  Series twin;
  for (int round = 0; round < 3; ++round) {
    single.add(documents_a_second(one, key_one, content, 1));
    twin.add(documents_a_second(two, key_two, content, 2));
  }
  fmt::print("Throughput: small DOCX over HTTP, 10 s a round, 3 rounds each\n");
  print_figure("one slot", fmt::format("{:.1f} docs/s", single.p50()));
  print_figure("two slots", fmt::format("{:.1f} docs/s", twin.p50()));
  print_figure("two slots : one slot", fmt::format("{:.2f} x", twin.p50() / single.p50()), "at least 1.8 x on 2 cores");
}

}  // namespace docmill::bench
