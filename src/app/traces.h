#pragma once
#include <memory>
#include <string>

#include "base/metrics.h"
#include "base/result.h"
#include "base/trace.h"
#include "config/settings.h"
#include "telemetry/otlp_exporter.h"

namespace docmill::app {

/// What the settings say about the collector. Errors: BadRequest (a file cannot be read, headers that are none).
Result<telemetry::OtlpOptions> otlp_options(const config::Settings& settings);

/// The traces of one process. Destroy it after everything that makes spans.
class Traces {
 public:
  /// `metrics` is borrowed.
  Traces(telemetry::OtlpOptions options, telemetry::Resource resource, double ratio, Metrics& metrics)
      : exporter_(std::move(options), std::move(resource), metrics), tracer_(exporter_, ratio) {}

  const trace::Tracer& tracer() const { return tracer_; }

 private:
  telemetry::OtlpExporter exporter_;
  trace::Tracer tracer_;
};

}  // namespace docmill::app
