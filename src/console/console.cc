#include "console/console.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "actions/catalogue.h"
#include "api/answers.h"
#include "api/authorizer.h"
#include "api/jobs.h"
#include "api/submit.h"
#include "console/answer.h"
#include "console/guard.h"
#include "console/job_book.h"
#include "console/job_desk.h"
#include "console/job_stream.h"
#include "console/key_desk.h"
#include "console/route.h"
#include "console/session_desk.h"
#include "console/system_desk.h"
#include "console/usage_desk.h"
#include "crypto/digest.h"

namespace docmill::console {
namespace {

using Place = Route::Place;
using model::Scope;

Error nothing_here() {
  return fail(ErrorCode::NotFound, "There is nothing at this address of the console.").in(Phase::Door);
}

}  // namespace

class Console::Impl {
 public:
  Impl(ConsoleParts parts, ConsoleOptions options);

  Async<void> handle(const net::Request& request, net::Body& body, net::Responder& respond);
  void drain() { streams_.drain(); }

 private:
  Async<void> handle_api(const net::Request& request, net::Body& body, net::Responder& respond, Route route);
  Async<net::Response> answer(const net::Request& request, net::Body& body, Route route, model::Principal principal);
  Async<net::Response> answer_jobs(const net::Request& request, Route route, model::Principal principal);
  Async<Result<net::Response>> answer_rest(const net::Request& request, net::Body& body, Route route, model::Principal principal);
  Async<Result<model::Principal>> principal_of(const net::Request& request);
  net::Response page(const net::Request& request, std::string_view path) const;
  net::Response actions(const net::Request& request) const;
  net::Response refuse(const net::Request& request, const Error& error) { return api::refusal(parts_.metrics, request, error); }
  api::LinkMaker links(const net::Request& request) const {
    return {.base = api::base_url(request, options_.public_url), .key = parts_.link_key};
  }

