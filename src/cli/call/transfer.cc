#include "cli/call/transfer.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <list>

#include "base/check.h"
#include "net/text.h"

namespace docmill::cli {
namespace {

constexpr long kConnectSeconds = 15;
constexpr long kStandstillSeconds = 60;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeForm {
  void operator()(curl_mime* form) const { curl_mime_free(form); }
};

/// A file that is being sent.
struct Sending {
  int file = -1;
  std::uint64_t size = 0;
  std::uint64_t at = 0;
  std::string name;
  std::string* trouble = nullptr;
};

std::size_t read_file(char* room, std::size_t size, std::size_t count, void* self) {
  auto& sending = *static_cast<Sending*>(self);
  const auto left = sending.size - sending.at;
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, size * count));
  if (wanted == 0) return 0;
  const auto got = ::pread(sending.file, room, wanted, static_cast<off_t>(sending.at));
  if (got <= 0) {
    *sending.trouble = got == 0 ? fmt::format("{} became shorter while it was sent.", sending.name)
                                : fmt::format("{} cannot be read: {}.", sending.name, std::strerror(errno));
    return CURL_READFUNC_ABORT;
  }
  sending.at += static_cast<std::uint64_t>(got);
  return static_cast<std::size_t>(got);
}

int seek_file(void* self, curl_off_t offset, int origin) {
  auto& sending = *static_cast<Sending*>(self);
  if (origin != SEEK_SET || offset < 0 || static_cast<std::uint64_t>(offset) > sending.size) return CURL_SEEKFUNC_FAIL;
  sending.at = static_cast<std::uint64_t>(offset);
  return CURL_SEEKFUNC_OK;
}

bool is_untrusted(CURLcode code) {
  return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_ISSUER_ERROR;
}

}  // namespace

/// One request on its way.
class Transfer::Run {
 public:
  Run(CURL* handle, const Exchange& exchange, const std::string& ca, const Interrupt& interrupt)
      : handle_(handle), exchange_(exchange), interrupt_(interrupt) {
    set_connection(ca);
    set_request();
    set_answer();
  }
  ~Run() { curl_easy_reset(handle_); }  // what it points to goes now
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  tl::expected<HttpReply, Cut> outcome() {
    using Kind = Cut::Kind;
    if (interrupt_.raised()) return cut(Kind::Stopped, "interrupted");
    const CURLcode code = curl_easy_perform(handle_);
    if (interrupt_.raised()) return cut(Kind::Stopped, "interrupted");
    if (!local_.empty()) return cut(Kind::Local, local_);
    if (code != CURLE_OK && exchange_.until.passed()) return cut(Kind::TimedOut, "its time is over");
    if (code != CURLE_OK) {
      return cut(is_untrusted(code) ? Kind::Untrusted : Kind::Network,
                 trouble_.front() != '\0' ? trouble_.data() : curl_easy_strerror(code));
    }
    // To libcurl a head that is cut off between two lines is an answer without a body.
    if (!head_ended_) return cut(Kind::Network, "the answer was cut off");
    return std::move(reply_);
  }

 private:
  static tl::unexpected<Cut> cut(Cut::Kind kind, std::string why) {
    return tl::unexpected<Cut>(Cut{.kind = kind, .why = net::clean_text(why)});
  }

  template <class Value>
  void set(CURLoption option, Value value) {
    DOCMILL_CHECK(curl_easy_setopt(handle_, option, value) == CURLE_OK);
  }

  void set_connection(const std::string& ca) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(exchange_.until.left()).count();
    set(CURLOPT_URL, exchange_.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, kStandstillSeconds);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::clamp<std::int64_t>(left, 1, 1'000'000'000)));
    set(CURLOPT_ERRORBUFFER, trouble_.data());
    if (!ca.empty()) set(CURLOPT_CAINFO, ca.c_str());
  }

  void set_request() {
    for (const auto& line : exchange_.headers) add_line(line);
    if (exchange_.form != nullptr) {
      form_.reset(curl_mime_init(handle_));
      DOCMILL_CHECK(form_ != nullptr);
      for (const auto& part : *exchange_.form) add_part(part);
      set(CURLOPT_MIMEPOST, form_.get());
    }
    if (exchange_.method == "HEAD") {
      set(CURLOPT_NOBODY, 1L);
    } else {
      set(CURLOPT_CUSTOMREQUEST, exchange_.method.c_str());
    }
    set(CURLOPT_HTTPHEADER, lines_.get());
  }

