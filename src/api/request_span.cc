#include "api/request_span.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/small_letters.h"

namespace docmill::api {
namespace {

using Kind = Route::Kind;
using Place = ProcessRoute::Place;

/// Methods that a span may name; any other text is the caller's own.
std::string_view known_method(std::string_view method) {
  for (const std::string_view known : {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"}) {
    if (method == known) return known;
  }
  return "_OTHER";
}

std::string action_pattern(const Route& route) {
  const auto jobs = route.kind == Kind::Convert ? "" : "jobs/";
  const auto id = route.kind == Kind::Poll || route.kind == Kind::Cancel ? "/{jobId}" : "";
  return fmt::format("/api/v2/{}/{}{}{}", route.action->group(), jobs, route.action->operation(), id);
}

std::string wire_pattern(const Route& route, std::string_view path) {
  const auto* surface = path.starts_with("/flow/") ? "flow" : "api";
  const auto* jobs = route.kind == Kind::WireCall ? "" : "jobs/";
  const auto* id = route.kind == Kind::WireCall || route.kind == Kind::WireStart ? "" : "/{jobId}";
  return fmt::format("/{}/v1/Documents/{}{}{}", surface, jobs, route.wire->name, id);
}

std::string_view process_pattern(const ProcessRoute& route, std::string_view path) {
  switch (route.place) {
    case Place::All: return "/api/v2/processes";
    case Place::One: return "/api/v2/processes/{process}";
    case Place::Template: return "/api/v2/processes/{process}/template";
    case Place::Start:
      return path.starts_with("/api/v1/") ? "/api/v1/processes/{user}/{process}/start" : "/api/v2/processes/{user}/{process}/start";
    case Place::StartJob: return "/api/v2/processes/jobs/{user}/{process}/start";
    case Place::Job: return "/api/v2/processes/jobs/{user}/{process}/start/{jobId}";
    case Place::FlowStart: return "/flow/v1/ProcessesFlow/jobs/{operation}";
    case Place::FlowJob: return "/flow/v1/ProcessesFlow/jobs/{operation}/{jobId}";
    case Place::Hooks: return "/flow/v1/ProcessesFlow/triggers";
    case Place::Hook: return "/flow/v1/ProcessesFlow/triggers/{hook}";
    case Place::HookSchema: return "/flow/v1/ProcessesFlow/triggers/{process}/schema";
    case Place::FlowProcesses: return "/flow/v1/ProcessesFlow/Schema/GetProcesses";
    case Place::FlowSchema: return "/flow/v1/ProcessesFlow/Schema/GetJsonData";
  }
  return {};
}

}  // namespace

trace::Context context_of(const net::Request& request) {
  std::string parent;
  std::string state;
  for (const auto& [name, value] : request.headers.all()) {
    if (same_but_for_case(name, "traceparent")) {
      if (!parent.empty()) return {};
      parent = value;
    } else if (same_but_for_case(name, "tracestate")) {
      state += state.empty() ? value : "," + value;
    }
  }
  if (parent.empty()) return {};
  return trace::read_context(parent, state);
}

std::string route_pattern(const Route& route, std::string_view path) {
  if (route.process) return std::string(process_pattern(*route.process, path));
  if (route.wire != nullptr) return wire_pattern(route, path);
  if (route.action != nullptr) return action_pattern(route);
  switch (route.kind) {
    case Kind::Design: return fmt::format("/flow/v1/DocumentsFlow/Schema/{}", route.design->name);
    case Kind::Profile: return "/api/v2/user/Profiles/me";
    case Kind::Download: return "/d/{token}";
    case Kind::OpenApi: return "/openapi.json";
    case Kind::Home: return "/";
    default: return {};
  }
}

trace::Span request_span(const trace::Tracer* tracer, const net::Request& request, const Result<Route>& route) {
  const bool watcher = route && route->kind == Kind::Operations;
  auto span = trace::start(watcher ? nullptr : tracer, "HTTP", trace::Kind::Server, context_of(request));
  if (!span.recording()) return span;
  const auto method = known_method(request.method);
  const auto pattern = route && route->kind != Kind::Preflight ? route_pattern(*route, request.path) : std::string();
  span.rename(pattern.empty() ? std::string(method == "_OTHER" ? "HTTP" : method) : fmt::format("{} {}", method, pattern));
  span.set("http.request.method", method);
  if (!pattern.empty()) span.set("http.route", pattern);
  span.set("url.scheme", request.tls ? "https" : "http");
  span.set("docmill.request.id", request.request_id);
  if (request.content_length) span.set("http.request.body.size", *request.content_length);
  return span;
}

Async<Result<void>> NotedResponder::send(net::Response response) {
  status_ = response.status;
  return to_.send(std::move(response));
}

Async<Result<void>> NotedResponder::begin(net::Response response, std::uint64_t length) {
  status_ = response.status;
  return to_.begin(std::move(response), length);
}

Async<Result<void>> NotedResponder::begin_stream(net::Response response) {
  status_ = response.status;
  return to_.begin_stream(std::move(response));
}

Async<Result<void>> NotedResponder::write(std::string bytes) {
  return to_.write(std::move(bytes));
}

Async<Result<void>> NotedResponder::finish() {
  return to_.finish();
}

void NotedResponder::tell(trace::Span& span) const {
  if (status_ == 0) return span.fail("no_answer");
  span.set("http.response.status_code", status_);
  if (status_ >= 500) span.fail(std::to_string(status_));
}

}  // namespace docmill::api
