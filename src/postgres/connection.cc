#include "postgres/connection.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <charconv>
#include <cstring>

#include "base/check.h"
#include "postgres/remedy.h"

namespace docmill::postgres {
namespace {

// The server ends a statement first; we follow when it does not answer at all.
constexpr std::chrono::seconds kGrace{5};

// Type numbers of PostgreSQL's catalogue (src/include/catalog/pg_type.dat); they never change.
constexpr Oid kBool = 16;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;

constexpr int kText = 0;
constexpr int kBinary = 1;

class AnswerRow final : public Row {
 public:
  AnswerRow(const PGresult* answer, int row) : answer_(answer), row_(row) {}
  bool is_null(int column) const override { return PQgetisnull(answer_, row_, column) == 1; }
  std::int64_t integer(int column) const override {
    if (is_null(column)) return 0;
    const auto type = PQftype(answer_, column);
    DOCMILL_CHECK(type == kInt8 || type == kInt4 || type == kInt2 || type == kBool);  // a cast is missing in our SQL
    const char* bytes = PQgetvalue(answer_, row_, column);
    const int size = PQgetlength(answer_, row_, column);
    std::uint64_t value = size > 0 && (bytes[0] & 0x80) != 0 ? ~0ULL : 0;  // big-endian, signed
    for (int i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return static_cast<std::int64_t>(value);
  }
  std::string text(int column) const override {
    return {PQgetvalue(answer_, row_, column), static_cast<std::size_t>(PQgetlength(answer_, row_, column))};
  }

 private:
  const PGresult* answer_;
  int row_;
};

/// Parameters the way libpq wants them: numbers as digits, text as bytes with a length, so that a zero byte cannot cut it short.
class Parameters {
 public:
  explicit Parameters(Binds binds) {
    digits_.reserve(binds.size());
    for (const auto& bind : binds) add(bind);
  }
  int count() const { return static_cast<int>(values_.size()); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(const Bind& bind) {
    if (const auto* number = std::get_if<std::int64_t>(&bind.value())) {
      add(digits_.emplace_back(std::to_string(*number)).c_str(), 0, kText);
    } else if (const auto* text = std::get_if<std::string_view>(&bind.value())) {
      add(text->data() == nullptr ? "" : text->data(), static_cast<int>(text->size()), kBinary);
    } else {
      add(nullptr, 0, kText);
    }
  }
  void add(const char* value, int length, int format) {
    values_.push_back(value);
    lengths_.push_back(length);
    formats_.push_back(format);
  }

  std::vector<std::string> digits_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

// libpq's words come in lines and end in one.
std::string one_line(std::string_view words) {
  std::string line;
  for (const char c : words) line += c == '\n' || c == '\t' ? ' ' : c;
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

// Our own literal when it is short, its first words otherwise: enough to find it.
std::string_view beginning(std::string_view sql) {
  return sql.substr(0, 60);
}

}  // namespace

void Connection::Closer::operator()(pg_conn* handle) const {
  PQfinish(handle);
}

void Connection::Closer::operator()(pg_result* answer) const {
  PQclear(answer);
}

Connection::Connection(std::unique_ptr<pg_conn, Closer> handle, std::chrono::milliseconds patience)
    : handle_(std::move(handle)), patience_(patience) {}

Connection::~Connection() = default;

Result<std::unique_ptr<Connection>> Connection::open(const Address& address, std::chrono::milliseconds patience) {
  std::vector<const char*> names;
  std::vector<const char*> values;
  for (const auto& setting : address.settings()) {
    names.push_back(setting.name.c_str());
    values.push_back(setting.value.reveal().data());  // a whole std::string: ends in a zero byte
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  std::unique_ptr<pg_conn, Closer> handle(PQconnectdbParams(names.data(), values.data(), 0));
  DOCMILL_CHECK(handle != nullptr);  // only when there is no memory left
  if (PQstatus(handle.get()) != CONNECTION_OK) {
    const auto words = address.without_password(one_line(PQerrorMessage(handle.get())));
    auto cause = fmt::format("log in at {}: {}; {}", address.shown(), words, remedy_for_login(words));
    return Failed(fail(ErrorCode::Unavailable, "The service cannot reach its database. Try again later.").cause(std::move(cause)));
  }
  std::unique_ptr<Connection> connection(new Connection(std::move(handle), patience));
  if (auto ready = connection->prepare_session(); !ready) return Failed(ready.error());
  return connection;
}

Result<void> Connection::prepare_session() {
  PQsetnonblocking(handle_.get(), 1);
  PQsetNoticeProcessor(handle_.get(), [](void*, const char*) {}, nullptr);  // notices would go to stderr, past our log
  const char* encoding = PQparameterStatus(handle_.get(), "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8") {
    return Failed(fail(ErrorCode::Unavailable, "The database cannot be used.")
                      .cause("it does not store UTF-8; make it with ENCODING 'UTF8' TEMPLATE template0"));
  }
  // A stricter synchronous_commit of the operator stays; a laxer one would lose what was accepted.
  return execute(
      fmt::format("SET statement_timeout = {}; SET idle_in_transaction_session_timeout = '60s';"
                  "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
                  patience_.count()));
}

bool Connection::wait_for(short events, Deadline until) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until.left()).count();
    pollfd wait{PQsocket(handle_.get()), events, 0};
    const int ready = ::poll(&wait, 1, static_cast<int>(left));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

bool Connection::send_all(Deadline until) {
  for (;;) {
    const int left = PQflush(handle_.get());
    if (left <= 0) return left == 0;
    if (!wait_for(POLLIN | POLLOUT, until) || PQconsumeInput(handle_.get()) == 0) return false;
  }
}

// The last good answer to what was sent, or the first failure.
Result<Connection::Answer> Connection::answer(bool sent, std::string_view doing) {
  const auto until = Deadline::in(patience_ + kGrace);
  if (!sent || !send_all(until)) return Failed(lost(doing, PQerrorMessage(handle_.get())));
  Answer kept;
  std::optional<Error> failed;
  for (;;) {
    while (PQisBusy(handle_.get()) == 1) {
      if (!wait_for(POLLIN, until)) return Failed(lost(doing, "no answer in time"));
      if (PQconsumeInput(handle_.get()) == 0) break;  // the next PQgetResult tells what happened
    }
    Answer next(PQgetResult(handle_.get()));
    if (!next) break;
    const auto status = PQresultStatus(next.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY && !failed) {
      failed = failure(next.get(), doing);
    }
    kept = std::move(next);
  }
  if (failed) return Failed(*std::move(failed));
  if (!kept) return Failed(lost(doing, "no answer"));
  return kept;
}

Error Connection::lost(std::string_view doing, std::string_view why) {
  lost_ = true;
  return fail(ErrorCode::Unavailable, "The service cannot reach its database. Try again later.")
      .cause(fmt::format("{}: {}; the connection to the database is lost", beginning(doing), one_line(why)));
}

Error Connection::failure(const pg_result* answer, std::string_view doing) {
  const char* field = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
  if (field == nullptr) return lost(doing, PQerrorMessage(handle_.get()));  // libpq's own: nothing came from the server
  const std::string_view state(field);
  const char* words = PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY);  // the details would repeat stored values
  auto cause = fmt::format("{}: {} (SQLSTATE {})", beginning(doing), one_line(words == nullptr ? "" : words), state);
  if (state == "40001" || state == "40P01") repeat_ = true;
  if (state.starts_with("08") || state.starts_with("57P") || state == "25006" || state.starts_with("26")) lost_ = true;
  if (state == "22021" || state == "22P05") {
    return fail(ErrorCode::BadRequest, "A text holds characters that cannot be stored.").cause(std::move(cause));
  }
  if (state == "53100") return fail(ErrorCode::StorageFull, "The service has no storage left. Try again later.").cause(std::move(cause));
  cause += fmt::format("; {}", remedy_for_state(state));
  return fail(ErrorCode::Unavailable, "The service cannot reach its database. Try again later.").cause(std::move(cause));
}

Result<void> Connection::execute(const std::string& script) {
  const auto done = answer(PQsendQuery(handle_.get(), script.c_str()) == 1, script);
  if (!done) return Failed(done.error());
  return {};
}

Result<void> Connection::commit() {
  const auto done = answer(PQsendQuery(handle_.get(), "COMMIT") == 1, "COMMIT");
  if (!done) return Failed(done.error());
  if (std::string_view(PQcmdStatus(done->get())) == "COMMIT") return {};
  return Failed(fail(ErrorCode::Unavailable, "The service cannot reach its database. Try again later.")
                    .cause("COMMIT: the transaction had failed and was undone"));
}

void Connection::roll_back() {
  const auto status = PQtransactionStatus(handle_.get());
  if (lost_ || (status != PQTRANS_INTRANS && status != PQTRANS_INERROR)) return;
  if (!execute("ROLLBACK")) lost_ = true;  // the server undoes it with the connection
}

Connection::State Connection::state() const {
  if (lost_ || PQstatus(handle_.get()) != CONNECTION_OK) return State::Lost;
  return repeat_ ? State::Repeat : State::Fine;
}

bool Connection::alive() {
  // A server that stops says so and then closes: two reads may be needed to see it. Anything else it sends is kept by libpq.
  for (int reads = 0; reads < 2; ++reads) {
    pollfd look{PQsocket(handle_.get()), POLLIN, 0};
    if (::poll(&look, 1, 0) <= 0) break;
    if (PQconsumeInput(handle_.get()) == 0) return false;
  }
  return state() != State::Lost && PQtransactionStatus(handle_.get()) == PQTRANS_IDLE;
}

int Connection::descriptor() const {
  return PQsocket(handle_.get());
}

Result<std::vector<std::string>> Connection::notifications() {
  if (PQconsumeInput(handle_.get()) == 0) return Failed(lost("listen", PQerrorMessage(handle_.get())));
  std::vector<std::string> payloads;
  const int ours = PQbackendPID(handle_.get());
  for (;;) {
    const std::unique_ptr<PGnotify, void (*)(void*)> one(PQnotifies(handle_.get()), PQfreemem);
    if (!one) return payloads;
    if (one->be_pid != ours) payloads.emplace_back(one->extra);
  }
}

Result<std::string> Connection::prepared(Sql sql) {
  const auto found = statements_.find(sql.text());
  if (found != statements_.end()) return found->second;
  auto name = fmt::format("s{}", statements_.size());
  const auto made = answer(PQsendPrepare(handle_.get(), name.c_str(), sql.text(), 0, nullptr) == 1, sql.text());
  if (!made) return Failed(made.error());
  statements_.emplace(sql.text(), name);
  return name;
}

Result<std::int64_t> Connection::each(Sql sql, Binds binds, const std::function<bool(const Row&)>& take_one) {
  const auto name = prepared(sql);
  if (!name) return Failed(name.error());
  const Parameters given(binds);
  const bool sent =
      PQsendQueryPrepared(handle_.get(), name->c_str(), given.count(), given.values(), given.lengths(), given.formats(), kBinary) == 1;
  const auto rows = answer(sent, sql.text());
  if (!rows) return Failed(rows.error());
  const int count = PQntuples(rows->get());
  for (int row = 0; row < count; ++row) {
    if (!take_one(AnswerRow(rows->get(), row))) break;
  }
  const std::string_view changed(PQcmdTuples(rows->get()));
  std::int64_t number = 0;
  std::from_chars(changed.data(), changed.data() + changed.size(), number);
  return number;
}

}  // namespace docmill::postgres
