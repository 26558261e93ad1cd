#include "net/http_client.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

#include "base/check.h"
#include "net/text.h"

namespace docmill::net {
namespace {

struct FreeEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

Error unavailable(std::string cause) {
  return fail(ErrorCode::Unavailable, "The service cannot reach its storage. Try again later.")
      .cause(std::move(cause))
      .at("net.http_client");
}

/// One request on its way, from the caller's thread to the client's and back.
class Exchange {
 public:
  Exchange(HttpCall call, const HttpClientOptions& options) : call_(std::move(call)) { prepare(options); }

  CURL* handle() const { return handle_.get(); }

  /// What came of it, once curl is done.
  Result<HttpAnswer> outcome(CURLcode code) {
    if (too_large_) return Failed(fail(ErrorCode::PayloadTooLarge, "The storage answered with more than was expected."));
    if (code != CURLE_OK) {
      const std::string detail = trouble_.front() != '\0' ? trouble_.data() : curl_easy_strerror(code);
      return Failed(unavailable(fmt::format("{} {}: {}", call_.method, host(), detail)));
    }
    long status = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    answer_.status = static_cast<int>(status);
    // To libcurl a head that is cut off between two lines is an answer without a body.
    if (!head_ended_) return Failed(unavailable(fmt::format("{} {}: the answer was cut off", call_.method, host())));
    answer_.repeated = sent_ > 1;
    return std::move(answer_);
  }

  std::function<void(Result<HttpAnswer>)> resume;  // called once, on the client's thread

 private:
  // The path and query may carry a signature, so only the host is told.
  std::string host() const {
    const auto start = call_.url.find("://");
    const auto from = start == std::string::npos ? 0 : start + 3;
    return call_.url.substr(from, call_.url.find_first_of("/?", from) - from);
  }

  template <class Value>
  void set(CURLoption option, Value value) {
    DOCMILL_CHECK(curl_easy_setopt(handle_.get(), option, value) == CURLE_OK);
  }

  void prepare(const HttpClientOptions& options) {
    DOCMILL_CHECK(handle_ != nullptr);
    set(CURLOPT_URL, call_.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_NOPROXY, "*");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(call_.timeout.count()));
    if (!options.ca_file.empty()) set(CURLOPT_CAINFO, options.ca_file.c_str());
    set(CURLOPT_ERRORBUFFER, trouble_.data());
    set(CURLOPT_PATH_AS_IS, 1L);
    set(CURLOPT_WRITEFUNCTION, &Exchange::take_body);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_HEADERFUNCTION, &Exchange::take_header);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_PREREQFUNCTION, &Exchange::count_sent);
    set(CURLOPT_PREREQDATA, this);
    set_method();
    set_headers();
  }

  void set_method() {
    if (call_.method == "HEAD") {
      set(CURLOPT_NOBODY, 1L);
    } else if (call_.method == "PUT" || call_.method == "POST" || !call_.body.empty()) {
      // CURLOPT_POSTFIELDS sends any method's body from memory, its length told, also when it is empty.
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call_.body.size()));
      set(CURLOPT_POSTFIELDS, call_.body.data());
    }
    if (call_.method != "HEAD") set(CURLOPT_CUSTOMREQUEST, call_.method.c_str());
  }

  void set_headers() {
    // Without these curl adds a content type and waits for "100 Continue" before it sends a larger body.
    if (!call_.headers.find("Content-Type")) add_line("Content-Type:");
    add_line("Expect:");
    add_line("Accept-Encoding: identity");
    for (const auto& [name, value] : call_.headers.all()) add_line(value.empty() ? name + ";" : name + ": " + value);
    set(CURLOPT_HTTPHEADER, lines_.get());
  }

  void add_line(const std::string& line) {
    auto* longer = curl_slist_append(lines_.get(), line.c_str());
    DOCMILL_CHECK(longer != nullptr);
    lines_.release();
    lines_.reset(longer);
  }

  static std::size_t take_body(char* data, std::size_t size, std::size_t count, void* self) {
    auto& exchange = *static_cast<Exchange*>(self);
    const auto bytes = size * count;
    if (exchange.answer_.body.size() + bytes > exchange.call_.max_bytes) {
      exchange.too_large_ = true;
      return 0;
    }
    exchange.answer_.body.append(data, bytes);
    return bytes;
  }

  static std::size_t take_header(char* data, std::size_t size, std::size_t count, void* self) {
    auto& exchange = *static_cast<Exchange*>(self);
    auto& headers = exchange.answer_.headers;
    std::string_view line(data, size * count);
    const auto whole = line.size();
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    const auto colon = line.find(':');
    if (line.empty()) exchange.head_ended_ = true;
    if (line.starts_with("HTTP/")) {  // 100 Continue may come first
      headers = {};
      exchange.head_ended_ = false;
    }
    if (colon != std::string_view::npos) headers.add(std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1))));
    return whole;
  }

  static int count_sent(void* self, char*, char*, int, int) {
    ++static_cast<Exchange*>(self)->sent_;
    return CURL_PREREQFUNC_OK;
  }

  HttpCall call_;
  HttpAnswer answer_;
  int sent_ = 0;
  bool head_ended_ = false;
  bool too_large_ = false;
  std::array<char, CURL_ERROR_SIZE> trouble_{};
  std::unique_ptr<curl_slist, FreeList> lines_;
  std::unique_ptr<CURL, FreeEasy> handle_{curl_easy_init()};  // after what it points to, so that it goes first
};

}  // namespace

