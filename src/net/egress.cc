#include "net/egress.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "base/log.h"
#include "base/small_letters.h"
#include "base/units.h"
#include "net/text.h"

namespace docmill::net {
namespace {

using Sink = std::function<bool(std::string_view)>;
using Easy = std::unique_ptr<CURL, void (*)(CURL*)>;
using Url = std::unique_ptr<CURLU, void (*)(CURLU*)>;

constexpr std::uint64_t kUnwantedBody = 64 * kKiB;  // of a page nobody reads

Error failed(std::string message) {
  return fail(ErrorCode::FetchFailed, std::move(message)).at("net.egress");
}

Error refused(std::string message) {
  return fail(ErrorCode::FetchRefused, std::move(message)).at("net.egress");
}

bool is_redirect(long status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::string part_of(const std::string& url, CURLUPart part) {
  const Url parsed(curl_url(), curl_url_cleanup);
  char* text = nullptr;
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return {};
  if (curl_url_get(parsed.get(), part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return {};
  std::string result(text);
  curl_free(text);
  return result;
}

/// "text/html; charset=UTF-8" to "utf-8"; nothing but letters, digits and a few signs is a charset's name.
std::string charset_in(const std::string& content_type) {
  constexpr std::string_view kBefore = "charset=";
  const auto at = content_type.find(kBefore);
  if (at == std::string::npos) return {};
  auto name = content_type.substr(at + kBefore.size());
  if (name.starts_with('"')) name.erase(0, 1);
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789-_.:+";
  return name.substr(0, std::min({name.find_first_not_of(kAllowed), name.size(), std::size_t{40}}));
}

bool same_origin(const std::string& a, const std::string& b) {
  const auto same = [&](CURLUPart part) { return same_but_for_case(part_of(a, part), part_of(b, part)); };
  return same(CURLUPART_SCHEME) && same(CURLUPART_HOST) && same(CURLUPART_PORT);
}

std::string text_of(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = nullptr;
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  if (address.sa_family == AF_INET) {
    std::memcpy(&v4, &address, sizeof v4);
    bytes = &v4.sin_addr;
  } else if (address.sa_family == AF_INET6) {
    std::memcpy(&v6, &address, sizeof v6);
    bytes = &v6.sin6_addr;
  } else {
    return {};
  }
  return ::inet_ntop(address.sa_family, bytes, text.data(), text.size()) == nullptr ? std::string() : std::string(text.data());
}

/// One request with its redirects, on a pool thread. libcurl calls the static functions back.
class Transfer {
 public:
  Transfer(const EgressPolicy& policy, EgressRequest request, const Sink& sink)
      : policy_(policy), request_(std::move(request)), sink_(sink), curl_(curl_easy_init(), curl_easy_cleanup) {}

  Result<EgressAnswer> run();

 private:
  Result<void> check_request() const;
  Result<std::optional<EgressAnswer>> hop();
  void set_rules();
  void set_request();
  Result<void> outcome(CURLcode code) const;
  Result<void> follow(long status);
  EgressAnswer answer(long status) const;
  long status() const;
  /// The answer under way is not the last one, or an error: nobody wants its body.
  bool is_unwanted() const;

  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
  static std::size_t take_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t take_body(char* data, std::size_t size, std::size_t count, void* self);
  bool take_bytes(std::string_view bytes);

  template <class Value>
  void set(CURLoption option, Value value) {
    const auto code = curl_easy_setopt(curl_.get(), option, value);
    if (code != CURLE_OK) setting_failed_ = code;
  }

  const EgressPolicy& policy_;
  EgressRequest request_;
  const Sink& sink_;
  Easy curl_;
  std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers_{nullptr, curl_slist_free_all};
  std::array<char, CURL_ERROR_SIZE> message_{};
  CURLcode setting_failed_ = CURLE_OK;
  Deadline deadline_ = Deadline::in(request_.timeout);
  int redirects_ = 0;
  std::string disposition_;
  std::string refused_address_;
  std::uint64_t received_ = 0;
  bool too_large_ = false;
  bool stopped_ = false;
};

Result<EgressAnswer> Transfer::run() {
  if (!curl_) return Failed(failed("The address could not be fetched.").cause("curl_easy_init"));
  if (auto good = check_request(); !good) return Failed(good.error());
  while (true) {
    auto done = hop();
    if (!done) return Failed(done.error());
    if (*done) return **std::move(done);
  }
}

Result<void> Transfer::check_request() const {
  if (auto url = check_url(request_.url); !url) return url;
  const auto broken = [](const std::string& line) { return line.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos; };
  if (std::ranges::any_of(request_.headers, broken) || !is_token(request_.method)) {
    return Failed(refused("The method or a header of the request is malformed."));
  }
  return {};
}

/// One request and its answer; nullopt when it was a redirect that is to be followed.
Result<std::optional<EgressAnswer>> Transfer::hop() {
  curl_easy_reset(curl_.get());  // keeps open connections
  disposition_.clear();
  refused_address_.clear();
  received_ = 0;
  set_rules();
  set_request();
  if (setting_failed_ != CURLE_OK) return Failed(failed("The address could not be fetched.").cause(curl_easy_strerror(setting_failed_)));
  const auto code = curl_easy_perform(curl_.get());
  const auto came = status();
  const bool cut_error_page = code == CURLE_WRITE_ERROR && is_unwanted() && came >= 400;
  if (auto good = outcome(cut_error_page ? CURLE_OK : code); !good) return Failed(good.error());
  if (request_.follow_redirects && is_redirect(came)) {
    if (auto followed = follow(came); !followed) return Failed(followed.error());
    return std::optional<EgressAnswer>{};
  }
  if (request_.method == "GET" && came >= 400) return Failed(failed(fmt::format("The address answered with HTTP status {}.", came)));
  return std::optional<EgressAnswer>(answer(came));
}

void Transfer::set_rules() {
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_ERRORBUFFER, message_.data());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_FOLLOWLOCATION, 0L);  // redirects are followed here, where each URL is checked
  set(CURLOPT_PROXY, "");           // also overrides the environment
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket);
  set(CURLOPT_OPENSOCKETDATA, this);
  set(CURLOPT_HEADERFUNCTION, &Transfer::take_header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &Transfer::take_body);
  set(CURLOPT_WRITEDATA, this);
  const auto left = std::max<std::int64_t>(1, std::chrono::duration_cast<std::chrono::milliseconds>(deadline_.left()).count());
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(left));  // 0 would mean for ever
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(1, policy_.connect_timeout.count())));
}

