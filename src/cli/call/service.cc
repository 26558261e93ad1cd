#include "cli/call/service.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <limits>

#include "net/retry.h"
#include "net/text.h"

namespace docmill::cli {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

// Between two questions for a job's end. Most documents take less than a second, so the first come soon.
constexpr std::array kFirstPauses{milliseconds{120}, milliseconds{200}, milliseconds{350}, milliseconds{600}};
constexpr milliseconds kLongestPause{5'000};

bool may_pass(int status) {
  return status == 408 || status == 429 || status == 502 || status == 503 || status == 504 || status == 507;
}

bool is_problem(const HttpReply& reply) {
  const auto type = reply.headers.find("Content-Type");
  return type && type->starts_with("application/problem+json");
}

std::optional<std::chrono::seconds> asked_pause(const HttpReply& reply) {
  const auto text = reply.headers.find("Retry-After");
  return text ? net::parse_retry_after(*text) : std::nullopt;
}

/// A job that failed answers with the status of its failure too, but asks for no other try.
bool is_passing(const HttpReply& reply) {
  return may_pass(reply.status) && (!is_problem(reply) || reply.headers.find("Retry-After"));
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? net::clean_text(std::string_view(value->get_string())) : std::string();
}

net::Tries tries_of(const Patience& patience) {
  const auto left = std::chrono::duration_cast<milliseconds>(patience.until.left());
  return net::Tries({.tries = patience.retries + 1,
                     .first_delay = milliseconds{500},
                     .longest_delay = milliseconds{20'000},
                     .total = std::min<milliseconds>(left, std::chrono::hours{24})});
}

milliseconds pause_before(std::size_t asked, const HttpReply& last) {
  if (asked < kFirstPauses.size()) return net::random_between(kFirstPauses.at(asked) * 3 / 4, kFirstPauses.at(asked));
  const auto least = std::max<milliseconds>(asked_pause(last).value_or(std::chrono::seconds{1}), milliseconds{500});
  const auto grown = milliseconds{700} * (asked - kFirstPauses.size() + 1);
  const auto most = std::max(least, std::min<milliseconds>(grown, kLongestPause));
  return net::random_between(std::max(least, most * 3 / 4), most + milliseconds{100});
}

}  // namespace

std::optional<std::string> path_below(std::string_view url, std::string_view mark) {
  const auto at = url.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  auto path = url.substr(at);
  const bool plain = std::ranges::all_of(path, [](char c) { return c > 0x20 && c < 0x7F; });
  if (!plain || path.find("/../") != std::string_view::npos) return std::nullopt;
  return std::string(path);
}

Trouble trouble_of(const HttpReply& reply, std::string_view server) {
  Trouble trouble;
  boost::system::error_code unreadable;
  const auto parsed = is_problem(reply) ? json::parse(reply.body, unreadable) : json::value();
  if (!unreadable && parsed.is_object()) {
    const auto& problem = parsed.get_object();
    trouble.code = text_of(problem, "code");
    trouble.message = text_of(problem, "detail");
    trouble.job = text_of(problem, "jobId");
    trouble.request = text_of(problem, "requestId");
    if (const auto known = error_code_named(trouble.code)) {
      trouble.exit = exit_code_of(*known);
      return trouble;
    }
  }
  trouble.exit = exit_code_of(reply.status);
  if (trouble.code.empty()) trouble.code = fmt::format("http_{}", reply.status);
  if (!trouble.message.empty()) return trouble;
  trouble.message =
      reply.status == 404
          ? fmt::format("{} knows no such address: it is no Docmill, one of another version, or the path is wrong.", server)
          : fmt::format("{} answered with status {} and nothing that Docmill says. Is it the right address?", server, reply.status);
  return trouble;
}

Service::Service(Target target, const Interrupt& interrupt)
    : target_(std::move(target)), interrupt_(interrupt), transfer_(target_.ca, interrupt) {}

Trouble Service::of_cut(const Cut& cut) const {
  Trouble trouble{.exit = kNoService, .code = "unavailable", .message = {}, .job = {}, .request = {}};
  switch (cut.kind) {
    case Cut::Kind::Stopped:
      trouble.code = "interrupted";
      trouble.message = "It was interrupted.";
      trouble.exit = kFailed;
      trouble.interrupted = true;
      break;
    case Cut::Kind::Local:
      trouble.code = "local";
      trouble.message = cut.why;
      trouble.exit = kFailed;
      break;
    case Cut::Kind::TimedOut:
      trouble.code = "timeout";
      trouble.message = "It took longer than --timeout allows.";
      break;
    case Cut::Kind::Untrusted:
      trouble.code = "untrusted";
      trouble.message =
          fmt::format("The certificate of {} is not to be believed ({}). Name the authority with --ca FILE.", target_.server, cut.why);
      break;
    case Cut::Kind::Network: trouble.message = fmt::format("{} cannot be reached: {}.", target_.server, cut.why); break;
  }
  return trouble;
}

Exchange Service::asking(std::string method, const std::string& path, const Patience& patience) const {
  Exchange exchange{.method = std::move(method), .url = target_.server + path, .until = patience.until};
  if (!target_.key.empty()) exchange.headers.push_back("Authorization: " + target_.key);
  return exchange;
}

/// Sleeps before another try; what to say when there is none.
std::optional<Trouble> Service::pause_or_end(const tl::expected<HttpReply, Cut>& reply, net::Tries& tries) {
  const bool passing = reply ? is_passing(*reply) : reply.error().kind == Cut::Kind::Network;
  const auto pause = passing ? tries.next(reply ? asked_pause(*reply) : std::nullopt) : std::nullopt;
  if (pause && interrupt_.sleep(*pause)) return std::nullopt;
  if (pause) return of_cut({.kind = Cut::Kind::Stopped, .why = {}});
  return reply ? trouble_of(*reply, target_.server) : of_cut(reply.error());
}

/// Tries until there is an answer that will not pass.
Outcome<HttpReply> Service::perform(const Exchange& exchange, const Patience& patience) {
  auto tries = tries_of(patience);
  for (;;) {
    auto reply = transfer_.perform(exchange);
    if (reply && !is_passing(*reply)) return *std::move(reply);
    if (auto over = pause_or_end(reply, tries)) return troubled(*std::move(over));
  }
}

Outcome<Accepted> Service::submit(const model::Action& action, const std::vector<FormPart>& form, const std::string& idempotency_key,
                                  const Patience& patience, const OnProgress& progress) {
  auto exchange = asking("POST", fmt::format("/api/v2/{}/jobs/{}", action.group(), action.operation()), patience);
  exchange.headers.push_back("Idempotency-Key: " + idempotency_key);
  exchange.form = &form;
  exchange.progress = [&progress](std::uint64_t sent, std::uint64_t whole, std::uint64_t, std::uint64_t) {
    progress(Stage::Sending, sent, whole);
  };
  auto reply = perform(exchange, patience);
  if (!reply) return troubled(std::move(reply.error()));
  if (reply->status != 202) return troubled(trouble_of(*reply, target_.server));
  const auto path = path_below(reply->headers.find("Location").value_or(""), "/api/v2/");
  if (!path) return troubled(trouble_of(*reply, target_.server));
  return Accepted{.id = std::string(reply->headers.find("X-Jobid").value_or("")), .path = *path};
}

Outcome<std::string> Service::wait(const Accepted& job, const Patience& patience, const OnProgress& progress) {
  HttpReply last;
  for (std::size_t asked = 0;; ++asked) {
    progress(Stage::Waiting, 0, 0);
    const auto pause = std::min(pause_before(asked, last), std::chrono::ceil<milliseconds>(patience.until.left()));
    if (!interrupt_.sleep(pause)) return troubled(of_cut({.kind = Cut::Kind::Stopped, .why = {}}));
    if (patience.until.passed()) return troubled(of_cut({.kind = Cut::Kind::TimedOut, .why = {}}));
    auto reply = perform(asking("GET", job.path, patience), patience);
    if (!reply) return troubled(std::move(reply.error()));
    if (reply->status == 200) return std::move(reply->body);
    if (reply->status != 202) return troubled(trouble_of(*reply, target_.server));
    last = *std::move(reply);
  }
}

Outcome<void> Service::fetch(const Fetch& fetch, const Patience& patience, const OnProgress& progress) {
  const auto path = path_below(fetch.link, "/d/");
  if (!path) return troubled(kNoService, "internal", fmt::format("{} gave a link that leads nowhere.", target_.server));
  Exchange exchange{.method = "GET", .url = target_.server + *path, .until = patience.until};  // without the key: the link is signed
  std::uint64_t got = 0;
  std::uint64_t from = 0;
  std::optional<std::string> tag;  // of the document that has begun
  exchange.progress = [&](std::uint64_t, std::uint64_t, std::uint64_t, std::uint64_t whole) {
    if (whole > 0) progress(Stage::Fetching, got, from + whole);
  };
  const auto start = [&](const net::Headers& headers) {
    got = from = 0;
    tag = std::string(headers.find("ETag").value_or(""));
    return fetch.begin(headers);
  };
  const auto take = [&](std::string_view bytes) {
    got += bytes.size();
    return fetch.write(bytes);
  };
  exchange.sink = [&](int status, const net::Headers& headers) -> std::function<bool(std::string_view)> {
    if (status != 200 && status != 206) return {};  // a refusal, kept in memory
    const bool follows = headers.find("Content-Range").value_or("").starts_with(fmt::format("bytes {}-", got));
    if (status == 200 ? start(headers) : follows) return take;
    return [](std::string_view) { return false; };
  };
  auto tries = tries_of(patience);
  for (;;) {
    from = got;
    if (tag && !tag->empty()) exchange.headers = {fmt::format("Range: bytes={}-", got), "If-Range: " + *tag};
    auto reply = transfer_.perform(exchange);
    if (reply && reply->status == 200 && !tag && !start(reply->headers)) return local_trouble("The result could not be written.");
    // 416: all bytes were there already when it was cut.
    if (reply && (reply->status == 200 || reply->status == 206 || (reply->status == 416 && tag))) return {};
    if (got > from) tries = tries_of(patience);  // it does go on
    if (auto over = pause_or_end(reply, tries)) return troubled(*std::move(over));
  }
}

void Service::cancel(const Accepted& job) {
  const Interrupt calm;  // what interrupted the call must not interrupt this
  Transfer transfer(target_.ca, calm);
  const Patience patience{.until = Deadline::in(std::chrono::seconds{5}), .retries = 0};
  static_cast<void>(transfer.perform(asking("DELETE", job.path, patience)));  // the job ends by itself otherwise
}

Outcome<void> Service::check(const Patience& patience) {
  auto reply = perform(asking("GET", "/profiles/me", patience), patience);
  if (!reply) return troubled(std::move(reply.error()));
  const auto type = reply->headers.find("Content-Type").value_or("");
  if (reply->status == 200 && type.starts_with("application/json")) return {};  // any page of the web answers 200
  return troubled(trouble_of(*reply, target_.server));
}

}  // namespace docmill::cli
