#pragma once
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/units.h"
#include "net/test_client.h"

/// A server for tests, with a handler that does by path what a test needs one to do.
namespace docmill::net::test {

inline Response text(int status, std::string body) {
  Response response{.status = status, .headers = {}, .body = std::move(body)};
  response.headers.add("Content-Type", "text/plain");
  return response;
}

inline Async<Result<std::string>> whole(Body& body) {
  std::string bytes;
  std::vector<char> room(64 * kKiB);
  while (true) {
    auto got = co_await body.read(room);
    if (!got) co_return Failed(got.error());
    if (*got == 0) co_return bytes;
    bytes.append(room.data(), *got);
  }
}

/// Answers by path: what a test needs a handler to do.
inline Async<void> demo(const Request& request, Body& body, Responder& respond) {
  if (request.path == "/echo") {
    auto bytes = co_await whole(body);
    Response response = bytes ? text(200, *bytes) : problem(bytes.error(), request.request_id);
    co_await respond.send(std::move(response));
  } else if (request.path == "/ignore") {
    Response response = text(401, "no");
    co_await respond.send(std::move(response));
  } else if (request.path == "/throw") {
    throw std::runtime_error("secret detail");
  } else if (request.path == "/silent") {
    co_return;
  } else if (request.path == "/stream") {
    Response response = text(200, "");
    co_await respond.begin_stream(std::move(response));
    co_await respond.write("one ");
    co_await respond.write("two");
    co_await respond.finish();
  } else if (request.path == "/pieces") {
    Response response = text(200, "");
    co_await respond.begin(std::move(response), 11);
    co_await respond.write("hello ");
    co_await respond.write("world");
    co_await respond.finish();
  } else if (request.path == "/short") {
    Response response = text(200, "");
    co_await respond.begin(std::move(response), 11);
    co_await respond.write("hello");
    co_await respond.finish();
  } else if (request.path == "/inject") {
    Response response = text(200, "ok");
    response.headers.add("X-Name", "a\r\nX-Evil: 1\r\n\r\n<html>");
    response.headers.add("X-Bad Name\r\nX-Evil", "1");
    response.headers.add("Content-Length", "99");
    response.headers.add("Server", "docmill");
    co_await respond.send(std::move(response));
  } else {
    Response response = text(200, request.method + " " + request.path + "?" + request.query);
    co_await respond.send(std::move(response));
  }
}

struct Fixture {
  explicit Fixture(ServerOptions options = {}) : server(handler, std::move(options)) {}
  std::uint16_t port() const { return server.port(); }
  FunctionHandler handler{demo};
  RunningServer server;
};

}  // namespace docmill::net::test
