#include "engines/browser/intercept.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>

#include "base/base64.h"
#include "base/units.h"

namespace docmill::engines::browser {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestUrl = 2048;   // bytes, the guard's own limit
constexpr std::size_t kLongestShown = 120;  // bytes of an address in a message

// Workers would fetch behind the page's back, and sockets are no requests that could be answered.
constexpr std::string_view kContentPolicy = "worker-src 'none'; connect-src http: https: data: blob:";

std::string_view noun_of(std::string_view kind) {
  if (kind == "Image") return "picture";
  if (kind == "Stylesheet") return "style sheet";
  if (kind == "Font") return "font";
  if (kind == "Script") return "script";
  if (kind == "Document") return "page";
  if (kind == "Media") return "sound or video";
  return "resource";
}

std::string shown(std::string_view url) {
  if (url.size() <= kLongestShown) return std::string(url);
  auto cut = kLongestShown;
  while (cut > 0 && (static_cast<unsigned char>(url[cut]) & 0xC0U) == 0x80U) --cut;
  return std::string(url.substr(0, cut)) + "…";
}

json::object header(std::string_view name, std::string_view value) {
  return {{"name", name}, {"value", value}};
}

/// A header of the request by its name in Chromium's spelling, which it may write in small letters too.
std::string request_header(const CdpClient::Params& headers, std::string_view name, std::string_view small) {
  auto value = text_at(headers, name);
  return value.empty() ? text_at(headers, small) : value;
}

/// What the browser is told about an answer from anywhere: `origin` is who asked, when it said so.
json::array response_headers(const std::string& content_type, std::string_view kind, std::string_view origin, std::string_view location) {
  json::array headers;
  headers.push_back(header("Content-Type", content_type.empty() ? "application/octet-stream" : content_type));
  headers.push_back(header("Access-Control-Allow-Origin", origin.empty() ? "*" : origin));
  headers.push_back(header("Access-Control-Allow-Credentials", "true"));
  headers.push_back(header("Access-Control-Allow-Headers", "*"));
  headers.push_back(header("Access-Control-Allow-Methods", "GET, HEAD"));
  headers.push_back(header("Cross-Origin-Resource-Policy", "cross-origin"));
  headers.push_back(header("Cache-Control", "no-store"));
  if (kind == "Document") headers.push_back(header("Content-Security-Policy", kContentPolicy));
  if (!location.empty()) headers.push_back(header("Location", location));
  return headers;
}

/// Requests that only tell somebody something, or look ahead, or never end.
bool is_idle_talk(const std::string& kind, const CdpClient::Params& headers) {
  return kind == "Ping" || kind == "CSPViolationReport" || kind == "EventSource" || kind == "Prefetch" || kind == "Preflight" ||
         request_header(headers, "Accept", "accept").starts_with("text/event-stream") ||
         request_header(headers, "Sec-Purpose", "sec-purpose").starts_with("prefetch");
}

}  // namespace

CdpClient::Params empty_page(const CdpClient::Params& event) {
  CdpClient::Params params{{"requestId", text_at(event, "requestId")}, {"responseCode", 200}, {"body", base64_of("<!doctype html>")}};
  params["responseHeaders"] = response_headers("text/html; charset=utf-8", "Document", {}, {});
  return params;
}

Intercept::Intercept(Executor executor, FetchResource fetch, FetchLimits limits, std::vector<OriginHeaders> headers)
    : executor_(std::move(executor)), fetch_(std::move(fetch)), limits_(limits), headers_(std::move(headers)) {}

void Intercept::close() {
  *abandoned_ = true;
  tell_ = nullptr;
  waiting_.clear();
}

