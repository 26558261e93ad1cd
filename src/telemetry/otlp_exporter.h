#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/metrics.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/trace.h"
#include "telemetry/otlp_json.h"

namespace docmill::telemetry {

/// Where spans are sent, and how patiently. The figures are those of OpenTelemetry's batch processor, except that spans leave every
/// second and not every five: a person who looks for the trace of a call just made should find it.
/// Source: https://opentelemetry.io/docs/specs/otel/trace/sdk/#batching-processor
struct OtlpOptions {
  std::string endpoint;                                        // "http://127.0.0.1:4318"; /v1/traces is added where it is missing
  std::vector<std::pair<std::string, std::string>> headers{};  // of every request; their values are secrets
  std::string ca_file{};                                       // PEM of the authorities to believe; empty: the system's
  std::chrono::milliseconds every{1'000};
  std::size_t queue = 2'048;                        // spans that wait; more are dropped and counted
  std::size_t batch = 512;                          // spans of one request
  std::chrono::milliseconds timeout{10'000};        // of one request
  std::chrono::milliseconds longest_pause{30'000};  // between tries while the collector is away; from 1 s, doubled
  unsigned tries = 5;                               // of one batch, then it is dropped and counted
  std::chrono::milliseconds leave_within{2'000};    // at the end, for what still waits
};

/// Sends spans to an OpenTelemetry collector by OTLP over HTTP, in batches, from a thread of its own: whoever ends a span only puts it
/// into a bounded queue, and a collector that is away, slow or refuses costs spans and nothing else.
/// Counts docmill_trace_spans_total{outcome}: exported, dropped (the queue was full, or the collector stayed away), refused (by the
/// collector, for good).
class OtlpExporter final : public trace::Sink {
 public:
  /// `metrics` is borrowed.
  OtlpExporter(OtlpOptions options, Resource resource, Metrics& metrics);
  /// Sends what waits, for at most `leave_within`.
  ~OtlpExporter() override;
  OtlpExporter(const OtlpExporter&) = delete;
  OtlpExporter& operator=(const OtlpExporter&) = delete;

  void take(trace::Finished span) override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// "name=value,name=value" with percent-encoded values, as OTEL_EXPORTER_OTLP_HEADERS has them. Errors: BadRequest, without a value.
Result<std::vector<std::pair<std::string, std::string>>> parse_headers(std::string_view text);

}  // namespace docmill::telemetry