  void set_answer() {
    set(CURLOPT_HEADERFUNCTION, &Run::take_header);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEFUNCTION, &Run::take_body);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_XFERINFOFUNCTION, &Run::tell);
    set(CURLOPT_XFERINFODATA, this);
    set(CURLOPT_NOPROGRESS, 0L);
  }

  void add_line(const std::string& line) {
    auto* longer = curl_slist_append(lines_.get(), line.c_str());
    DOCMILL_CHECK(longer != nullptr);
    static_cast<void>(lines_.release());
    lines_.reset(longer);
  }

  void add_part(const FormPart& part) {
    curl_mimepart* made = curl_mime_addpart(form_.get());
    DOCMILL_CHECK(made != nullptr);
    curl_mime_name(made, part.name.c_str());
    if (part.file < 0) {
      curl_mime_data(made, part.value.data(), part.value.size());
      return;
    }
    auto& sending = sending_.emplace_back(Sending{part.file, part.size, 0, part.filename, &local_});
    curl_mime_filename(made, part.filename.c_str());
    curl_mime_type(made, "application/octet-stream");  // the server looks at the bytes and the name
    curl_mime_data_cb(made, static_cast<curl_off_t>(part.size), &read_file, &seek_file, nullptr, &sending);
  }

  static std::size_t take_header(char* data, std::size_t size, std::size_t count, void* self) {
    auto& run = *static_cast<Run*>(self);
    std::string_view line(data, size * count);
    const auto whole = line.size();
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) run.head_ended_ = true;
    if (line.starts_with("HTTP/")) {  // 100 Continue may come first
      run.reply_.headers = {};
      run.head_ended_ = false;
    }
    const auto colon = line.find(':');
    if (colon != std::string_view::npos) {
      run.reply_.headers.add(std::string(line.substr(0, colon)), std::string(net::trimmed(line.substr(colon + 1))));
    }
    long status = 0;
    curl_easy_getinfo(run.handle_, CURLINFO_RESPONSE_CODE, &status);
    run.reply_.status = static_cast<int>(status);
    return whole;
  }

  static std::size_t take_body(char* data, std::size_t size, std::size_t count, void* self) {
    auto& run = *static_cast<Run*>(self);
    const std::string_view bytes(data, size * count);
    if (!run.asked_ && run.exchange_.sink) run.sink_ = run.exchange_.sink(run.reply_.status, run.reply_.headers);
    run.asked_ = true;
    if (run.sink_) {
      if (run.sink_(bytes)) return bytes.size();
      run.local_ = "the answer could not be written";
      return 0;
    }
    if (run.reply_.body.size() + bytes.size() > run.exchange_.longest) {
      run.local_ = "the server's answer is longer than can be meant";
      return 0;
    }
    run.reply_.body += bytes;
    return bytes.size();
  }

  static int tell(void* self, curl_off_t to_get, curl_off_t got, curl_off_t to_send, curl_off_t sent) {
    const auto& run = *static_cast<Run*>(self);
    const auto number = [](curl_off_t value) { return static_cast<std::uint64_t>(std::max<curl_off_t>(value, 0)); };
    if (run.exchange_.progress) run.exchange_.progress(number(sent), number(to_send), number(got), number(to_get));
    return run.interrupt_.raised() ? 1 : 0;
  }

  CURL* handle_;
  const Exchange& exchange_;
  const Interrupt& interrupt_;
  HttpReply reply_;
  std::function<bool(std::string_view)> sink_;
  bool asked_ = false;
  bool head_ended_ = false;
  std::string local_;  // what went wrong on this machine
  std::array<char, CURL_ERROR_SIZE> trouble_{};
  std::list<Sending> sending_;  // libcurl keeps pointers into it
  std::unique_ptr<curl_slist, FreeList> lines_;
  std::unique_ptr<curl_mime, FreeForm> form_;
};

Transfer::Transfer(std::string ca, const Interrupt& interrupt) : ca_(std::move(ca)), interrupt_(interrupt) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);  // once, before the first thread uses it
  DOCMILL_CHECK(started == CURLE_OK);
  handle_ = curl_easy_init();
  DOCMILL_CHECK(handle_ != nullptr);
}

Transfer::~Transfer() {
  curl_easy_cleanup(handle_);
}

tl::expected<HttpReply, Cut> Transfer::perform(const Exchange& exchange) {
  Run run(handle_, exchange, ca_, interrupt_);
  return run.outcome();
}

}  // namespace docmill::cli
