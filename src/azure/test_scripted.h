#pragma once
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "azure/connection.h"
#include "base/check.h"
#include "net/test_client.h"

namespace docmill::azure::test {

/// A storage service that answers what a test wrote down, in that order, and remembers what it was asked. When nothing is left
/// it answers 500.
class ScriptedServer {
 public:
  void answers(net::Response response) {
    const std::lock_guard lock(mutex_);
    script_.push_back(std::move(response));
  }
  void answers(int status, std::string body = {}, net::Headers headers = {}) {
    answers(net::Response{.status = status, .headers = std::move(headers), .body = std::move(body)});
  }
  void answers_code(int status, const std::string& code) {
    net::Headers headers;
    headers.add("x-ms-error-code", code);
    answers(status, {}, std::move(headers));
  }

  struct Asked {
    net::Request request;
    std::string body;
    std::string header(std::string_view name) const { return std::string(request.headers.find(name).value_or("")); }
  };
  std::vector<Asked> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

  std::string url(const std::string& path = {}) const { return "http://127.0.0.1:" + std::to_string(server_.port()) + path; }

 private:
  Async<void> answer(const net::Request& request, net::Body& body, net::Responder& respond) {
    std::string text;
    std::vector<char> room(64 * kKiB);
    for (;;) {
      const auto got = co_await body.read(room);
      if (!got || *got == 0) break;
      text.append(room.data(), *got);
    }
    auto response = take({.request = request, .body = std::move(text)});
    co_await respond.send(std::move(response));
  }

  net::Response take(Asked asked) {
    const std::lock_guard lock(mutex_);
    asked_.push_back(std::move(asked));
    if (script_.empty()) return {.status = 500, .headers = {}, .body = {}};
    auto next = std::move(script_.front());
    script_.pop_front();
    return next;
  }

  mutable std::mutex mutex_;
  std::deque<net::Response> script_;
  std::vector<Asked> asked_;
  net::test::FunctionHandler handler_{
      [this](const net::Request& request, net::Body& body, net::Responder& respond) { return answer(request, body, respond); }};
  net::test::RunningServer server_{handler_, {}};
};

inline Account parsed(const std::string& text) {
  auto account = parse_connection(Secret(text));
  DOCMILL_CHECK(account.has_value());
  return *std::move(account);
}

}  // namespace docmill::azure::test
