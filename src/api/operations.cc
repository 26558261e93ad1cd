#include "api/operations.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "api/answers.h"

namespace docmill::api {
namespace {

namespace json = boost::json;

net::Response fresh(int status, std::string body) {
  auto response = net::json_response(status, std::move(body));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

}  // namespace

Operations::Operations(Readiness& readiness, Metrics& metrics, std::function<Load()> load)
    : readiness_(readiness), metrics_(metrics), load_(std::move(load)) {}

Async<net::Response> Operations::answer(const net::Request& request) {
  if (request.method != "GET" && request.method != "HEAD") {
    auto response = refusal(metrics_, request, fail(ErrorCode::MethodNotAllowed, "This address takes GET, HEAD."));
    response.headers.add("Allow", "GET, HEAD");
    co_return response;
  }
  if (request.path == "/health/live") co_return net::json_response(200, R"({"status":"live"})");
  if (request.path == "/health/ready") co_return co_await ready();
  if (request.path == "/health/load") co_return co_await load();
  if (request.path == "/metrics") co_return co_await metrics();
  co_return refusal(metrics_, request, fail(ErrorCode::NotFound, "There is /health/live, /health/ready, /health/load and /metrics here."));
}

Async<net::Response> Operations::ready() {
  const auto health = co_await readiness_.look();
  co_return fresh(health.ready ? 200 : 503, to_json(health));
}

Async<net::Response> Operations::load() {
  const auto health = co_await readiness_.look();
  const auto now = load_();
  json::object body{{"weight", weight_of(now, health.draining)},
                    {"running", now.running},
                    {"capacity", now.capacity},
                    {"connections", now.connections},
                    {"oldestMessageSeconds", nullptr},
                    {"draining", health.draining}};
  if (health.oldest_age) body["oldestMessageSeconds"] = std::chrono::floor<std::chrono::seconds>(*health.oldest_age).count();
  co_return fresh(200, json::serialize(body));
}

Async<net::Response> Operations::metrics() {
  (void)co_await readiness_.look();  // brings the gauges of the queues up to date
  process_.show(metrics_);
  net::Response response{.status = 200, .headers = {}, .body = metrics_.exposition()};
  response.headers.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  co_return response;
}

Async<void> Operations::handle(const net::Request& request, net::Body&, net::Responder& respond) {
  auto response = co_await answer(request);
  co_await respond.send(std::move(response));
}

}  // namespace docmill::api
