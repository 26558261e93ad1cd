#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "figures.h"
#include "processes.h"
#include "support/server.h"

namespace docmill::bench {
namespace {

namespace fs = std::filesystem;
using testing::Server;
using testing::TempDir;

double mib(std::uint64_t kib) {
  return static_cast<double>(kib) / 1024;
}

void measure_idle(const Server& server) {
  std::uint64_t pss = 0;
  for (const auto pid : tree(server.pid())) pss += proc_kib(pid, "smaps_rollup", "Pss:");
  print_figure("idle docmill serve, all processes (proportional set size)", fmt::format("{:.0f} MiB", mib(pss)), "under 450 MB");
}

void measure_child(const Server& server, const std::string& key) {
  Series peaks;
  const auto content = testing::read_file(testing::source("examples/invoice.docx"));
  for (int i = 0; i < 20; ++i) {
    const auto answer = server.post(key, "convert/docx-to-pdf", content, "small.docx");
    const auto peak = answer.member("peakMemory");
    if (!peak.empty()) peaks.add(std::stod(peak) / (1024 * 1024));
  }
  print_figure("private memory of a child, small DOCX, p50", fmt::format("{:.1f} MiB", peaks.p50()), "under 40 MB");
}

void measure_upload(const TempDir& temp) {
  constexpr std::uint64_t kSize = 1ULL << 30;
  const auto path = temp / "gigabyte.docx";
  std::ofstream(path, std::ios::binary) << "PK\x03\x04";
  fs::resize_file(path, kSize);
  Server server(temp / "upload", {"--request-limit", "2GB"});
  const auto key = server.make_key("bench");
  const auto before = proc_kib(server.pid(), "status", "VmHWM:");
  const auto ms = time_ms([&] {
    testing::run({"curl", "-sS", "-o", "/dev/null", "-H", "Authorization: " + key, "-F", "File=@" + path,
                  server.url() + "/api/v2/convert/jobs/docx-to-pdf"});
  });
  const auto after = proc_kib(server.pid(), "status", "VmHWM:");
  print_figure("1 GiB upload, growth of the largest resident size", fmt::format("{:.1f} MiB", mib(after - before)), "under 64 MiB");
  print_figure("1 GiB upload, rate", fmt::format("{:.0f} MB/s", static_cast<double>(kSize) / 1e3 / ms));
}

}  // namespace

void measure_memory() {
  const TempDir temp;
  fmt::print("Memory\n");
  {
    Server server(temp / "data");
    measure_idle(server);
    measure_child(server, server.make_key("bench"));
  }
  measure_upload(temp);
}

}  // namespace docmill::bench
