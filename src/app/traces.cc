#include "app/traces.h"

#include <utility>

#include "app/uri.h"

namespace docmill::app {

Result<telemetry::OtlpOptions> otlp_options(const config::Settings& settings) {
  telemetry::OtlpOptions options;
  options.endpoint = settings.otlp_endpoint;
  options.ca_file = settings.otlp_ca;
  if (auto readable = check_file(settings.otlp_ca, "otlp-ca"); !readable) return Failed(readable.error());
  if (settings.otlp_headers.empty()) return options;
  const auto text = read_secret(settings.otlp_headers, "otlp-headers");
  if (!text) return Failed(text.error());
  auto headers = telemetry::parse_headers(text->reveal());
  if (!headers) return Failed(headers.error());
  options.headers = *std::move(headers);
  return options;
}

}  // namespace docmill::app