void Transfer::set_request() {
  set(CURLOPT_URL, request_.url.c_str());
  set(CURLOPT_USERAGENT, "Docmill");
  headers_.reset();
  const auto add = [this](const std::string& line) { headers_.reset(curl_slist_append(headers_.release(), line.c_str())); };
  for (const auto& line : request_.headers) add(line);
  if (request_.method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  } else if (request_.method != "GET") {
    add("Expect:");  // no extra round trip for a small body
    const auto is_type = [](const std::string& line) { return same_but_for_case(line.substr(0, line.find(':')), "content-type"); };
    if (std::ranges::none_of(request_.headers, is_type)) add("Content-Type: application/octet-stream");
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    set(CURLOPT_POSTFIELDS, request_.body.c_str());
    set(CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  }
  set(CURLOPT_HTTPHEADER, headers_.get());
}

long Transfer::status() const {
  long code = 0;
  curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &code);
  return code;
}

bool Transfer::is_unwanted() const {
  const auto code = status();
  return (request_.follow_redirects && is_redirect(code)) || (request_.method == "GET" && code >= 400);
}

Result<void> Transfer::outcome(CURLcode code) const {
  const auto cause = fmt::format("curl {}: {} {}", static_cast<int>(code), message_.data(), refused_address_);
  if (too_large_) return Failed(fail(ErrorCode::PayloadTooLarge, fmt::format("The address sent more than {} bytes.", request_.max_bytes)));
  if (stopped_) return Failed(fail(ErrorCode::Cancelled, "The fetch was stopped.").at("net.egress"));
  switch (code) {
    case CURLE_OK: return {};
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT: return Failed(refused("The URL cannot be fetched.").cause(cause));
    case CURLE_OPERATION_TIMEDOUT: return Failed(failed("The address did not answer in time.").cause(cause));
    case CURLE_COULDNT_RESOLVE_HOST: return Failed(failed("The host name of the URL is not known.").cause(cause));
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR: return Failed(failed("The TLS certificate of the address could not be verified.").cause(cause));
    default: break;
  }
  if (code == CURLE_COULDNT_CONNECT && !refused_address_.empty()) {
    // The address itself stays in the log: it would tell how names resolve inside.
    return Failed(refused("The URL leads to a private or reserved address, which may not be fetched.").cause(cause));
  }
  return Failed(failed("The address could not be fetched.").cause(cause));
}

