#include "base/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>
#include <utility>

namespace docmill {

struct Metrics::Registry {
  std::mutex mutex;
  prometheus::Registry families;
};

Metrics::Metrics() : registry_(std::make_unique<Registry>()) {}
Metrics::~Metrics() = default;

void Metrics::count(const std::string& name, const std::string& help, const Labels& labels, double by) {
  const std::lock_guard lock(registry_->mutex);
  prometheus::BuildCounter().Name(name).Help(help).Register(registry_->families).Add(labels).Increment(by);
}

void Metrics::gauge(const std::string& name, const std::string& help, double value, const Labels& labels) {
  const std::lock_guard lock(registry_->mutex);
  prometheus::BuildGauge().Name(name).Help(help).Register(registry_->families).Add(labels).Set(value);
}

void Metrics::observe_seconds(const std::string& name, const std::string& help, double seconds, const Labels& labels) {
  const std::lock_guard lock(registry_->mutex);
  const prometheus::Histogram::BucketBoundaries buckets{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                                        0.5,   1,      2.5,   5,    10,    30,   60,  120};
  prometheus::BuildHistogram().Name(name).Help(help).Register(registry_->families).Add(labels, buckets).Observe(seconds);
}

std::string Metrics::exposition() const {
  const std::lock_guard lock(registry_->mutex);
  return prometheus::TextSerializer().Serialize(registry_->families.Collect());
}

}  // namespace docmill