  ConsoleParts parts_;
  ConsoleOptions options_;
  net::StaticFiles pages_;
  api::Authorizer authorizer_;
  SessionDesk sessions_;
  JobBook book_;
  api::Jobs jobs_;
  api::Submitter submitter_;
  JobDesk job_desk_;
  JobStreams streams_;
  KeyDesk keys_;
  SystemDesk system_;
  std::string catalogue_;
  std::string catalogue_tag_;
};

Console::Impl::Impl(ConsoleParts parts, ConsoleOptions options)
    : parts_(std::move(parts)),
      options_(std::move(options)),
      pages_(parts_.pages),
      authorizer_(parts_.accounts, parts_.clock, options_.key_lifetime,
                  api::SessionRules{.key = parts_.session_key, .public_url = options_.public_url}),
      sessions_({.accounts = parts_.accounts,
                 .clock = parts_.clock,
                 .metrics = parts_.metrics,
                 .key = parts_.session_key,
                 .version = options_.version,
                 .public_url = options_.public_url,
                 .lifetime = options_.session_lifetime,
                 .tries = options_.sign_ins}),
      book_(parts_.accounts, parts_.store, parts_.events, parts_.clock),
      jobs_({.completions = parts_.completions,
             .store = parts_.store,
             .events = parts_.events,
             .clock = parts_.clock,
             .result_lifetime = options_.result_lifetime}),
      submitter_({.jobs = parts_.jobs,
                  .store = parts_.store,
                  .accounts = parts_.accounts,
                  .events = parts_.events,
                  .clock = parts_.clock,
                  .metrics = parts_.metrics,
                  .idempotency_key = parts_.idempotency_key,
                  .input_limit = options_.input_limit}),
      job_desk_(book_, jobs_, submitter_, parts_.store, parts_.metrics),
      streams_(book_, parts_.events, parts_.metrics,
               {.poll_interval = options_.poll_interval,
                .heartbeat = options_.heartbeat,
                .longest = options_.longest_stream,
                .most = options_.most_streams}),
      keys_(parts_.accounts, parts_.clock),
      system_({.jobs = parts_.jobs,
               .completions = parts_.completions,
               .accounts = parts_.accounts,
               .readiness = parts_.readiness,
               .facts = parts_.facts,
               .version = options_.version}),
      catalogue_(fmt::format(R"({{"actions":{}}})", actions::catalogue_json())),
      catalogue_tag_(fmt::format("W/\"{}\"", crypto::sha256_hex(catalogue_).substr(0, 32))) {}

Async<void> Console::Impl::handle(const net::Request& request, net::Body& body, net::Responder& respond) {
  auto route = find_route(request.path);
  if (!route) co_return co_await parts_.api.handle(request, body, respond);
  std::optional<net::Response> response;
  if (route->place == Place::Nowhere) {
    response = refuse(request, nothing_here());
  } else if (!route->takes(request.method)) {
    response = refuse(request, fail(ErrorCode::MethodNotAllowed, fmt::format("This address takes {}.", route->allow)).in(Phase::Door));
    response->headers.add("Allow", std::string(route->allow));
  } else if (route->place == Place::Enter) {
    response = net::Response{.status = 308, .headers = {}, .body = {}};
    response->headers.add("Location", "/console/");
  } else if (route->place == Place::Pages) {
    response = page(request, route->rest);
  }
  Guarded guarded(respond);
  if (!response) co_return co_await handle_api(request, body, guarded, *route);
  co_await guarded.send(*std::move(response));
}

Async<void> Console::Impl::handle_api(const net::Request& request, net::Body& body, net::Responder& respond, Route route) {
  net::Response response;
  if (route.place == Place::Session) {
    response = co_await sessions_.answer(request, body);
  } else {
    auto principal = co_await principal_of(request);
    const auto job = route.place == Place::JobStream ? JobId::parse(route.rest) : std::nullopt;
    if (principal && route.place == Place::TemplateCheck) {
      // The action checks the key's scope itself.
      auto as_action = request;
      as_action.path = "/api/v2/generate/check-template";
      co_return co_await parts_.api.handle(as_action, body, respond);
    }
    if (principal && job) co_return co_await streams_.serve(request, *std::move(principal), *job, links(request), respond);
    response = principal ? co_await answer(request, body, route, *std::move(principal)) : refuse(request, principal.error());
  }
  co_await respond.send(std::move(response));
}

Async<Result<model::Principal>> Console::Impl::principal_of(const net::Request& request) {
  auto principal = co_await authorizer_.identify(request);
  if (!principal || principal->may(Scope::Console) || principal->may(Scope::Admin)) co_return principal;
  co_return Failed(
      fail(ErrorCode::PermissionDenied, "This API key may not use the console; use one with the scope console or admin.").in(Phase::Door));
}

Async<net::Response> Console::Impl::answer(const net::Request& request, net::Body& body, Route route, model::Principal principal) {
  switch (route.place) {
    case Place::Actions: co_return actions(request);
    case Place::Jobs: co_return co_await job_desk_.list(request, std::move(principal.tenant));
    case Place::Job:
    case Place::JobStream:
    case Place::Retry:
    case Place::Preview: co_return co_await answer_jobs(request, route, std::move(principal));
    default: break;
  }
  auto answered = co_await answer_rest(request, body, route, std::move(principal));
  co_return answered ? *std::move(answered) : refuse(request, answered.error());
}

Async<net::Response> Console::Impl::answer_jobs(const net::Request& request, Route route, model::Principal principal) {
  auto job = JobId::parse(route.rest);
  if (!job) co_return refuse(request, fail(ErrorCode::NotFound, "That is not the number of a job.").in(Phase::Door));
  if (route.place == Place::Preview) co_return co_await job_desk_.preview(request, std::move(principal), *std::move(job));
  if (route.place == Place::Retry) co_return co_await job_desk_.retry(request, std::move(principal), *std::move(job));
  if (request.method == "DELETE") co_return co_await job_desk_.cancel(request, std::move(principal.tenant), *std::move(job));
  co_return co_await job_desk_.show(request, std::move(principal.tenant), *std::move(job), links(request));
}

Async<Result<net::Response>> Console::Impl::answer_rest(const net::Request& request, net::Body& body, Route route,
                                                        model::Principal principal) {
  const bool for_admins = route.place == Place::System || route.place == Place::Dead || route.place == Place::Requeue;
  if (for_admins && !principal.may(Scope::Admin)) {
    co_return Failed(fail(ErrorCode::PermissionDenied, "Only a key with the scope admin may see this.").in(Phase::Door));
  }
  switch (route.place) {
    case Place::Usage: {
      auto month = net::query_value(request.query, "month").value_or(month_of(parts_.clock.now()));
      co_return co_await usage_answer(parts_.accounts, std::move(principal.tenant), std::move(month));
    }
    case Place::Keys:
      if (request.method == "POST") co_return co_await keys_.make(request, body, std::move(principal));
      co_return co_await keys_.list(request, std::move(principal));
    case Place::Key: co_return co_await keys_.revoke(std::move(principal), route.rest);
    case Place::System: co_return co_await system_.show();
    case Place::Dead: co_return co_await system_.dead();
    case Place::Requeue: co_return co_await system_.requeue(std::string(route.rest));
    default: co_return Failed(nothing_here());
  }
}

/// The pages have addresses of their own (/console/jobs/ID), which are all the same document; a file has a dot in its name.
net::Response Console::Impl::page(const net::Request& request, std::string_view path) const {
  if (pages_.has(path)) return pages_.answer(request, path);
  const auto last = path.substr(path.rfind('/') + 1);
  if (last.find('.') == std::string_view::npos && pages_.has("index.html")) return pages_.answer(request, "index.html");
  return net::problem(nothing_here(), request.request_id);
}

net::Response Console::Impl::actions(const net::Request& request) const {
  const auto known = request.headers.find("If-None-Match");
  const bool unchanged = known && known->find(catalogue_tag_) != std::string_view::npos;
  auto response = net::json_response(unchanged ? 304 : 200, unchanged ? std::string() : catalogue_);
  response.headers.add("ETag", catalogue_tag_);
  response.headers.add("Cache-Control", "private, no-cache");
  return response;
}

Console::Console(ConsoleParts parts, ConsoleOptions options) : impl_(std::make_unique<Impl>(std::move(parts), std::move(options))) {}
Console::~Console() = default;

Async<void> Console::handle(const net::Request& request, net::Body& body, net::Responder& respond) {
  co_await impl_->handle(request, body, respond);
}

void Console::drain() {
  impl_->drain();
}

}  // namespace docmill::console
