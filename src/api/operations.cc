#include "api/operations.h"

#include <utility>

#include "api/answers.h"

namespace docmill::api {

Async<net::Response> Operations::answer(const net::Request& request) {
  if (request.method != "GET" && request.method != "HEAD") {
    auto response = refusal(metrics_, request, fail(ErrorCode::MethodNotAllowed, "This address takes GET, HEAD."));
    response.headers.add("Allow", "GET, HEAD");
    co_return response;
  }
  if (request.path == "/health/live") co_return net::json_response(200, R"({"status":"live"})");
  if (request.path == "/health/ready") {
    const auto health = co_await readiness_.look();
    auto response = net::json_response(health.ready ? 200 : 503, to_json(health));
    response.headers.add("Cache-Control", "no-store");
    co_return response;
  }
  if (request.path == "/metrics") {
    (void)co_await readiness_.look();  // brings the gauges of the queues up to date
    net::Response response{.status = 200, .headers = {}, .body = metrics_.exposition()};
    response.headers.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    co_return response;
  }
  co_return refusal(metrics_, request, fail(ErrorCode::NotFound, "There is /health/live, /health/ready and /metrics here."));
}

Async<void> Operations::handle(const net::Request& request, net::Body&, net::Responder& respond) {
  auto response = co_await answer(request);
  co_await respond.send(std::move(response));
}

}  // namespace docmill::api