class HttpClient::Impl {
 public:
  explicit Impl(HttpClientOptions options) : options_(std::move(options)) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);  // once, before the first thread uses it
    DOCMILL_CHECK(started == CURLE_OK);
    multi_ = curl_multi_init();
    DOCMILL_CHECK(multi_ != nullptr);
    curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, options_.max_connections);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(options_.kept_alive));
    thread_ = std::thread([this] { serve(); });
  }

  ~Impl() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    curl_multi_wakeup(multi_);
    thread_.join();
    curl_multi_cleanup(multi_);
  }

  const HttpClientOptions& options() const { return options_; }

  void start(std::unique_ptr<Exchange> exchange) {
    {
      const std::lock_guard lock(mutex_);
      new_.push_back(std::move(exchange));
    }
    curl_multi_wakeup(multi_);
  }

 private:
  using Batch = std::vector<std::unique_ptr<Exchange>>;

  void serve() {
    while (take_new()) {
      int running = 0;
      curl_multi_perform(multi_, &running);
      finish_done();
      curl_multi_poll(multi_, nullptr, 0, 1'000, nullptr);
    }
    for (auto& [handle, exchange] : under_way_) {
      curl_multi_remove_handle(multi_, handle);
      exchange->resume(Failed(unavailable("the client is closing")));
    }
    under_way_.clear();
  }

  /// False when it is time to leave.
  bool take_new() {
    Batch batch;
    bool leaving = false;
    {
      const std::lock_guard lock(mutex_);
      batch.swap(new_);
      leaving = stopping_;
    }
    for (auto& exchange : batch) {
      CURL* handle = exchange->handle();
      curl_multi_add_handle(multi_, handle);
      under_way_.emplace(handle, std::move(exchange));
    }
    return !leaving;
  }

  void finish_done() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      const auto found = under_way_.find(message->easy_handle);
      DOCMILL_CHECK(found != under_way_.end());
      const auto exchange = std::move(found->second);
      under_way_.erase(found);
      curl_multi_remove_handle(multi_, exchange->handle());
      exchange->resume(exchange->outcome(code));
    }
  }

  HttpClientOptions options_;
  CURLM* multi_ = nullptr;
  std::mutex mutex_;
  Batch new_;
  bool stopping_ = false;
  std::unordered_map<CURL*, std::unique_ptr<Exchange>> under_way_;  // of the thread
  std::thread thread_;
};

HttpClient::HttpClient(HttpClientOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
HttpClient::~HttpClient() = default;

Async<Result<HttpAnswer>> HttpClient::perform(HttpCall call) {
  auto exchange = std::make_unique<Exchange>(std::move(call), impl_->options());
  std::optional<Result<HttpAnswer>> answer;
  auto start = [&](auto handler) {
    // Counts as work of the caller's loop until the post below has returned, as in Pool.
    auto back = boost::asio::prefer(boost::asio::get_associated_executor(handler), boost::asio::execution::outstanding_work.tracked);
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));  // std::function wants it copyable; one owner at a time
    exchange->resume = [&answer, back, shared](Result<HttpAnswer> outcome) {
      answer.emplace(std::move(outcome));
      boost::asio::post(back, std::move(*shared));
    };
    impl_->start(std::move(exchange));
  };
  co_await boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void()>(start, boost::asio::use_awaitable);
  co_return std::move(*answer);  // NOLINT(bugprone-unchecked-optional-access): set before the handler is posted
}

}  // namespace docmill::net
