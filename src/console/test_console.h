#pragma once
#include <gmock/gmock.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <memory>
#include <string>

#include "api/test_house.h"
#include "console/console.h"

/// The console in front of the API of a whole house, spoken to over real sockets as a browser does.
namespace docmill::console::test {

using api::test::Answer;
using api::test::House;
using api::test::need;
using api::test::text;
using model::Scope;
using net::test::Client;

inline constexpr std::array kTestPages{
    net::StaticFile{
        .path = "index.html", .type = "text/html; charset=utf-8", .etag = "\"i\"", .encoding = "identity", .bytes = "<!doctype html>"},
    net::StaticFile{.path = "assets/main-AB12.js",
                    .type = "text/javascript",
                    .etag = "\"m\"",
                    .encoding = "identity",
                    .immutable = true,
                    .bytes = "let a"},
};

/// A browser's half of a session.
struct SignedIn {
  std::string cookie;  // "docmill_session=…"
  std::string csrf;

  /// Lines for requests that read, and for those that change something.
  std::string reads() const { return "Cookie: theme=dark; " + cookie + "\r\n"; }
  std::string changes() const { return reads() + "X-Docmill-Csrf: " + csrf + "\r\n"; }
};

class ConsoleHouse : public House {
 public:
  explicit ConsoleHouse(ConsoleOptions options = {}, net::ServerOptions server_options = {}) : House({.public_url = options.public_url}) {
    if (options.version.empty()) options.version = "0.0-test";
    options.poll_interval = std::min(options.poll_interval, std::chrono::milliseconds(20));
    console = std::make_unique<Console>(ConsoleParts{.api = api,
                                                     .jobs = jobs,
                                                     .completions = completions,
                                                     .store = store,
                                                     .accounts = accounts,
                                                     .events = events,
                                                     .clock = clock,
                                                     .metrics = metrics,
                                                     .link_key = link_key,
                                                     .idempotency_key = idempotency_key,
                                                     .session_key = session_key,
                                                     .readiness = readiness,
                                                     .pages = kTestPages,
                                                     .facts = [this] { return facts; }},
                                        std::move(options));
    server = std::make_unique<net::test::RunningServer>(*console, std::move(server_options));
    key = new_key("acme", {Scope::Convert, Scope::Console});
  }
  ~ConsoleHouse() { server.reset(); }  // before what it calls

  Answer send(const std::string& method, const std::string& target, const std::string& headers, const std::string& body = {}) const {
    Client client(server->port());
    return client.exchange(net::test::request_text(method, target, headers, body), method == "HEAD");
  }
  Answer try_sign_in(const std::string& with, const std::string& headers = {}) const {
    return send("POST", "/console/api/session", headers, boost::json::serialize(boost::json::object{{"key", with}}));
  }
  SignedIn sign_in(const std::string& with) const {
    const auto answer = try_sign_in(with);
    if (answer.status != 200) throw std::runtime_error("sign-in: " + answer.body);
    const auto cookie = answer.header("Set-Cookie");
    return {.cookie = cookie.substr(0, cookie.find(';')), .csrf = text(json(answer).at("csrf"))};
  }
  SignedIn sign_in() const { return sign_in(key); }

  /// Starts a job through the session's cookie. Returns its number.
  std::string start_job(const SignedIn& who) const {
    Client client(server->port());
    const auto answer = client.exchange(net::test::form_request("/api/v2/convert/jobs/docx-to-pdf", {file()}, who.changes()));
    if (answer.status != 202) throw std::runtime_error("start: " + answer.body);
    return answer.header("X-Jobid");
  }

  SystemFacts facts{.role = "serve"};
  std::unique_ptr<Console> console;
};

inline void expect_refused(const Answer& answer, int status, const std::string& code, const std::string& detail = {}) {
  EXPECT_EQ(answer.status, status) << answer.head << answer.body;
  EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "") << "the console is for its own pages";
  const auto body = House::json(answer);
  EXPECT_EQ(text(body.at("code")), code) << answer.body;
  EXPECT_THAT(text(body.at("detail")), testing::HasSubstr(detail));
}

/// A client of a stream, which reads as it likes.
class Listener {
 public:
  Listener(std::uint16_t port, const std::string& target, const std::string& headers, int receive_buffer = 0)
      : client_(port, receive_buffer) {
    client_.send(net::test::request_text("GET", target, headers));
  }

  /// Reads until `wanted` has come; what came up to and with it.
  std::string until(const std::string& wanted) {
    std::size_t at = 0;
    while ((at = held_.find(wanted)) == std::string::npos) {
      if (!more()) throw std::runtime_error("the stream ended after: " + held_);
    }
    auto got = held_.substr(0, at + wanted.size());
    held_.erase(0, at + wanted.size());
    return got;
  }
  /// Everything up to the stream's end.
  std::string rest() {
    while (more()) {
    }
    return held_;
  }
  int status() { return std::stoi(until("\r\n").substr(9, 3)); }

 private:
  bool more() {
    pollfd poll{.fd = client_.fd(), .events = POLLIN, .revents = 0};
    if (::poll(&poll, 1, 60'000) != 1) throw std::runtime_error("nothing came within a minute after: " + held_);
    std::array<char, 16 * 1024> piece{};
    const auto got = ::recv(client_.fd(), piece.data(), piece.size(), 0);
    if (got > 0) held_.append(piece.data(), static_cast<std::size_t>(got));
    return got > 0;
  }

  Client client_;
  std::string held_;
};

}  // namespace docmill::console::test
