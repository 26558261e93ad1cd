#include "telemetry/otlp_exporter.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <charconv>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "base/async.h"
#include "base/log.h"
#include "base/signal.h"
#include "net/http_client.h"
#include "net/retry.h"

namespace docmill::telemetry {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using Batch = std::vector<trace::Finished>;

constexpr std::string_view kPath = "/v1/traces";
constexpr std::chrono::milliseconds kFirstPause{1'000};
constexpr std::uint64_t kLongestAnswer = kMiB;

std::string address_of(std::string endpoint) {
  while (endpoint.ends_with('/')) endpoint.pop_back();
  return endpoint.ends_with(kPath) ? endpoint : endpoint + std::string(kPath);
}

/// What the protocol allows to be sent again.
bool may_try_again(int status) {
  return status == 429 || status == 502 || status == 503 || status == 504;
}

/// How many spans of a request the collector took note of not keeping, by its partial success.
std::size_t rejected_in(std::string_view body) {
  boost::system::error_code bad;
  const auto parsed = json::parse(body, bad);
  if (bad || !parsed.is_object()) return 0;
  const auto* partial = parsed.as_object().if_contains("partialSuccess");
  if (partial == nullptr || !partial->is_object()) return 0;
  const auto* rejected = partial->as_object().if_contains("rejectedSpans");
  if (rejected == nullptr) return 0;
  if (const auto* number = rejected->if_int64()) return static_cast<std::size_t>(std::max<std::int64_t>(*number, 0));
  std::size_t count = 0;
  if (const auto* text = rejected->if_string()) std::from_chars(text->data(), text->data() + text->size(), count);
  return count;
}

}  // namespace

class OtlpExporter::Impl {
 public:
  Impl(OtlpOptions options, Resource resource, Metrics& metrics)
      : options_(std::move(options)), resource_(std::move(resource)), metrics_(metrics), hard_stop_(loop_) {
    for (const auto* outcome : {"exported", "dropped", "refused"}) count(outcome, 0);
    options_.endpoint = address_of(std::move(options_.endpoint));
    options_.batch = std::max<std::size_t>(options_.batch, 1);
    net::HttpClientOptions http;
    http.ca_file = options_.ca_file;
    client_ = std::make_unique<net::HttpClient>(std::move(http));
    spawn(loop_.get_executor(), run());
    thread_ = std::thread([this] { loop_.run(); });
  }

  ~Impl() {
    const auto by = Deadline::in(options_.leave_within);
    asio::post(loop_, [this, by] {
      leave_by_ = by;
      hard_stop_.expires_at(by.moment());
      // Ends the request under way; its caller is on this loop too.
      hard_stop_.async_wait([this](const boost::system::error_code& ended) {
        if (!ended) client_.reset();
      });
      changed_.notify();
    });
    thread_.join();
  }

  void take(trace::Finished span) {
    std::size_t waiting = 0;
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.size() < options_.queue) {
        waiting_.push_back(std::move(span));
        waiting = waiting_.size();
      }
    }
    if (waiting == 0) count("dropped", 1);
    if (waiting == 1 || waiting == options_.batch) changed_.notify();
  }

 private:
  Async<void> run();
  Async<void> until_waiting(std::size_t spans, Deadline by);
  Async<void> send(Batch batch);
  Async<std::optional<std::chrono::milliseconds>> try_once(const std::string& body, std::size_t spans, std::chrono::milliseconds pause);
  Async<void> pause(std::chrono::milliseconds length);

  std::size_t waiting() {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
  }

  Batch next_batch() {
    const std::lock_guard lock(mutex_);
    const auto size = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), options_.batch));
    Batch batch(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(waiting_.begin() + size));
    waiting_.erase(waiting_.begin(), waiting_.begin() + size);
    return batch;
  }

  void count(const char* outcome, std::size_t spans) {
    metrics_.count("docmill_trace_spans_total", "Spans by what became of them.", {{"outcome", outcome}}, static_cast<double>(spans));
  }

  /// Tells once when the collector goes away and once when it is back.
  void note(bool reached, const std::string& why) {
    if (std::exchange(reached_, reached) == reached) return;
    if (reached) {
      log::info("the trace collector takes spans again");
    } else {
      log::warn("the trace collector takes no spans", {{"cause", why}});
    }
  }

  OtlpOptions options_;
  Resource resource_;
  Metrics& metrics_;
  std::mutex mutex_;
  std::deque<trace::Finished> waiting_;
  Signal changed_;  // spans wait, a batch is full, or it is time to leave
  // Of the thread:
  asio::io_context loop_{1};
  asio::steady_timer hard_stop_;
  std::unique_ptr<net::HttpClient> client_;
  std::optional<Deadline> leave_by_;
  bool reached_ = true;
  std::thread thread_;
};

