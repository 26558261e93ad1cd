#include "api/api.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "actions/catalogue.h"
#include "actions/openapi.h"
#include "api/answers.h"
#include "api/authorizer.h"
#include "api/connector_answer.h"
#include "api/download.h"
#include "api/jobs.h"
#include "api/json_data.h"
#include "api/operations.h"
#include "api/process_answers.h"
#include "api/process_desk.h"
#include "api/processes.h"
#include "api/profile.h"
#include "api/rate_limit.h"
#include "api/records.h"
#include "api/request_span.h"
#include "api/result_wait.h"
#include "api/route.h"
#include "api/submit.h"
#include "base/small_letters.h"
#include "base/units.h"
#include "crypto/digest.h"
#include "model/limits.h"
#include "net/text.h"

namespace docmill::api {
namespace {

using Kind = Route::Kind;

constexpr std::uint64_t kLongestJsonAnswer = 16 * kMiB;  // a longer one is given as a link

std::string header_of(const net::Request& request, std::string_view name) {
  return std::string(request.headers.find(name).value_or(""));
}

net::Response preflight(std::string_view allow) {
  net::Response response{.status = 204, .headers = {}, .body = {}};
  response.headers.add("Allow", std::string(allow));
  response.headers.add("Access-Control-Allow-Methods", std::string(allow));
  response.headers.add("Access-Control-Allow-Headers",
                       "Authorization, Content-Type, Idempotency-Key, Range, If-Range, X-Request-Id, Traceparent, Tracestate");
  response.headers.add("Access-Control-Max-Age", "86400");
  return response;
}

/// Bodies are read as they come: nothing here unpacks what may be a bomb.
bool is_packed(const net::Request& request) {
  const bool sends = request.method == "POST" || request.method == "PUT";
  const auto coding = net::trimmed(request.headers.find("Content-Encoding").value_or(""));
  return sends && !coding.empty() && !same_but_for_case(coding, "identity");
}

/// An answer, or the outputs of a job that are to be one.
struct Reply {
  Reply(net::Response whole) : response(std::move(whole)) {}  // NOLINT(google-explicit-constructor): most replies are one
  net::Response response;
  std::optional<model::JobResult> outputs = {};
  actions::WireAnswer shape = actions::WireAnswer::Bytes;
};

/// The older REST surface always answers with JSON.
actions::WireAnswer shape_of(const actions::ConnectorOperation& operation, std::string_view path) {
  const bool bytes = operation.answer == actions::WireAnswer::Bytes;
  return bytes && path.starts_with("/api/") ? actions::WireAnswer::FileContent : operation.answer;
}

Error not_yours() {
  return fail(ErrorCode::PermissionDenied, "This API key is not of the account whose process this is.").in(Phase::Door);
}

std::optional<SessionRules> sessions_of(const ApiParts& parts, const ApiOptions& options) {
  if (parts.session_key == nullptr) return std::nullopt;
  return SessionRules{.key = *parts.session_key, .public_url = options.public_url};
}

bool needs_key(const model::Job& job) {
  const auto found = job.params.find("RequireKey");
  return found != job.params.end() && found->second == "true";
}

}  // namespace

class Api::Impl {
 public:
  Impl(ApiParts parts, ApiOptions options);

  Async<void> handle(const net::Request& request, net::Body& body, net::Responder& respond);
  void drain(Deadline by);

 private:
  Async<void> respond_to(const net::Request& request, net::Body& body, Result<Route> route, net::Responder& respond,
                         const trace::Span& span);
  Async<Reply> answer(const net::Request& request, net::Body& body, Route route, const trace::Span& span);
  Async<Reply> submit(const net::Request& request, net::Body& body, Route route, model::Principal principal, const trace::Span& span);
  Async<Reply> wait_for(const net::Request& request, Route route, TenantId tenant, Submitted submitted);
  Async<Reply> poll(const net::Request& request, Route route, TenantId tenant);
  Async<net::Response> cancel(const net::Request& request, Route route, TenantId tenant);
  Async<Reply> ended(const net::Request& request, const Route& route, model::JobResult result);
  Async<net::Response> profile(const net::Request& request, TenantId tenant);
  net::Response design(const net::Request& request, const actions::DesignQuestion& question);
  Async<Reply> open_process(const net::Request& request, net::Body& body, Route route, const trace::Span& span);
  Async<Reply> own_process(const net::Request& request, net::Body& body, Route route, model::Principal principal, const trace::Span& span);
  Async<Reply> start_process(const net::Request& request, net::Body& body, Route route, StoredProcess process, KeyId key,
                             const trace::Span& span);
  Async<Reply> poll_process(const net::Request& request, Route route, TenantId tenant, bool with_key);
  Async<Reply> process_template(const net::Request& request, TenantId tenant, ProcessId process);
  std::string address_of(const net::Request& request, const Route& route, const JobId& job) const;
  net::Response openapi(const net::Request& request) const;
  net::Response home() const;
  net::Response refuse(const net::Request& request, const Error& error, const JobId& job = {});
  net::Response refused_route(const net::Request& request, const Error& error);
  net::Response refused_packed(const net::Request& request);

