#include "net/connection.h"

#include <fmt/format.h>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include "base/ids.h"
#include "base/log.h"

namespace docmill::net {
namespace {

// After a whole exchange: only what was pipelined behind it can still come.
constexpr std::chrono::seconds kShortLinger{1};
// Long enough for a client in the middle of an upload to notice the answer; nothing is kept of what it sends.
constexpr std::chrono::seconds kLongLinger{5};

bool is_cancelled(const std::exception& e) {
  const auto* system = dynamic_cast<const boost::system::system_error*>(&e);
  return system != nullptr && system->code() == boost::asio::error::operation_aborted;
}

}  // namespace

/// The client's turn, from here to the end of the scope.
class Connection::Waiting {
 public:
  explicit Waiting(Connection& connection, bool idle = false) : connection_(connection) {
    connection_.waiting_since_ = std::chrono::steady_clock::now();
    connection_.idle_ = idle;
  }
  ~Waiting() {
    connection_.waiting_since_.reset();
    connection_.idle_ = false;
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

 private:
  Connection& connection_;
};

Connection::Connection(std::unique_ptr<Stream> stream, const ServerOptions& options, Handler& handler, Metrics& metrics)
    : stream_(std::move(stream)), options_(options), handler_(handler), metrics_(metrics), peer_(stream_->peer()) {}

void Connection::close_soon() {
  closing_ = true;
  if (idle_) stream_->cancel();
}

void Connection::give_way() {
  closing_ = true;
  gives_way_ = true;
  stream_->cancel();
}

Async<void> Connection::run() {
  if (!co_await greet()) co_return;
  auto after = After::NextRequest;
  while (after == After::NextRequest) after = co_await serve_one();
  if (after != After::Linger || gives_way_) co_return;
  const Waiting waiting(*this);
  co_await stream_->linger(Deadline::in(linger_));
}

Async<bool> Connection::greet() {
  const Waiting waiting(*this, true);
  auto shaken = co_await stream_->handshake(Deadline::in(options_.header_timeout));
  if (!shaken) log::debug("http.handshake_failed", {{"error", shaken.error().describe()}});
  co_return shaken.has_value();
}

Async<Connection::After> Connection::serve_one() {
  auto head = co_await read_head();
  if (!head && head.error().code() == ErrorCode::Unavailable) co_return After::Close;
  if (!head) co_return co_await refuse(head.error());
  if (!*head) co_return After::Close;
  co_return co_await answer(**std::move(head));
}

/// nullopt when there is no further request.
Async<Result<std::optional<Head>>> Connection::read_head() {
  auto comes = co_await wait_for_request();
  if (!comes) co_return Failed(comes.error());
  if (!*comes) co_return std::optional<Head>{};
  co_return co_await finish_head();
}

Async<Result<bool>> Connection::wait_for_request() {
  const auto by = Deadline::in(options_.idle_timeout);
  while (true) {
    // An empty line before a request is tolerated (RFC 9112 section 2.2).
    while (buffer_.held().starts_with("\r\n")) buffer_.consume(2);
    if (!buffer_.held().empty() && buffer_.held() != "\r") co_return true;
    if (closing_) co_return false;
    const Waiting waiting(*this, true);
    auto got = co_await buffer_.fill(*stream_, options_.header_limit, by);
    if (!got || *got == 0) co_return false;
  }
}

Async<Result<std::optional<Head>>> Connection::finish_head() {
  const auto by = Deadline::in(options_.header_timeout);
  const Waiting waiting(*this);
  HeadScanner scanner;
  while (true) {
    const auto end = scanner.scan(buffer_.held());
    if (!end) co_return Failed(end.error());
    if (end->value_or(buffer_.held().size()) > options_.header_limit - (*end ? 0 : 1)) {
      co_return Failed(
          fail(ErrorCode::HeaderTooLarge, fmt::format("The request line and headers are larger than {} bytes.", options_.header_limit)));
    }
    if (*end) {
      auto head = parse_head(buffer_.held().substr(0, **end));
      buffer_.consume(**end);
      if (!head) co_return Failed(head.error());
      co_return std::optional<Head>(*std::move(head));
    }
    auto got = co_await buffer_.fill(*stream_, options_.header_limit, by);
    if (!got && got.error().code() == ErrorCode::RequestTimeout) {
      co_return Failed(
          fail(ErrorCode::RequestTimeout, fmt::format("The request head did not arrive within {} s.", options_.header_timeout.count())));
    }
    if (!got) co_return Failed(got.error());
    if (*got == 0) co_return std::optional<Head>{};  // nobody is left to answer
  }
}

Async<Connection::After> Connection::refuse(Error error) {
  const auto since = std::chrono::steady_clock::now();
  Answering answering{.request_id = base32(random_bytes(10))};
  Response response = problem(error, answering.request_id);
  ResponseWriter writer(*stream_, nullptr, std::move(answering), options_);
  co_await writer.send(std::move(response));
  note(writer, since);
  linger_ = kLongLinger;
  co_return writer.whole() ? After::Linger : After::Close;
}

Async<Connection::After> Connection::answer(Head head) {
  const auto since = std::chrono::steady_clock::now();
  busy_ = true;
  head.request.peer = peer_;
  head.request.tls = stream_->tls();
  Answering answering{.request_id = head.request.request_id,
                      .head_only = head.request.method == "HEAD",
                      .http_1_0 = head.http_1_0,
                      .keep_alive = head.keep_alive,
                      .closing = &closing_};
  RequestBody body(*stream_, buffer_, head, options_);
  ResponseWriter writer(*stream_, &body, std::move(answering), options_);
  if (head.request.content_length.value_or(0) > options_.body_limit) {
    auto error = fail(ErrorCode::PayloadTooLarge, fmt::format("The request body is larger than {}.", show_size(options_.body_limit)));
    Response response = problem(error, head.request.request_id);
    co_await writer.send(std::move(response));
  } else {
    co_await call_handler(head.request, body, writer);
  }
  busy_ = false;
  note(writer, since);
  if (!writer.whole()) co_return After::Close;  // cut off: the client sees fewer bytes than announced
  if (writer.keeps_connection() && co_await drained(body)) co_return After::NextRequest;
  linger_ = body.ended() ? kShortLinger : kLongLinger;
  co_return After::Linger;
}

Async<bool> Connection::drained(RequestBody& body) {
  const Waiting waiting(*this);
  co_return co_await body.drain();
}

Async<void> Connection::call_handler(const Request& request, RequestBody& body, ResponseWriter& writer) {
  std::string failure;
  try {
    co_await handler_.handle(request, body, writer);
    if (!writer.started()) failure = "the handler gave no answer";
    if (writer.started() && !writer.whole()) log::debug("http.answer_unfinished", {{"request_id", request.request_id}});
  } catch (const std::exception& e) {
    if (closing_ && is_cancelled(e)) co_return;  // the server's hard stop ended what the handler waited for
    failure = e.what();
  }
  if (failure.empty()) co_return;
  log::error("http.handler_failed", {{"request_id", request.request_id}, {"cause", failure}});
  if (writer.started()) co_return;
  Response response = problem(fail(ErrorCode::Internal, "The service failed. Try again later."), request.request_id);
  co_await writer.send(std::move(response));
}

void Connection::note(const ResponseWriter& writer, std::chrono::steady_clock::time_point since) {
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
  const Metrics::Labels labels{{"class", writer.started() ? fmt::format("{}xx", writer.status() / 100) : "none"}};
  metrics_.count("docmill_http_requests_total", "Requests answered, by class of status", labels);
  metrics_.observe_seconds("docmill_http_request_seconds", "From the head of a request to the end of its answer", seconds, labels);
}

}  // namespace docmill::net
