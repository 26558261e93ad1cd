#include "azure/service.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <variant>

#include "azure/shared_key.h"
#include "azure/storage_error.h"
#include "base/ids.h"
#include "net/http_date.h"

namespace docmill::azure {
namespace {

constexpr std::string_view kVersion = "2024-08-04";  // Azurite 3.35 knows it; the services keep every version

/// "/devstoreaccount1" of "http://127.0.0.1:10001/devstoreaccount1"; "" for the usual endpoints.
std::string path_of(const std::string& endpoint) {
  const auto start = endpoint.find('/', endpoint.find("://") + 3);
  return start == std::string::npos ? std::string() : endpoint.substr(start);
}

Answer to_answer(net::HttpAnswer raw, bool retried) {
  return {.status = raw.status, .headers = std::move(raw.headers), .body = std::move(raw.body), .retried = retried || raw.repeated};
}

}  // namespace

class Service::Impl {
 public:
  Impl(net::HttpClient& http, const Clock& clock, Account account, Endpoint endpoint, ServiceOptions options)
      : http_(http), clock_(clock), account_(std::move(account)), endpoint_(std::move(endpoint)), options_(std::move(options)) {
    if (std::holds_alternative<ManagedIdentity>(account_.proof)) tokens_.emplace(http_, clock_, options_.identity);
  }

  Async<Result<Answer>> perform(Request request);
  Async<Result<net::HttpCall>> sign_part(Request request);

 private:
  /// Where the tries of one request go.
  struct Course {
    bool secondary_serves = false;
    bool at_secondary = false;
    bool token_renewed = false;

    void next() { at_secondary = secondary_serves && !at_secondary; }
  };
  enum class Verdict { Final, Again, AtOnce };

  Async<Result<net::HttpCall>> signed_call(const Request& request, const std::string& endpoint, Deadline end);
  Async<Result<void>> prove(const Request& request, const std::string& endpoint, net::HttpCall& call);
  Verdict judge(const Result<net::HttpAnswer>& answer, Course& course);

  net::HttpClient& http_;
  const Clock& clock_;
  Account account_;
  Endpoint endpoint_;
  ServiceOptions options_;
  std::optional<TokenSource> tokens_;
};

Async<Result<net::HttpCall>> Service::Impl::signed_call(const Request& request, const std::string& endpoint, Deadline end) {
  net::HttpCall call{.method = request.method, .headers = request.headers, .body = request.body, .max_bytes = request.max_bytes};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end.left());
  call.timeout = std::clamp(left, std::chrono::milliseconds{1}, request.timeout);
  call.headers.add("x-ms-date", net::to_http_date(clock_.now()));
  call.headers.add("x-ms-version", std::string(kVersion));
  call.headers.add("x-ms-client-request-id", base32(random_bytes(10)));
  if (auto proven = co_await prove(request, endpoint, call); !proven) co_return Failed(proven.error());
  co_return call;
}

/// The version is the batch's: a part that names one is refused.
Async<Result<net::HttpCall>> Service::Impl::sign_part(Request request) {
  net::HttpCall call{.method = request.method, .headers = request.headers};
  call.headers.add("x-ms-date", net::to_http_date(clock_.now()));
  if (auto proven = co_await prove(request, endpoint_.primary, call); !proven) co_return Failed(proven.error());
  co_return call;
}

/// Gives the call its url and its proof, which covers the headers it has by then.
Async<Result<void>> Service::Impl::prove(const Request& request, const std::string& endpoint, net::HttpCall& call) {
  const auto path = net::percent_encoded(request.path, "/");
  call.url = endpoint + path;
  auto query = net::encoded_query(request.query);
  if (const auto* sas = std::get_if<SharedAccessSignature>(&account_.proof)) {
    query += (query.empty() ? "" : "&") + std::string(sas->query.reveal());
  } else if (const auto* shared = std::get_if<SharedKey>(&account_.proof)) {
    const SignedParts parts{.method = request.method,
                            .url_path = path_of(endpoint) + path,
                            .query = request.query,
                            .headers = call.headers,
                            .content_length = request.body.size()};
    call.headers.add("Authorization", shared_key_authorization(account_.name, shared->key, parts));
  } else {
    const auto token = co_await tokens_->token();  // NOLINT(bugprone-unchecked-optional-access): set for this proof
    if (!token) co_return Failed(token.error());
    call.headers.add("Authorization", "Bearer " + std::string(token->reveal()));
  }
  if (!query.empty()) call.url += "?" + query;
  co_return Result<void>{};
}

Service::Impl::Verdict Service::Impl::judge(const Result<net::HttpAnswer>& answer, Course& course) {
  if (!answer) return answer.error().code() == ErrorCode::Unavailable ? Verdict::Again : Verdict::Final;
  if (net::is_transient(answer->status)) return Verdict::Again;
  if (course.at_secondary && answer->status == 404) {
    course.secondary_serves = false;
    return Verdict::AtOnce;
  }
  if (answer->status == 401 && tokens_ && !course.token_renewed) {
    // It may have been revoked before its time.
    tokens_->forget();
    course.token_renewed = true;
    return Verdict::AtOnce;
  }
  return Verdict::Final;
}

Async<Result<Answer>> Service::Impl::perform(Request request) {
  auto retry = options_.retry;
  if (request.tries > 0) retry.tries = request.tries;
  net::Tries tries(retry);
  Course course{.secondary_serves = request.read && !endpoint_.secondary.empty()};
  for (;;) {
    const auto& endpoint = course.at_secondary ? endpoint_.secondary : endpoint_.primary;
    auto call = co_await signed_call(request, endpoint, tries.end());
    if (!call) co_return Failed(call.error());
    auto raw = co_await http_.perform(*std::move(call));
    const auto verdict = judge(raw, course);
    if (verdict == Verdict::Final && !raw) co_return Failed(raw.error());
    if (verdict == Verdict::Final) co_return to_answer(*std::move(raw), tries.failed() > 0);
    course.next();
    if (verdict == Verdict::AtOnce) continue;
    const auto failure = raw ? storage_error(to_answer(*raw, false), fmt::format("{} {}", request.method, request.path)) : raw.error();
    const auto wait = tries.next(failure.retry_after());
    if (!wait) co_return Failed(failure.at("azure.service"));
    co_await sleep_for(*wait);
  }
}

Result<std::unique_ptr<Service>> Service::open(net::HttpClient& http, const Clock& clock, const Account& account, ServiceKind kind,
                                               ServiceOptions options) {
  const auto& endpoint = kind == ServiceKind::Blob ? account.blob : account.queue;
  const std::string_view name = kind == ServiceKind::Blob ? "BlobEndpoint" : "QueueEndpoint";
  if (endpoint.primary.empty())
    return Failed(fail(ErrorCode::BadRequest, fmt::format("The Azure connection string names no '{}' and no 'AccountName'.", name)));
  auto impl = std::make_unique<Impl>(http, clock, account, endpoint, std::move(options));
  return std::unique_ptr<Service>(new Service(std::move(impl)));
}

Service::Service(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Service::~Service() = default;

Async<Result<Answer>> Service::perform(Request request) {
  return impl_->perform(std::move(request));
}

Async<Result<net::HttpCall>> Service::sign_part(Request request) {
  return impl_->sign_part(std::move(request));
}

}  // namespace docmill::azure