  ApiParts parts_;
  ApiOptions options_;
  Authorizer authorizer_;
  RateLimit rate_limit_;
  Submitter submitter_;
  Jobs jobs_;
  ResultWait result_wait_;
  Processes processes_;
  ProcessDesk process_desk_;
  Download download_;
  ConnectorAnswer connector_answer_;
  std::string openapi_;
  std::string openapi_tag_;
};

Api::Impl::Impl(ApiParts parts, ApiOptions options)
    : parts_(parts),
      options_(std::move(options)),
      authorizer_(parts_.accounts, parts_.clock, options_.key_lifetime, sessions_of(parts_, options_)),
      rate_limit_(options_.rate_limit, parts_.clock, "submissions with this key"),
      submitter_({.jobs = parts_.jobs,
                  .store = parts_.store,
                  .accounts = parts_.accounts,
                  .events = parts_.events,
                  .clock = parts_.clock,
                  .metrics = parts_.metrics,
                  .idempotency_key = parts_.idempotency_key,
                  .input_limit = options_.input_limit}),
      jobs_({.completions = parts_.completions,
             .store = parts_.store,
             .events = parts_.events,
             .clock = parts_.clock,
             .result_lifetime = options_.result_lifetime}),
      result_wait_(jobs_, options_.sync_wait, options_.poll_interval),
      processes_({.processes = parts_.processes,
                  .store = parts_.store,
                  .submitter = submitter_,
                  .result_wait = result_wait_,
                  .clock = parts_.clock,
                  .metrics = parts_.metrics,
                  .input_limit = options_.input_limit}),
      process_desk_(processes_, parts_.metrics, options_.public_url),
      download_({.jobs = jobs_, .store = parts_.store, .clock = parts_.clock, .metrics = parts_.metrics, .link_key = parts_.link_key}),
      connector_answer_(parts_.store, parts_.metrics),
      openapi_(actions::openapi_json(options_.version, options_.public_url)),
      openapi_tag_(fmt::format("\"{}\"", crypto::sha256_hex(openapi_).substr(0, 32))) {}

void Api::Impl::drain(Deadline by) {
  parts_.operations.drain();
  // A little before connections are cut, so that the answer still arrives.
  result_wait_.until(Deadline::at(by.moment() - std::chrono::milliseconds{500}));
}

Async<void> Api::Impl::handle(const net::Request& request, net::Body& body, net::Responder& respond) {
  auto route = find_route(request.method, request.path, request.query);
  auto span = request_span(parts_.tracer, request, route);
  if (!span.recording()) co_return co_await respond_to(request, body, std::move(route), respond, span);
  NotedResponder noted(respond);
  co_await respond_to(request, body, std::move(route), noted, span);
  noted.tell(span);
}

Async<void> Api::Impl::respond_to(const net::Request& request, net::Body& body, Result<Route> route, net::Responder& respond,
                                  const trace::Span& span) {
  if (route && route->kind == Kind::Download) {
    co_await download_.serve(request, std::move(route->token), respond);
    co_return;
  }
  auto reply = route ? co_await answer(request, body, *std::move(route), span) : Reply(refused_route(request, route.error()));
  if (reply.outputs) {
    co_await connector_answer_.send(request, reply.shape, *std::move(reply.outputs), respond);
    co_return;
  }
  allow_any_origin(reply.response);
  co_await respond.send(std::move(reply.response));
}

net::Response Api::Impl::refused_route(const net::Request& request, const Error& error) {
  auto response = refuse(request, error);
  if (error.code() == ErrorCode::MethodNotAllowed) response.headers.add("Allow", std::string(allowed_methods(request.path, request.query)));
  return response;
}

/// RFC 9110 section 15.5.16: the answer says what would have been taken.
net::Response Api::Impl::refused_packed(const net::Request& request) {
  auto response = refuse(
      request,
      fail(ErrorCode::UnsupportedType, "Send the body as it is, without Content-Encoding; packed bodies are not taken.").in(Phase::Door));
  response.headers.add("Accept-Encoding", "identity");
  return response;
}

Async<Reply> Api::Impl::answer(const net::Request& request, net::Body& body, Route route, const trace::Span& span) {
  switch (route.kind) {
    case Kind::Preflight: co_return preflight(route.allow);
    case Kind::OpenApi: co_return openapi(request);
    case Kind::Home: co_return home();
    case Kind::Operations:
      if (!options_.serve_metrics && (request.path == "/metrics" || request.path == "/health/load")) {
        co_return refuse(request, fail(ErrorCode::NotFound, "Metrics and load have an address of their own here."));
      }
      co_return co_await parts_.operations.answer(request);
    default: break;
  }
  if (is_packed(request)) co_return refused_packed(request);
  if (route.process && !route.process->needs_key()) co_return co_await open_process(request, body, std::move(route), span);
  auto principal = co_await authorizer_.authorize(request, model::Scope::Convert);
  if (!principal) co_return refuse(request, principal.error());
  if (route.process) co_return co_await own_process(request, body, std::move(route), *std::move(principal), span);
  if (route.kind == Kind::Poll || route.kind == Kind::WirePoll) co_return co_await poll(request, std::move(route), principal->tenant);
  if (route.kind == Kind::Design) co_return design(request, *route.design);
  if (route.kind == Kind::Profile) co_return co_await profile(request, principal->tenant);
  if (route.kind == Kind::Cancel) co_return co_await cancel(request, std::move(route), principal->tenant);
  if (auto taken = rate_limit_.take(principal->key.text()); !taken) co_return refuse(request, taken.error());
  co_return co_await submit(request, body, std::move(route), *std::move(principal), span);
}

Async<Reply> Api::Impl::submit(const net::Request& request, net::Body& body, Route route, model::Principal principal,
                               const trace::Span& span) {
  const auto tenant = principal.tenant;
  // The server lets bodies of the connectors be longer, whose documents are in base64.
  const auto longest_form = options_.input_limit + model::kMostValues;
  if (route.wire == nullptr && request.content_length.value_or(0) > longest_form) {
    co_return refuse(request,
                     fail(ErrorCode::PayloadTooLarge, fmt::format("The request body is larger than {}.", show_size(longest_form))));
  }
  Submission submission{.action = route.action,
                        .principal = std::move(principal),
                        .idempotency_key = header_of(request, "Idempotency-Key"),
                        .content_type = header_of(request, "Content-Type"),
                        .request_id = request.request_id,
                        .body = &body,
                        .wire = route.wire,
                        .query = request.query,
                        .span = &span};
  auto submitted = co_await submitter_.submit(std::move(submission));
  if (!submitted) co_return refuse(request, submitted.error());
  if (route.kind == Kind::Convert || route.kind == Kind::WireCall)
    co_return co_await wait_for(request, std::move(route), tenant, *std::move(submitted));
  co_return accepted(address_of(request, route, submitted->job), submitted->job);
}

Async<Reply> Api::Impl::wait_for(const net::Request& request, Route route, TenantId tenant, Submitted submitted) {
  const auto job = submitted.job;
  auto result = co_await result_wait_.wait(std::move(tenant), std::move(submitted));
  if (!result) co_return refuse(request, result.error(), job);
  if (*result) co_return co_await ended(request, route, **std::move(result));
  auto error = fail(ErrorCode::SyncTimeout, "The job goes on. Ask for its result at the address in Location.");
  auto response = refuse(request, std::move(error).retry_after(std::chrono::seconds{1}), job);
  response.headers.add("Location", address_of(request, route, job));
  response.headers.add("X-Jobid", job.text());
  co_return response;
}

Async<Reply> Api::Impl::poll(const net::Request& request, Route route, TenantId tenant) {
  auto result = co_await jobs_.look(tenant, *route.action, route.job);
  if (!result) co_return refuse(request, result.error(), route.job);
  if (*result) co_return co_await ended(request, route, **std::move(result));
  co_return accepted(address_of(request, route, route.job), route.job);
}

/// What may need no key: starts, and asking for what became of one. Whether it does is for the process to say.
Async<Reply> Api::Impl::open_process(const net::Request& request, net::Body& body, Route route, const trace::Span& span) {
  const auto user = route.process->user;
  if (route.process->place == ProcessRoute::Place::Job) co_return co_await poll_process(request, std::move(route), user, false);
  auto process = co_await processes_.load(user, route.process->process);
  if (!process) co_return refuse(request, process.error());
  auto key = KeyId::trusted(process->row.id.text());  // where nobody's key is known, the process itself counts as one
  if (process->row.needs_key) {
    auto principal = co_await authorizer_.authorize(request, model::Scope::Convert);
    if (principal && principal->tenant != user) principal = Failed(not_yours());
    if (!principal) co_return refuse(request, principal.error());
    key = principal->key;
  }
  co_return co_await start_process(request, body, std::move(route), *std::move(process), std::move(key), span);
}

Async<Reply> Api::Impl::own_process(const net::Request& request, net::Body& body, Route route, model::Principal principal,
                                    const trace::Span& span) {
  using Place = ProcessRoute::Place;
  const auto place = route.process->place;
  if (place == Place::FlowJob) co_return co_await poll_process(request, std::move(route), principal.tenant, true);
  if (place == Place::Template) co_return co_await process_template(request, principal.tenant, route.process->process);
  if (place != Place::FlowStart) co_return co_await process_desk_.answer(request, body, *std::move(route.process), std::move(principal));
  auto process = co_await processes_.load(principal.tenant, route.process->process);
  if (!process) co_return refuse(request, process.error());
  co_return co_await start_process(request, body, std::move(route), *std::move(process), std::move(principal.key), span);
}

Async<Reply> Api::Impl::start_process(const net::Request& request, net::Body& body, Route route, StoredProcess process, KeyId key,
                                      const trace::Span& span) {
  if (auto taken = rate_limit_.take(key.text()); !taken) co_return refuse(request, taken.error());
  if (request.content_length.value_or(0) > kLongestData) {
    co_return refuse(request, fail(ErrorCode::PayloadTooLarge, fmt::format("The data is larger than {}.", show_size(kLongestData))));
  }
  const auto tenant = process.row.tenant;
  auto submission = co_await processes_.submission(request, body, std::move(process), std::move(key), route.process->generated);
  if (!submission) co_return refuse(request, submission.error());
  submission->span = &span;
  route.action = submission->action;
  auto submitted = co_await submitter_.submit(*std::move(submission));
  if (!submitted) co_return refuse(request, submitted.error());
  if (route.process->place == ProcessRoute::Place::Start) {
    co_return co_await wait_for(request, std::move(route), tenant, *std::move(submitted));
  }
  co_return accepted(address_of(request, route, submitted->job), submitted->job);
}

/// The record of the job says which process it was of and whether it needs a key, so that a poll asks the store and nobody else, and what
/// became of the process meanwhile does not matter.
Async<Reply> Api::Impl::poll_process(const net::Request& request, Route route, TenantId tenant, bool with_key) {
  route.job = route.process->job;
  auto job = co_await read_job(parts_.store, tenant, route.job);
  if (!job) co_return refuse(request, job.error(), route.job);
  route.action = *job ? actions::find_action((*job)->action) : nullptr;
  if (route.action == nullptr || (*job)->process != route.process->process.text()) {
    co_return refuse(request, fail(ErrorCode::NotFound, "There is no such job, or its record has expired."), route.job);
  }
  if (!with_key && needs_key(**job)) {
    auto principal = co_await authorizer_.authorize(request, model::Scope::Convert);
    if (principal && principal->tenant != tenant) principal = Failed(not_yours());
    if (!principal) co_return refuse(request, principal.error(), route.job);
  }
  co_return co_await poll(request, std::move(route), std::move(tenant));
}

Async<Reply> Api::Impl::process_template(const net::Request& request, TenantId tenant, ProcessId process) {
  auto found = co_await processes_.load(std::move(tenant), std::move(process));
  if (!found) co_return refuse(request, found.error());
  const auto& source = found->record.source;
  model::JobResult as_result;
  as_result.outputs.push_back({source.blob, source.filename, source.content_type, source.size, source.sha256});
  Reply reply{net::Response{}};
  reply.outputs = std::move(as_result);
  co_return reply;
}

Async<net::Response> Api::Impl::cancel(const net::Request& request, Route route, TenantId tenant) {
  auto cancelled = co_await jobs_.cancel(tenant, *route.action, route.job);
  if (!cancelled) co_return refuse(request, cancelled.error(), route.job);
  net::Response response{.status = 204, .headers = {}, .body = {}};
  response.headers.add("X-Jobid", route.job.text());
  co_return response;
}

Async<net::Response> Api::Impl::profile(const net::Request& request, TenantId tenant) {
  auto profile = co_await profile_of(parts_.accounts, std::move(tenant), parts_.clock.now());
  if (!profile) co_return refuse(request, profile.error());
  co_return *std::move(profile);
}

net::Response Api::Impl::design(const net::Request& request, const actions::DesignQuestion& question) {
  auto schema = actions::design_schema(question, net::query_value(request.query, question.parameter).value_or(""));
  return schema ? net::json_response(200, *std::move(schema)) : refuse(request, schema.error());
}

Async<Reply> Api::Impl::ended(const net::Request& request, const Route& route, model::JobResult result) {
  const auto& action = *route.action;
  // The job failed, this request did not: nothing to count or log here.
  if (result.outcome != model::Outcome::Succeeded) co_return net::problem(failure_of(result), request.request_id, result.job.text());
  if (route.process && route.process->needs_key()) {  // flows get the document itself
    Reply reply{net::Response{}};
    reply.outputs = std::move(result);
    co_return reply;
  }
  if (route.wire != nullptr) {
    Reply reply{net::Response{}};
    reply.shape = shape_of(*route.wire, request.path);
    reply.outputs = std::move(result);
    co_return reply;
  }
  const bool fits = result.outputs.size() == 1 && result.outputs.front().size <= kLongestJsonAnswer;
  if (action.answer != model::Answer::Json || !fits) {
    co_return finished(action, result, LinkMaker{.base = base_url(request, options_.public_url), .key = parts_.link_key});
  }
  auto text = co_await store::get(parts_.store, result.outputs.front().blob, kLongestJsonAnswer);
  if (!text) co_return refuse(request, text.error(), result.job);
  co_return finished_json(result, *std::move(text));
}

std::string Api::Impl::address_of(const net::Request& request, const Route& route, const JobId& job) const {
  const auto base = base_url(request, options_.public_url);
  if (route.process) return process_job_url(base, *route.process, job);
  if (route.wire == nullptr) return job_url(base, *route.action, job);
  const bool typed = !route.wire->type.empty();
  const auto surface = request.path.starts_with("/flow/") ? "flow" : "api";
  return fmt::format("{}/{}/v1/Documents/jobs/{}/{}{}{}", base, surface, route.wire->name, job.text(), typed ? "?type=" : "",
                     route.wire->type);
}

net::Response Api::Impl::openapi(const net::Request& request) const {
  const auto known = request.headers.find("If-None-Match");
  const bool unchanged = known && known->find(openapi_tag_) != std::string_view::npos;
  auto response = net::json_response(unchanged ? 304 : 200, unchanged ? std::string() : openapi_);
  response.headers.add("ETag", openapi_tag_);
  response.headers.add("Cache-Control", "no-cache");
  return response;
}

net::Response Api::Impl::home() const {
  return net::json_response(
      200, fmt::format(R"({{"service":"docmill","version":"{}","openapi":"/openapi.json","health":"/health/ready"}})", options_.version));
}

net::Response Api::Impl::refuse(const net::Request& request, const Error& error, const JobId& job) {
  return refusal(parts_.metrics, request, error, job);
}

Api::Api(ApiParts parts, ApiOptions options) : impl_(std::make_unique<Impl>(parts, std::move(options))) {}
Api::~Api() = default;

Async<void> Api::handle(const net::Request& request, net::Body& body, net::Responder& respond) {
  co_await impl_->handle(request, body, respond);
}

void Api::drain(Deadline by) {
  impl_->drain(by);
}

}  // namespace docmill::api
