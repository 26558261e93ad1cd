#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace docmill {

/// The process's counters, gauges and histograms, in Prometheus terms. Thread-safe.
/// Names are `docmill_<noun>_<unit>`; label values come from closed lists (error codes, actions, phases), never from callers.
class Metrics {
 public:
  using Labels = std::map<std::string, std::string>;

  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  void count(const std::string& name, const std::string& help, const Labels& labels = {}, double by = 1);
  void gauge(const std::string& name, const std::string& help, double value, const Labels& labels = {});
  /// Seconds, in buckets from 1 ms to 2 minutes.
  void observe_seconds(const std::string& name, const std::string& help, double seconds, const Labels& labels = {});

  /// The text exposition format, version 0.0.4.
  std::string exposition() const;

 private:
  struct Registry;
  std::unique_ptr<Registry> registry_;
};

}  // namespace docmill
