#include "store/s3/s3_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "crypto/digest.h"
#include "net/percent.h"
#include "net/xml.h"

namespace docmill::store::s3 {
namespace {

// Hashing this much takes well under a millisecond; more would hold up an event loop.
constexpr std::size_t kHashedAtOnce = 256 * kKiB;
constexpr std::chrono::milliseconds kTimeout{30'000};
constexpr std::chrono::milliseconds kPerMebibyte{2'000};  // a part of 8 MiB has 46 s: 1.5 Mbit/s are enough
constexpr std::size_t kLongestCode = 64;

Error bad_option(std::string message) {
  return fail(ErrorCode::BadRequest, std::move(message)).at("store.s3");
}

/// 3 to 63 of a-z 0-9 - . (Amazon's rule).
bool is_bucket_name(std::string_view name) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  return name.size() >= 3 && name.size() <= 63 && std::ranges::all_of(name, allowed) && name.front() != '.' && name.front() != '-';
}

bool is_host(std::string_view host) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-.:[]_").find(c) != std::string_view::npos;
  };
  return !host.empty() && std::ranges::all_of(host, allowed);
}

/// Two writers of one key at once: Amazon asks both to try again.
bool is_conflict(const S3Answer& answer) {
  if (answer.status != 409) return false;
  const auto code = s3_code(answer);
  return code == "ConditionalRequestConflict" || code == "OperationAborted";
}

Error tries_used_up(const Error& last) {
  return fail(ErrorCode::Unavailable, "The service cannot reach its storage. Try again later.").cause(last.cause()).at("store.s3");
}

}  // namespace

S3Client::S3Client(net::HttpClient& http, Pool& pool, S3Options options, std::string scheme, std::string host)
    : http_(http), pool_(pool), options_(std::move(options)), scheme_(std::move(scheme)), host_(std::move(host)) {
  base_ = options_.virtual_hosted ? "/" : fmt::format("/{}/", options_.bucket);
  if (options_.virtual_hosted) host_ = fmt::format("{}.{}", options_.bucket, host_);
}

Result<S3Client> S3Client::open(net::HttpClient& http, Pool& pool, S3Options options) {
  if (!is_bucket_name(options.bucket)) return Failed(bad_option(fmt::format("'{}' is not the name of an S3 bucket.", options.bucket)));
  if (options.credentials.id.empty() || options.credentials.secret.empty()) {
    return Failed(bad_option("The S3 store needs credentials: an access key id and its secret."));
  }
  if (options.endpoint.empty()) options.endpoint = fmt::format("https://s3.{}.amazonaws.com", options.region);
  std::string_view host(options.endpoint);
  const std::string scheme = host.starts_with("http://") ? "http://" : "https://";
  const bool known = host.starts_with(scheme);
  if (known) host.remove_prefix(scheme.size());
  if (host.ends_with('/')) host.remove_suffix(1);
  // The Host header, which is signed, leaves out the scheme's own port.
  const std::string_view usual = scheme == "https://" ? ":443" : ":80";
  if (host.ends_with(usual)) host.remove_suffix(usual.size());
  if (!known || !is_host(host)) return Failed(bad_option("The S3 endpoint must look like https://HOST or https://HOST:PORT."));
  std::string host_name(host);
  return S3Client(http, pool, std::move(options), scheme, std::move(host_name));
}

net::HttpCall S3Client::call_of(const S3Request& request, std::string_view payload_sha256) const {
  auto path = base_ + net::percent_encoded(request.key, "/");
  if (request.key.empty() && path.size() > 1) path.pop_back();
  net::HttpCall call{.method = request.method, .url = scheme_ + host_ + path, .headers = request.headers, .body = request.body};
  if (!request.query.empty()) call.url += '?' + canonical_query(request.query);
  call.max_bytes = request.max_bytes;
  call.timeout = kTimeout + kPerMebibyte * static_cast<long>((request.body.size() + request.max_bytes) / kMiB);
  const Unsigned to_sign{.method = request.method, .host = host_, .path = path, .query = request.query, .payload_sha256 = payload_sha256};
  sign(to_sign, call.headers, options_.credentials, options_.region, SystemClock().now());
  return call;
}

Async<Result<S3Answer>> S3Client::perform(S3Request request) {
  std::string digest;
  auto hash = [&] { return crypto::sha256_hex(request.body); };
  if (request.body.size() > kHashedAtOnce) {
    digest = co_await on_pool(pool_, hash);
  } else {
    digest = hash();
  }
  auto retry = options_.retry;
  if (request.tries != 0) retry.tries = request.tries;
  net::Tries tries(retry);
  for (;;) {
    auto got = co_await http_.perform(call_of(request, digest));
    if (!got && got.error().code() != ErrorCode::Unavailable) co_return Failed(got.error().at("store.s3"));
    std::optional<std::chrono::seconds> wait;
    std::optional<Error> last;
    if (got) {
      S3Answer answer{.status = got->status, .headers = std::move(got->headers), .body = std::move(got->body)};
      if (!net::is_transient(answer.status) && !is_conflict(answer)) co_return answer;
      wait = net::parse_retry_after(answer.headers.find("Retry-After").value_or(""));
      last = s3_error(answer, "reach the storage");
    } else {
      last = got.error();
    }
    const auto pause = tries.next(wait);
    if (!pause) co_return Failed(tries_used_up(*last));
    co_await sleep_for(*pause);
  }
}

std::string s3_code(const S3Answer& answer) {
  const auto document = net::parse_xml(answer.body, "Error");
  if (!document) return "";
  std::string code(net::text_of((*document)->document_element(), "Code"));
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  return code.size() <= kLongestCode && std::ranges::all_of(code, allowed) ? code : "";
}

Error s3_error(const S3Answer& answer, std::string_view doing) {
  const auto code = s3_code(answer);
  const auto id = answer.headers.find("x-amz-request-id").value_or("");
  auto cause = fmt::format("could not {}: status {} {} (request {})", doing, answer.status, code, id.substr(0, kLongestCode));
  constexpr std::array kTokens{"ExpiredToken", "InvalidToken", "TokenRefreshRequired"};
  const auto away = [&](std::string_view hint) {
    return fail(ErrorCode::Unavailable, "The service cannot reach its storage. Try again later.")
        .cause(cause + std::string(hint))
        .at("store.s3");
  };
  if (answer.status == 401 || answer.status == 403 || std::ranges::find(kTokens, code) != kTokens.end()) {
    return fail(ErrorCode::PermissionDenied, "The service may not use its storage.")
        .cause(cause + "; check the S3 credentials, the bucket's policy and the clock of this machine")
        .at("store.s3");
  }
  if (code == "NoSuchBucket") return away("; create the bucket, or correct its name");
  if (code == "AuthorizationHeaderMalformed" || answer.status == 301 || answer.status == 307)
    return away("; check the S3 region and endpoint");
  if (answer.status == 404) return fail(ErrorCode::NotFound, "There is nothing stored here.").cause(cause).at("store.s3");
  if (answer.status == 507) return fail(ErrorCode::StorageFull, "The storage is full.").cause(cause).at("store.s3");
  if (answer.status == 408 || answer.status == 409 || answer.status == 429 || (answer.status >= 500 && answer.status != 501))
    return away("");
  return fail(ErrorCode::Internal, "The storage answered with something unexpected.").cause(cause).at("store.s3");
}

}  // namespace docmill::store::s3
