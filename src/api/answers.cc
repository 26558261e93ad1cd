#include "api/answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

#include "base/log.h"
#include "crypto/signed_link.h"

namespace docmill::api {
namespace {

namespace json = boost::json;

bool is_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// A Host header that may stand in an answer: a name, an IPv4 or bracketed IPv6 address, and a port.
bool is_plain_host(std::string_view host) {
  const auto allowed = [](char c) { return is_alnum(c) || std::string_view(".-_:[]").find(c) != std::string_view::npos; };
  return !host.empty() && host.size() <= 255 && std::ranges::all_of(host, allowed);
}

json::array fonts_of(const model::JobResult& result) {
  json::array fonts;
  for (const auto& font : result.fonts) {
    fonts.push_back(json::object{{"requested", font.requested}, {"used", font.used}, {"substituted", font.substituted()}});
  }
  return fonts;
}

}  // namespace

std::string base_url(const net::Request& request, std::string_view public_url) {
  if (!public_url.empty()) return std::string(public_url.substr(0, public_url.find_last_not_of('/') + 1));
  const auto host = request.headers.find("Host");
  if (!host || !is_plain_host(*host)) return {};
  return fmt::format("{}://{}", request.tls ? "https" : "http", *host);
}

void allow_any_origin(net::Response& response) {
  response.headers.add("Access-Control-Allow-Origin", "*");
  response.headers.add("Access-Control-Expose-Headers",
                       "Location, X-Jobid, X-Request-Id, Retry-After, Content-Disposition, ETag, Accept-Ranges, Content-Range");
}

net::Response refusal(Metrics& metrics, const net::Request& request, const Error& error, const JobId& job) {
  const auto& row = info(error.code());
  metrics.count("docmill_api_errors_total", "Requests refused or failed, by code.", {{"code", std::string(row.name)}});
  if (row.http_status >= 500 && error.code() != ErrorCode::SyncTimeout) {
    log::failure("request failed", error, {{"request", request.request_id}, {"job", job}});
  }
  auto response = net::problem(error, request.request_id, job.text());
  const bool passing = error.code() == ErrorCode::Unavailable || error.code() == ErrorCode::StorageFull;
  if (passing && !error.retry_after()) response.headers.add("Retry-After", "5");
  return response;
}

net::Response accepted(std::string_view url, const JobId& job) {
  net::Response response{.status = 202, .headers = {}, .body = {}};
  response.headers.add("Location", std::string(url));
  response.headers.add("X-Jobid", job.text());
  response.headers.add("Retry-After", "1");
  return response;
}

std::string job_url(std::string_view base, const model::Action& action, const JobId& job) {
  return fmt::format("{}/api/v2/{}/jobs/{}/{}", base, action.group(), action.operation(), job.text());
}

std::string LinkMaker::link(const model::JobResult& result, std::uint32_t output) const {
  const crypto::LinkClaims claims{.tenant = result.tenant, .job = result.job, .output = output, .expires_at = result.expires_at};
  return fmt::format("{}/d/{}", base, crypto::sign_link(key, claims));
}

net::Response finished(const model::Action& action, const model::JobResult& result, const LinkMaker& links) {
  json::object body;
  if (action.answer != model::Answer::Links) {
    body["link"] = links.link(result, 0);
  } else {
    auto& all = body["links"].emplace_array();
    for (std::uint32_t i = 0; i < result.outputs.size(); ++i) all.emplace_back(links.link(result, i));
  }
  body["jobId"] = result.job.text();
  body["expiresAt"] = to_iso(result.expires_at);
  body["documents"] = result.documents;
  if (result.pages != 0) body["pages"] = result.pages;
  if (!result.engine.empty()) body["engine"] = result.engine;
  if (result.peak_memory != 0) body["peakMemory"] = result.peak_memory;
  body["fonts"] = fonts_of(result);
  body["warnings"] = json::array(result.warnings.begin(), result.warnings.end());
  auto& phases = body["phases"].emplace_object();
  for (const auto& [phase, ms] : result.phase_ms) phases[phase] = ms;
  return finished_json(result, json::serialize(body));
}

net::Response finished_json(const model::JobResult& result, std::string text) {
  auto response = net::json_response(200, std::move(text));
  response.headers.add("X-Jobid", result.job.text());
  response.headers.add("Cache-Control", "no-store");
  return response;
}

Error result_expired() {
  return fail(ErrorCode::Gone, "The result has expired. Send the document again.");
}

Error result_removed() {
  return fail(ErrorCode::Gone, "The result was removed. Send the document again.");
}

Error removed_or(const Error& error) {
  return error.code() == ErrorCode::NotFound ? result_removed() : error;
}

Error failure_of(const model::JobResult& result) {
  const auto stored = result.error.value_or(model::PublicError{.code = ErrorCode::Internal, .detail = "The job failed.", .phase = {}});
  auto error = fail(stored.code, stored.detail);
  return stored.phase ? std::move(error).in(*stored.phase) : std::move(error);
}

std::string content_disposition(std::string_view disposition, std::string_view filename) {
  std::string plain;
  std::string encoded;
  for (const char c : filename) {
    const auto byte = static_cast<unsigned char>(c);
    const bool continues = (byte & 0xC0U) == 0x80U;
    const bool safe = byte >= 0x20 && byte < 0x7F && std::string_view("\"\\%;/").find(c) == std::string_view::npos;
    if (safe) plain += c;
    if (!safe && !continues) plain += '_';
    if (is_alnum(c) || std::string_view("!#$&+-.^_`|~").find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", byte);
    }
  }
  return fmt::format("{}; filename=\"{}\"; filename*=UTF-8''{}", disposition, plain, encoded);
}

}  // namespace docmill::api