Async<void> OtlpExporter::Impl::run() {
  while (!leave_by_ || waiting() > 0) {
    co_await until_waiting(1, Deadline::never());
    co_await until_waiting(options_.batch, Deadline::in(options_.every));
    auto batch = next_batch();
    if (!batch.empty()) co_await send(std::move(batch));
  }
  hard_stop_.cancel();
}

Async<void> OtlpExporter::Impl::until_waiting(std::size_t spans, Deadline by) {
  while (true) {
    const auto seen = changed_.count();
    if (leave_by_ || waiting() >= spans || by.passed()) co_return;
    co_await changed_.wait(seen, by);
  }
}

Async<void> OtlpExporter::Impl::pause(std::chrono::milliseconds length) {
  const auto until = Deadline::in(length);
  while (!leave_by_ && !until.passed()) {
    const auto seen = changed_.count();
    co_await changed_.wait(seen, until);
  }
}

Async<void> OtlpExporter::Impl::send(Batch batch) {
  const auto body = otlp_json(resource_, batch);
  auto next = kFirstPause;
  for (unsigned tried = 1; client_ != nullptr; ++tried) {
    const auto wait = co_await try_once(body, batch.size(), next);
    if (!wait) co_return;
    if (leave_by_ || tried >= options_.tries) break;
    co_await pause(*wait);
    next = std::min(next * 2, options_.longest_pause);
  }
  count("dropped", batch.size());
}

/// Returns how long to wait before the next try; nullopt when the batch is dealt with.
Async<std::optional<std::chrono::milliseconds>> OtlpExporter::Impl::try_once(const std::string& body, std::size_t spans,
                                                                             std::chrono::milliseconds pause) {
  net::HttpCall call{.method = "POST", .url = options_.endpoint, .body = body, .max_bytes = kLongestAnswer, .timeout = options_.timeout};
  call.headers.add("Content-Type", "application/json");
  call.headers.add("User-Agent", "docmill/" + resource_.version);
  for (const auto& [name, value] : options_.headers) call.headers.add(name, value);
  auto answer = co_await client_->perform(std::move(call));
  if (!answer && answer.error().code() != ErrorCode::PayloadTooLarge) {
    note(false, answer.error().describe());
    co_return net::random_between(pause / 2, pause);
  }
  const int status = answer ? answer->status : 200;  // who says more than is read has taken the spans
  if (may_try_again(status)) {
    note(false, fmt::format("status {}", status));
    const auto asked = net::parse_retry_after(answer->headers.find("Retry-After").value_or(""));
    const auto least = asked ? std::min<std::chrono::milliseconds>(*asked, options_.longest_pause) : std::chrono::milliseconds{0};
    co_return std::max(least, net::random_between(pause / 2, pause));
  }
  const bool taken = status >= 200 && status < 300;
  note(taken, fmt::format("status {}", status));
  const auto rejected = !taken ? spans : answer ? std::min(rejected_in(answer->body), spans) : 0;
  if (rejected > 0) count("refused", rejected);
  if (rejected < spans) count("exported", spans - rejected);
  co_return std::nullopt;
}

OtlpExporter::OtlpExporter(OtlpOptions options, Resource resource, Metrics& metrics)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(resource), metrics)) {}

OtlpExporter::~OtlpExporter() = default;

void OtlpExporter::take(trace::Finished span) {
  impl_->take(std::move(span));
}

}  // namespace docmill::telemetry
