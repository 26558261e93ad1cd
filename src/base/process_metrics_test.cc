#include "base/process_metrics.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace docmill {
namespace {

double value_of(const Metrics& metrics, const std::string& name) {
  const auto text = "\n" + metrics.exposition();
  const auto at = text.find("\n" + name + " ");
  return at == std::string::npos ? -1 : std::atof(text.c_str() + at + name.size() + 2);
}

TEST(ProcessMetrics, TellMemoryDescriptorsAndProcessorTimeOfThisProcess) {
  Metrics metrics;
  ProcessMetrics process;
  process.show(metrics);
  EXPECT_GT(value_of(metrics, "process_resident_memory_bytes"), 1e6);
  EXPECT_LT(value_of(metrics, "process_resident_memory_bytes"), 1e11);
  EXPECT_GE(value_of(metrics, "process_open_fds"), 3);
  EXPECT_GE(value_of(metrics, "process_max_fds"), value_of(metrics, "process_open_fds"));
  EXPECT_GT(value_of(metrics, "process_start_time_seconds"), 1.7e9);
  const auto before = value_of(metrics, "process_cpu_seconds_total");
  EXPECT_GE(before, 0);
  process.show(metrics);
  EXPECT_GE(value_of(metrics, "process_cpu_seconds_total"), before);
  EXPECT_LT(value_of(metrics, "process_cpu_seconds_total"), before + 10) << "counted twice";
}

}  // namespace
}  // namespace docmill
