#include "base/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace docmill {
namespace {

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

/// Pages of the process's own memory: the second number of /proc/self/statm.
double resident_bytes() {
  std::ifstream file("/proc/self/statm");
  double all = 0;
  double resident = 0;
  file >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double open_descriptors() {
  std::error_code away;
  const std::filesystem::directory_iterator files("/proc/self/fd", away);
  return away ? 0 : static_cast<double>(std::distance(begin(files), end(files)));
}

}  // namespace

ProcessMetrics::ProcessMetrics() : started_(std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count()) {}

void ProcessMetrics::show(Metrics& metrics) {
  metrics.gauge("process_start_time_seconds", "When the process started, seconds since 1970.", started_);
  if (const auto bytes = resident_bytes(); bytes > 0)
    metrics.gauge("process_resident_memory_bytes", "Resident memory of this process alone.", bytes);
  if (const auto open = open_descriptors(); open > 0) metrics.gauge("process_open_fds", "Open file descriptors.", open);
  rlimit most{};
  if (::getrlimit(RLIMIT_NOFILE, &most) == 0) {
    metrics.gauge("process_max_fds", "Most file descriptors that may be open.", static_cast<double>(most.rlim_cur));
  }
  rusage used{};
  if (::getrusage(RUSAGE_SELF, &used) != 0) return;
  const auto total = seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
  metrics.count("process_cpu_seconds_total", "Processor time of this process alone.", {}, total - told_);
  told_ = total;
}

}  // namespace docmill
