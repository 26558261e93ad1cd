#include "telemetry/otlp_json.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace docmill::telemetry {
namespace {

namespace json = boost::json;

constexpr int kStatusError = 2;

json::object written(std::string_view name, json::object value) {
  return {{"key", name}, {"value", std::move(value)}};
}

json::object text(std::string_view name, std::string_view value) {
  return written(name, {{"stringValue", value}});
}

json::object attribute(std::string_view name, const trace::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return written(name, {{"intValue", std::to_string(*number)}});
  if (const auto* flag = std::get_if<bool>(&value)) return written(name, {{"boolValue", *flag}});
  return text(name, std::get<std::string>(value));
}

json::object span_of(const trace::Finished& span) {
  json::object out{{"traceId", span.trace_id},
                   {"spanId", span.span_id},
                   {"name", span.name},
                   {"kind", static_cast<int>(span.kind)},
                   {"startTimeUnixNano", std::to_string(span.start_ns)},
                   {"endTimeUnixNano", std::to_string(span.end_ns)}};
  if (!span.parent_id.empty()) out["parentSpanId"] = span.parent_id;
  if (!span.state.empty()) out["traceState"] = span.state;
  auto& attributes = out["attributes"].emplace_array();
  for (const auto& [name, value] : span.attributes) attributes.push_back(attribute(name, value));
  if (span.failed) out["status"] = json::object{{"code", kStatusError}};
  return out;
}

json::array attributes_of(const Resource& resource) {
  return {text("service.name", resource.service),         text("service.namespace", "docmill"),  text("service.version", resource.version),
          text("service.instance.id", resource.instance), text("telemetry.sdk.name", "docmill"), text("telemetry.sdk.language", "cpp"),
          text("telemetry.sdk.version", resource.version)};
}

}  // namespace

std::string otlp_json(const Resource& resource, std::span<const trace::Finished> spans) {
  json::array written_spans;
  written_spans.reserve(spans.size());
  for (const auto& span : spans) written_spans.push_back(span_of(span));
  json::object scope_spans{{"scope", json::object{{"name", "docmill"}, {"version", resource.version}}},
                           {"spans", std::move(written_spans)}};
  json::object resource_spans{{"resource", json::object{{"attributes", attributes_of(resource)}}},
                              {"scopeSpans", json::array{std::move(scope_spans)}}};
  return json::serialize(json::object{{"resourceSpans", json::array{std::move(resource_spans)}}});
}

}  // namespace docmill::telemetry