void Intercept::paused(const std::string& session, const CdpClient::Params& event) {
  const auto& asked = object_at(event, "request");
  const auto& headers = object_at(asked, "headers");
  Paused request{.session = session,
                 .id = text_at(event, "requestId"),
                 .url = text_at(asked, "url"),
                 .origin = request_header(headers, "Origin", "origin"),
                 .kind = text_at(event, "resourceType")};
  request.is_page = request.kind == "Document" && text_at(event, "frameId") == main_frame_;
  const auto method = text_at(asked, "method");
  if (method == "OPTIONS") return fulfil(request, 204, "text/plain", {});  // may a page of the job read what the job may fetch? It may
  if (is_idle_talk(request.kind, headers)) return drop(request);
  if (++requests_ > limits_.requests) {
    return refuse(request, fail(ErrorCode::FetchRefused, fmt::format("a document may fetch at most {} resources.", limits_.requests)));
  }
  if (method != "GET") return refuse(request, fail(ErrorCode::FetchRefused, "pages may fetch things, not send them."));
  const auto origin = origin_of(request.url);
  if (origin.empty()) return refuse(request, fail(ErrorCode::FetchRefused, "only http and https addresses are fetched."));
  if (request.url.size() > kLongestUrl) return refuse(request, fail(ErrorCode::FetchRefused, "the address is too long."));
  if (origin == kDocumentOrigin) {
    auto path = request.url.substr(kDocumentOrigin.size());
    const auto found = own_.find(path.substr(0, path.find_first_of("?#")));
    if (found != own_.end()) return fulfil(request, 200, found->second.content_type, found->second.bytes);
    if (path == "/favicon.ico") return drop(request);
    return refuse(request, fail(ErrorCode::FetchFailed, "no file of this name was sent with the document; send it in the field Assets."));
  }
  if (kept_out_) {
    ++*kept_out_;
    return drop(request);
  }
  if (const auto found = redirected_.find(request.url); found != redirected_.end()) {
    const auto resource = std::move(found->second);
    redirected_.erase(found);
    return fulfil(request, 200, resource.content_type, resource.bytes);
  }
  waiting_.push_back(std::move(request));
  pump();
}

void Intercept::pump() {
  while (!*abandoned_ && running_ < limits_.at_once && !waiting_.empty()) {
    auto next = std::move(waiting_.front());
    waiting_.pop_front();
    ++running_;
    docmill::spawn(executor_, [](std::shared_ptr<Intercept> self, Paused request) -> Async<void> {
      co_await self->fetch(std::move(request));
      --self->running_;
      self->pump();
    }(shared_from_this(), std::move(next)));
  }
}

std::vector<std::string> Intercept::headers_for(const std::string& url) const {
  std::vector<std::string> out;
  const auto origin = origin_of(url);
  for (const auto& one : headers_) {
    if (one.origin == origin) out.insert(out.end(), one.headers.begin(), one.headers.end());
  }
  return out;
}

Async<void> Intercept::fetch(Paused request) {
  if (!fetch_) co_return refuse(request, fail(ErrorCode::FetchRefused, "this service fetches nothing."));
  if (bytes_ >= limits_.document_size) {
    co_return refuse(request,
                     fail(ErrorCode::FetchRefused, fmt::format("a document may fetch at most {}.", show_size(limits_.document_size))));
  }
  ResourceRequest wanted{.url = request.url, .headers = headers_for(request.url)};
  wanted.max_bytes = std::min(limits_.resource_size, limits_.document_size - bytes_);
  wanted.timeout = limits_.resource_time;
  wanted.abandoned = abandoned_;
  auto got = co_await fetch_(std::move(wanted));
  if (*abandoned_) co_return;
  if (!got) co_return refuse(request, got.error());
  bytes_ += got->bytes.size();
  answer(request, *std::move(got));
}

/// What came from elsewhere is answered as a redirect first, so that the page knows where it is.
void Intercept::answer(const Paused& request, Resource resource) {
  const auto end = resource.url.substr(0, resource.url.find('#'));
  if (end.empty() || end == request.url || origin_of(end).empty()) return fulfil(request, 200, resource.content_type, resource.bytes);
  redirected_[end] = std::move(resource);
  fulfil(request, 302, "text/plain", {}, end);
}

void Intercept::fulfil(const Paused& request, int status, const std::string& content_type, std::string_view bytes,
                       std::string_view location) {
  if (!tell_) return;
  CdpClient::Params params{{"requestId", request.id}, {"responseCode", status}, {"body", base64_of(bytes)}};
  params["responseHeaders"] = response_headers(content_type, request.kind, request.origin, location);
  tell_(request.session, "Fetch.fulfillRequest", std::move(params));
}

void Intercept::drop(const Paused& request) {
  if (tell_) tell_(request.session, "Fetch.failRequest", {{"requestId", request.id}, {"errorReason", "AccessDenied"}});
}

void Intercept::refuse(const Paused& request, const Error& why) {
  if (request.is_page) page_error_ = why;
  drop(request);
  if (request.is_page) return;
  if (warnings_.size() == limits_.warnings) return;
  const auto text = fmt::format("The {} {} could not be loaded: {}", noun_of(request.kind), shown(request.url), why.message());
  if (std::ranges::find(warnings_, text) != warnings_.end()) return;
  warnings_.push_back(text);
  if (!first_trouble_) first_trouble_ = fail(why.code(), text).cause(why.cause());
}

}  // namespace docmill::engines::browser
