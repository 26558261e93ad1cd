#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "figures.h"
#include "support/server.h"

namespace docmill::bench {
namespace {

namespace fs = std::filesystem;
using testing::Server;
using testing::TempDir;

/// A figure of /proc/<pid>/<file> in KiB, "Pss:" of smaps_rollup for instance; 0 when it is not there.
std::uint64_t proc_kib(pid_t pid, const std::string& file, const std::string& label) {
  std::ifstream text(fmt::format("/proc/{}/{}", pid, file));
  for (std::string word; text >> word;) {
    if (word != label) continue;
    std::uint64_t value = 0;
    text >> value;
    return value;
  }
  return 0;
}

/// `root` and everything below it. A launcher's zygote is found by its parent, namespaces or not.
std::vector<pid_t> tree(pid_t root) {
  std::map<pid_t, pid_t> parent;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const auto pid = static_cast<pid_t>(std::stol(name));
    parent[pid] = static_cast<pid_t>(proc_kib(pid, "status", "PPid:"));
  }
  std::vector<pid_t> found{root};
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const auto& [pid, its_parent] : parent) {
      if (its_parent == found[i]) found.push_back(pid);
    }
  }
  return found;
}

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
