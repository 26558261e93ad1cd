#pragma once
#include "base/metrics.h"

namespace docmill {

/// What Prometheus' client libraries tell of every process, under the names they agreed on: memory, processor time, descriptors.
/// Source: https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
class ProcessMetrics {
 public:
  ProcessMetrics();
  /// Brings the figures in `metrics` up to date. What /proc does not tell is left out.
  void show(Metrics& metrics);

 private:
  double started_;   // seconds since 1970
  double told_ = 0;  // seconds of processor time in the counter so far
};

}  // namespace docmill
