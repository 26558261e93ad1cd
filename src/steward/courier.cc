#include "steward/courier.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <random>
#include <utility>

#include "base/log.h"
#include "base/side_by_side.h"
#include "base/units.h"
#include "crypto/callback.h"
#include "crypto/signed_link.h"
#include "model/job.h"
#include "steward/limits.h"

namespace docmill::steward {
namespace {

using Wait = std::optional<std::chrono::seconds>;

constexpr std::uint64_t kAnswerLimit = kMiB;  // nobody reads the answer's body
constexpr int kKeepTries = 3;                 // a delivery that is not on record would be repeated
constexpr int kGone = 410;
constexpr std::size_t kPostsAtOnce = 5;  // of one job: all its hooks within two timeouts

boost::json::object written(const model::PublicError& error) {
  boost::json::object out{{"code", std::string(info(error.code).name)}, {"detail", error.detail}};
  if (error.phase) out["phase"] = std::string(name(*error.phase));
  return out;
}

boost::json::object said_of(const StewardParts& parts, const StewardOptions& options, const model::JobResult& result) {
  boost::json::object body{{"jobId", result.job.text()}, {"status", std::string(name(result.outcome))}};
  boost::json::array links;
  for (std::size_t i = 0; i < result.outputs.size(); ++i) {
    const crypto::LinkClaims claims{result.tenant, result.job, static_cast<std::uint32_t>(i), result.expires_at};
    links.emplace_back(options.public_url + "/d/" + crypto::sign_link(parts.link_key, claims));
  }
  if (result.error) {
    body["error"] = written(*result.error);
  } else if (links.size() == 1) {
    body["link"] = std::move(links.front());
  } else {
    body["links"] = std::move(links);
  }
  return body;
}

}  // namespace

std::string callback_body(const StewardParts& parts, const StewardOptions& options, const model::JobResult& result) {
  return boost::json::serialize(said_of(parts, options, result));
}

std::string hook_body(const StewardParts& parts, const StewardOptions& options, const model::JobResult& result,
                      const std::string& process) {
  auto body = said_of(parts, options, result);
  body["processId"] = process;
  if (const auto* link = body.if_contains("link")) body["fileUrl"] = *link;
  return boost::json::serialize(body);
}

std::chrono::seconds callback_delay(std::uint32_t attempt) {
  static thread_local std::minstd_rand chance{std::random_device{}()};
  const double base = 10.0 * static_cast<double>(1U << std::min(attempt > 0 ? attempt - 1 : 0, 6U));
  const double spread = std::uniform_real_distribution(0.75, 1.25)(chance);
  return std::chrono::seconds(static_cast<std::int64_t>(std::min(base, 600.0) * spread));
}

Async<Result<Wait>> Courier::deliver(model::JobResult result, std::uint32_t attempt, const trace::Span& span) {
  auto text = co_await store::get(parts_.store, model::job_record(result.tenant, result.job), kRecordLimit);
  if (!text && text.error().code() != ErrorCode::NotFound) co_return Failed(text.error());
  auto job = text ? model::job_from_json(*text) : Result<model::Job>(Failed(text.error()));
  if (!job || (job->callback_url.empty() && job->hooks.empty())) {
    log::warn("a callback has no address", {{"job", result.job}, {"tenant", result.tenant}});
    co_return Wait{};
  }
  auto targets = targets_of(*job, result);
  bool over = true;
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-capturing-lambda-coroutines): side_by_side() keeps it to its end
  auto one = [&](std::size_t i) -> Async<Result<void>> {
    auto told = co_await tell(result, std::move(targets[i]), attempt, span);
    if (!told) co_return Failed(told.error());
    over = over && *told;
    co_return Result<void>{};
  };
  auto all = co_await side_by_side(targets.size(), kPostsAtOnce, std::move(one));
  if (!all) co_return Failed(all.error());
  co_return over ? Wait{} : Wait{callback_delay(attempt)};
}

