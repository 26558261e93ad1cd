#pragma once
#include <span>
#include <string>
#include <vector>

#include "base/trace.h"

namespace docmill::telemetry {

/// Who made the spans: the resource of OpenTelemetry.
struct Resource {
  std::string service = "docmill";  // service.name: "docmill", "docmill-api", "docmill-worker", "docmill-steward"
  std::string version = {};         // service.version
  std::string instance = {};        // service.instance.id: "host:pid"
};

/// The body of POST /v1/traces in OTLP's JSON encoding: ids in hex, 64-bit numbers as text.
/// Source: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding and opentelemetry/proto/trace/v1/trace.proto.
std::string otlp_json(const Resource& resource, std::span<const trace::Finished> spans);

}  // namespace docmill::telemetry
