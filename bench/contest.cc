#include "contest.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <chrono>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace docmill::bench {
namespace {

namespace json = boost::json;

constexpr int kContestRounds = 5;
constexpr int kCallsARound = 5;
// Engines prepare the next documents when none comes; nobody is measured beside that.
constexpr std::chrono::seconds kRest{3};

std::vector<std::string> links_of(const testing::Answer& answer) {
  const auto body = json::parse(answer.body).as_object();
  std::vector<std::string> links;
  if (const auto* one = body.if_contains("link")) links.emplace_back(one->as_string());
  if (const auto* all = body.if_contains("links")) {
    for (const auto& link : all->as_array()) links.emplace_back(link.as_string());
  }
  return links;
}

testing::Finished must(const std::vector<std::string>& command) {
  auto done = testing::run(command);
  if (done.status != 0) throw std::runtime_error(command.front() + ": " + done.err);
  return done;
}

}  // namespace

Arena::Arena(const testing::TempDir& temp) : server_(temp / "data"), key_(server_.make_key("bench")), local_(temp / "local") {}

std::vector<std::string> Arena::make(const std::string& action, const std::vector<testing::FormPart>& form) const {
  const std::vector<std::string> headers{"Authorization: " + key_};
  const auto answer =
      testing::call({.method = "POST", .url = server_.url() + "/api/v2/" + action, .headers = headers, .form = form, .over = &connection_});
  if (answer.status != 200) throw std::runtime_error(action + ": " + answer.body);
  std::vector<std::string> results;
  for (const auto& link : links_of(answer)) {
    auto result = testing::call({.url = link.starts_with('/') ? server_.url() + link : link, .over = &connection_});
    if (result.status != 200) throw std::runtime_error(action + ": " + result.body);
    results.push_back(std::move(result.body));
  }
  return results;
}

void Arena::run_http(const Contest& contest) const {
  make(contest.action, contest.form);
}

void Arena::hold(const Contest& contest) {
  Series peer;
  Series local;
  Series http;
  const auto run_peer = [&] {
    for (const auto& command : contest.commands) must(command);
  };
  run_peer();  // files in the cache, everything warm; not counted
  local_.run(contest.action, contest.form);
  run_http(contest);
  for (int round = 0; round < kContestRounds; ++round) {
    for (int i = 0; i < kCallsARound; ++i) peer.add(time_ms(run_peer));
    for (int i = 0; i < kCallsARound; ++i) local.add(time_ms([&] { local_.run(contest.action, contest.form); }));
    for (int i = 0; i < kCallsARound; ++i) http.add(time_ms([&] { run_http(contest); }));
  }
  report(contest, peer, local, http);
}

void Arena::hold_timed(const Contest& contest) {
  Series peer;
  Series local;
  Series http;
  for (int i = 0; i < 3; ++i) {
    local_.run(contest.action, contest.form);
    run_http(contest);
  }
  for (int round = 0; round < kContestRounds; ++round) {
    std::this_thread::sleep_for(kRest);
    std::istringstream lines(must(contest.commands.front()).out);
    for (double ms = 0; lines >> ms;) peer.add(ms);
    std::this_thread::sleep_for(kRest);
    for (int i = 0; i < 2 * kCallsARound; ++i) local.add(time_ms([&] { local_.run(contest.action, contest.form); }));
    std::this_thread::sleep_for(kRest);
    for (int i = 0; i < 2 * kCallsARound; ++i) http.add(time_ms([&] { run_http(contest); }));
  }
  report(contest, peer, local, http);
}

void Arena::report(const Contest& contest, const Series& peer, const Series& local, const Series& http) const {
  const auto beside = [&](const Series& own) { return fmt::format("{:.1f} ms: {:.2f} x", own.p50(), own.p50() / peer.p50()); };
  print_figure(contest.what + ": " + contest.peer, fmt::format("{:.1f} ms", peer.p50()));
  print_figure("  Docmill without HTTP", beside(local), contest.target);
  print_figure("  Docmill over HTTP, result fetched", beside(http), contest.target);
}

}  // namespace docmill::bench