std::vector<Courier::Target> Courier::targets_of(const model::Job& job, const model::JobResult& result) const {
  std::vector<Target> targets;
  if (!job.callback_url.empty())
    targets.push_back({job.callback_url, model::callback_record(job.tenant, job.id), callback_body(parts_, options_, result)});
  if (result.outcome != model::Outcome::Succeeded) return targets;
  for (std::size_t i = 0; i < job.hooks.size(); ++i)
    targets.push_back({job.hooks[i], model::hook_record(job.tenant, job.id, i), hook_body(parts_, options_, result, job.process)});
  return targets;
}

/// One try at one address. Returns whether it is dealt with for good.
Async<Result<bool>> Courier::tell(const model::JobResult& result, Target target, std::uint32_t attempt, const trace::Span& span) {
  auto over = co_await parts_.store.find(target.record);
  if (!over) co_return Failed(over.error());
  if (*over) co_return true;
  auto posting = span.child("POST", trace::Kind::Client);
  posting.set("docmill.callback.attempt", attempt);
  auto status = co_await post(result.tenant, std::move(target.url), std::move(target.body), std::move(posting));
  const bool delivered = status && *status >= 200 && *status < 300;
  const bool refused = status ? *status == kGone : status.error().code() == ErrorCode::FetchRefused;
  const bool last = attempt >= options_.callback_tries;
  const std::string outcome = delivered ? "delivered" : refused || last ? "failed" : "tried again";
  parts_.metrics.count("docmill_callbacks_total", "Callback posts by what came of them.", {{"outcome", outcome}});
  if (!status)
    log::failure(
        "callback not delivered", status.error(),
        {{"job", result.job}, {"tenant", result.tenant}, {"attempt", attempt}, {"trace_id", span.trace_id()}, {"span_id", span.span_id()}});
  if (!delivered && !refused && !last) co_return false;
  auto kept = co_await keep(result, std::move(target.record), outcome, status.value_or(0), attempt);
  if (!kept) co_return Failed(kept.error());
  co_return true;
}

Async<Result<int>> Courier::post(TenantId tenant, std::string url, std::string body, trace::Span span) {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(parts_.clock.now().time_since_epoch()).count();
  const auto secret = crypto::callback_secret(parts_.callback_key, tenant);
  const auto signature = crypto::sign_callback(secret, std::to_string(now), body);
  net::EgressRequest request;
  request.method = "POST";
  request.url = std::move(url);
  request.headers = {"Content-Type: application/json", fmt::format("X-Docmill-Timestamp: {}", now), "X-Docmill-Signature: " + signature};
  // The address is the customer's own, so the span does not tell it.
  span.set("http.request.method", request.method);
  if (!span.context().parent.empty()) request.headers.push_back("traceparent: " + span.context().parent);
  if (!span.context().state.empty()) request.headers.push_back("tracestate: " + span.context().state);
  request.body = std::move(body);
  request.max_bytes = kAnswerLimit;
  request.timeout = options_.callback_timeout;
  request.follow_redirects = false;
  std::function<bool(std::string_view)> ignore = [](std::string_view) { return true; };
  auto answer = co_await parts_.egress.perform(std::move(request), std::move(ignore));
  if (!answer) span.fail(answer.error());
  if (!answer) co_return Failed(answer.error());
  span.set("http.response.status_code", answer->status);
  if (answer->status >= 400) span.fail(std::to_string(answer->status));
  co_return answer->status;
}

Async<Result<void>> Courier::keep(const model::JobResult& result, std::string record_name, std::string outcome, int status,
                                  std::uint32_t attempt) {
  const boost::json::object record{
      {"schema", model::kWrittenSchema}, {"job", result.job.text()}, {"outcome", outcome}, {"status", status}, {"attempts", attempt},
      {"at", to_iso(parts_.clock.now())}};
  Result<void> kept;
  for (int i = 0; i < kKeepTries; ++i) {
    kept = co_await store::put(parts_.store, record_name, boost::json::serialize(record));
    if (kept || kept.error().code() == ErrorCode::AlreadyExists) co_return Result<void>{};
  }
  co_return kept;
}

}  // namespace docmill::steward