/// Turns the request into the one the redirect asks for (RFC 9110 section 15.4).
Result<void> Transfer::follow(long status) {
  char* target = nullptr;
  curl_easy_getinfo(curl_.get(), CURLINFO_REDIRECT_URL, &target);
  if (target == nullptr) return Failed(failed("The address redirects to nowhere."));
  if (++redirects_ > policy_.max_redirects) {
    return Failed(refused(fmt::format("The address redirects more than {} times.", policy_.max_redirects)));
  }
  std::string next(target);
  if (auto good = check_url(next); !good) {
    return Failed(refused(fmt::format("The address redirects to a URL that may not be fetched: {}", good.error().message())));
  }
  if (deadline_.passed()) return Failed(failed("The address did not answer in time."));
  const bool becomes_get = status == 303 ? request_.method != "HEAD" : (status == 301 || status == 302) && request_.method == "POST";
  if (becomes_get) {
    request_.method = "GET";
    request_.body.clear();
  }
  // Keys and signatures were meant for the first host only.
  if (!same_origin(request_.url, next)) request_.headers.clear();
  request_.url = std::move(next);
  return {};
}

EgressAnswer Transfer::answer(long status) const {
  EgressAnswer result{.status = static_cast<int>(status)};
  const char* type = nullptr;
  curl_easy_getinfo(curl_.get(), CURLINFO_CONTENT_TYPE, &type);
  if (type != nullptr) {
    const std::string_view text(type);
    result.content_type = clean_text(small_letters(trimmed(text.substr(0, std::min(text.find(';'), text.size())))));
    result.charset = charset_in(small_letters(text));
  }
  result.url = request_.url;
  if (const auto field = parse_field_value(disposition_)) result.filename = disposition_filename(*field).value_or("");
  if (result.filename.empty()) {
    const auto path = part_of(request_.url, CURLUPART_PATH);
    const auto last = path.substr(path.rfind('/') + 1);
    result.filename = base_name(percent_decoded(last).value_or(last));
  }
  return result;
}

curl_socket_t Transfer::open_socket(void* self, curlsocktype purpose, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(self);
  const auto text = text_of(address->addr);
  if (purpose != CURLSOCKTYPE_IPCXN || !address_allowed(text, transfer.policy_)) {
    transfer.refused_address_ = text;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t Transfer::take_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::string_view line(data, size * count);
  const auto colon = line.find(':');
  if (line.starts_with("HTTP/")) transfer.disposition_.clear();  // 100 Continue may come first
  if (colon != std::string_view::npos && same_but_for_case(line.substr(0, colon), "content-disposition")) {
    auto value = line.substr(colon + 1);
    while (value.ends_with('\n') || value.ends_with('\r')) value.remove_suffix(1);
    transfer.disposition_ = trimmed(value);
  }
  return line.size();
}

std::size_t Transfer::take_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const bool wants_more = transfer.take_bytes(std::string_view(data, size * count));
  return wants_more ? size * count : 0;  // too few taken makes curl stop
}

bool Transfer::take_bytes(std::string_view bytes) {
  received_ += bytes.size();
  if (is_unwanted()) return received_ <= kUnwantedBody;
  if (received_ > request_.max_bytes) {
    too_large_ = true;
    return false;
  }
  try {
    stopped_ = !sink_(bytes);
  } catch (const std::exception& e) {
    log::error("egress.sink_failed", {{"cause", e.what()}});  // must not pass through libcurl
    stopped_ = true;
  }
  return !stopped_;
}

}  // namespace

Egress::Egress(EgressPolicy policy, std::size_t threads) : policy_(std::move(policy)), pool_("egress", threads) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);  // once, before the first thread uses it
  if (started != CURLE_OK) log::error("egress.curl_failed", {{"cause", curl_easy_strerror(started)}});
}

Egress::~Egress() = default;

Async<Result<EgressAnswer>> Egress::perform(EgressRequest request, std::function<bool(std::string_view)> sink) {
  auto work = [this, &request, &sink]() -> Result<EgressAnswer> {
    Transfer transfer(policy_, std::move(request), sink);
    return transfer.run();
  };
  co_return co_await on_pool(pool_, std::move(work));
}

}  // namespace docmill::net
