#include "azure/identity.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cstdlib>
#include <mutex>
#include <optional>

#include "azure/request.h"
#include "base/log.h"
#include "base/signal.h"

namespace docmill::azure {
namespace {

namespace json = boost::json;
using std::chrono::seconds;

constexpr std::string_view kResource = "https://storage.azure.com/";
constexpr seconds kRenewBefore{300};
constexpr seconds kRenewPause{30};  // after a failed renewal, while the old token still serves

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

Error refused(std::string_view cause) {
  return fail(ErrorCode::PermissionDenied, "The service may not use its storage.").cause(std::string(cause)).at("azure.identity");
}

Error unreachable(std::string_view cause) {
  return fail(ErrorCode::Unavailable, "The service cannot reach its storage. Try again later.")
      .cause(std::string(cause))
      .at("azure.identity");
}

/// The documented reasons to ask again: 404 and 410 while the endpoint is being updated, 429, and trouble of its own.
bool ask_again(int status) {
  return status == 404 || status == 410 || net::is_transient(status);
}

/// A count of seconds, written as a number or (by every endpoint so far) as a string.
std::optional<seconds> seconds_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return std::nullopt;
  std::int64_t count = 0;
  if (value->is_int64()) {
    count = value->get_int64();
  } else if (value->is_string()) {
    const auto& text = value->get_string();
    if (std::from_chars(text.data(), text.data() + text.size(), count).ec != std::errc{}) return std::nullopt;
  }
  if (count <= 0 || count > 100'000'000'000) return std::nullopt;
  return seconds{count};
}

/// It goes into a header as it is.
bool is_bearer(std::string_view text) {
  return !text.empty() && text.size() <= 16 * kKiB && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; });
}

}  // namespace

IdentityOptions IdentityOptions::from_environment() {
  IdentityOptions options;
  options.client_id = environment("AZURE_CLIENT_ID");
  options.header = Secret(environment("IDENTITY_HEADER"));
  if (auto endpoint = environment("IDENTITY_ENDPOINT"); !endpoint.empty() && !options.header.empty())
    options.endpoint = std::move(endpoint);
  return options;
}

struct TokenSource::State {
  std::mutex mutex;
  std::optional<Token> token;
  bool fetching = false;
  Signal fetched;
};

/// Decides what a caller does: uses the token, fetches one (only one caller at a time), or waits for whoever fetches.
class TokenSource::Turn {
 public:
  Turn(std::shared_ptr<State> state, Timestamp now) : state_(std::move(state)) {
    const std::lock_guard lock(state_->mutex);
    const auto& token = state_->token;
    const bool holds = token && now < token->ends_at;
    if (holds) held_ = token->bearer;
    if (state_->fetching || (holds && now < token->renew_at)) return;
    state_->fetching = true;
    fetches_ = true;
  }
  ~Turn() {
    if (!fetches_) return;
    {
      const std::lock_guard lock(state_->mutex);
      state_->fetching = false;
    }
    state_->fetched.notify();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  bool fetches() const { return fetches_; }
  const std::optional<Secret>& held() const { return held_; }

  void keep(Token token) {
    const std::lock_guard lock(state_->mutex);
    state_->token = std::move(token);
  }
  void ask_later(Timestamp moment) {
    const std::lock_guard lock(state_->mutex);
    if (state_->token) state_->token->renew_at = moment;
  }

 private:
  std::shared_ptr<State> state_;
  bool fetches_ = false;
  std::optional<Secret> held_;
};

TokenSource::TokenSource(net::HttpClient& http, const Clock& clock, IdentityOptions options)
    : http_(http), clock_(clock), options_(std::move(options)), state_(std::make_shared<State>()) {}

Async<Result<Secret>> TokenSource::token() {
  const auto until = Deadline::in(options_.retry.total);
  while (!until.passed()) {
    const auto state = state_;
    const auto seen = state->fetched.count();
    Turn turn(state, clock_.now());
    if (turn.fetches()) {
      auto fetched = co_await fetch();
      if (fetched) {
        auto bearer = fetched->bearer;
        turn.keep(*std::move(fetched));
        co_return bearer;
      }
      if (!turn.held()) co_return Failed(fetched.error());
      log::failure("azure.token_not_renewed", fetched.error());
      turn.ask_later(clock_.now() + kRenewPause);
    }
    if (const auto& held = turn.held()) co_return *held;
    co_await state->fetched.wait(seen, until);
  }
  co_return Failed(unreachable("no token came in time"));
}

void TokenSource::forget() {
  const std::lock_guard lock(state_->mutex);
  state_->token.reset();
}

Async<Result<TokenSource::Token>> TokenSource::fetch() {
  net::Tries tries(options_.retry);
  for (;;) {
    auto answer = co_await http_.perform(call());
    if (answer && !ask_again(answer->status)) co_return read(*answer);
    auto trouble = answer ? unreachable(fmt::format("the token endpoint answers {}", answer->status)) : answer.error().at("azure.identity");
    const auto wait = tries.next(answer ? net::parse_retry_after(answer->headers.find("Retry-After").value_or("")) : std::nullopt);
    if (!wait) co_return Failed(std::move(trouble));
    co_await sleep_for(*wait);
  }
}

// Sources: learn.microsoft.com "How to use managed identities on an Azure VM to acquire an access token" and "How to use managed
// identities for App Service" (REST endpoint reference); Container Apps answer like App Service.
net::HttpCall TokenSource::call() const {
  const bool machine = options_.header.empty();
  net::Query query{{"api-version", machine ? "2018-02-01" : "2019-08-01"}, {"resource", std::string(kResource)}};
  if (!options_.client_id.empty()) query.emplace_back("client_id", options_.client_id);
  net::HttpCall call{
      .url = fmt::format("{}?{}", options_.endpoint, net::encoded_query(query)), .max_bytes = 64 * kKiB, .timeout = seconds{10}};
  if (machine) {
    call.headers.add("Metadata", "true");
  } else {
    call.headers.add("X-IDENTITY-HEADER", std::string(options_.header.reveal()));
  }
  return call;
}

Result<TokenSource::Token> TokenSource::read(const net::HttpAnswer& answer) const {
  if (answer.status != 200)
    return Failed(
        refused(fmt::format("the token endpoint answers {}; assign a managed identity to this machine, or put AccountKey or "
                            "SharedAccessSignature into the connection string",
                            answer.status)));
  boost::system::error_code broken;
  const auto value = json::parse(answer.body, broken);
  const auto* object = broken ? nullptr : value.if_object();
  const auto* bearer = object == nullptr ? nullptr : object->if_contains("access_token");
  if (bearer == nullptr || !bearer->is_string() || !is_bearer(bearer->get_string()))
    return Failed(unreachable("the token endpoint's answer holds no token"));
  const auto now = clock_.now();
  const auto on = seconds_of(*object, "expires_on");
  const auto in = seconds_of(*object, "expires_in");
  if (!on && !in) return Failed(unreachable("the token endpoint's answer holds no expiry"));
  const Timestamp ends = on ? Timestamp(*on) : now + *in;
  const Timestamp renew = std::max(ends - kRenewBefore, now + (ends - now) / 2);
  return Token{.bearer = Secret(std::string(bearer->get_string())), .renew_at = renew, .ends_at = ends};
}

}  // namespace docmill::azure
