#include "driver_faults/queue_place.h"

#include <fmt/format.h>

#include "base/check.h"
#include "queue/azure/test_azure_queue.h"
#include "queue/postgres/postgres_queue.h"
#include "support/postgres_server.h"

namespace docmill::queue::test {
namespace {

using azure::test::Azurite;
using testing::Fault;
using testing::FaultProxy;
using testing::PostgresDatabase;
using testing::PostgresServer;

bool holds(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

std::uint16_t port_of(const std::string& url) {
  return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

class AzureQueuePlace final : public QueuePlace {
 public:
  // Queues are made by the first put: this one and its letters' are, so that a call costs the same requests every time.
  AzureQueuePlace() {
    for (const auto& name : {house_.name, house_.name + "-poison"}) {
      AzureHouse made(Azurite::shared().connection(), name);
      DOCMILL_CHECK(run_to_end(made.queue.put("first", {})).has_value());
      DOCMILL_CHECK(run_to_end(made.queue.ack(run_to_end(made.queue.take(std::chrono::seconds{30})).value().value())).has_value());
    }
  }
  Queue& queue() override { return house_.queue; }
  FaultProxy& proxy() override { return proxy_; }
  void advance(std::chrono::milliseconds length) override { Azurite::shared().clock().advance(length); }
  std::vector<Match> requests_of(Call call) const override {
    switch (call) {
      case Call::Put: return {messages("POST", "/messages")};
      case Call::Take: return {messages("GET", "/messages?")};
      case Call::Extend:
      case Call::Release: return {messages("PUT", "/messages/")};
      case Call::Ack: return {messages("DELETE", "/messages/")};
      case Call::Bury: return {messages("PUT", "/messages/"), letters("POST", "/messages"), messages("DELETE", "/messages/")};
      case Call::DeadLetters: return {letters("GET", "peekonly"), letters("GET", "comp=metadata")};
      case Call::Requeue: return {letters("GET", "/messages?"), messages("POST", "/messages"), letters("DELETE", "/messages/")};
      case Call::Stats: return {messages("GET", "comp=metadata"), messages("GET", "peekonly"), letters("GET", "comp=metadata")};
    }
    return {};
  }
  std::vector<Fault> faults() const override {
    return {Fault::DelayRequest, Fault::DelayAnswer, Fault::CutBefore, Fault::CutAfter, Fault::Duplicate, Fault::Reorder, Fault::Truncate};
  }
  double chance() const override { return 0.06; }
  bool tries_again() const override { return true; }

 private:
  static Match messages(const char* method, const char* part) {
    return [=](const std::string& asked, const std::string& target) {
      return asked == method && holds(target, part) && !holds(target, "-poison");
    };
  }
  static Match letters(const char* method, const char* part) {
    return [=](const std::string& asked, const std::string& target) {
      return asked == method && holds(target, part) && holds(target, "-poison");
    };
  }
  static std::string origin() { return Azurite::shared().queue_url().substr(0, Azurite::shared().queue_url().rfind('/')); }
  std::string through_proxy() const {
    auto text = Azurite::shared().connection();
    return text.replace(text.find(origin()), origin().size(), proxy_.url());
  }

  FaultProxy proxy_{port_of(origin())};
  AzureHouse house_{through_proxy()};
};

/// The real statements on a clock that stands still until it is turned: docmill_now() of this one database, which all places share.
class TurnedDatabase {
 public:
  static TurnedDatabase& shared() {
    static TurnedDatabase only;
    return only;
  }

  TurnedDatabase() {
    DOCMILL_CHECK(open_postgres_queues(place_.uri()).has_value());
    place_.run(
        "CREATE TABLE clock (ms bigint); INSERT INTO clock VALUES (docmill_now());"
        "CREATE OR REPLACE FUNCTION docmill_now() RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT ms FROM clock';"
        "GRANT ALL ON ALL TABLES IN SCHEMA public TO docmill");
  }
  void advance(std::chrono::milliseconds length) const { place_.run(fmt::format("UPDATE clock SET ms = ms + {}", length.count())); }
  Secret uri_at(std::uint16_t port) const {
    return Secret(fmt::format("postgres://docmill:open-sesame@127.0.0.1:{}/{}?sslmode=disable", port, place_.name()));
  }
  std::string fresh_queue() { return fmt::format("jobs-{}", ++queues_); }

 private:
  PostgresDatabase place_;
  int queues_ = 0;
};

class PostgresPlace final : public QueuePlace {
 public:
  Queue& queue() override { return queue_; }
  FaultProxy& proxy() override { return proxy_; }
  void advance(std::chrono::milliseconds length) override { database_.advance(length); }
  // Every call is one statement: a "bind" message and what belongs to it. The listener's own name its channel.
  std::vector<Match> requests_of(Call) const override {
    return {[](const std::string&, const std::string& sent) { return sent.starts_with('B') && !holds(sent, "docmill_queue"); }};
  }
  std::vector<Fault> faults() const override { return {Fault::DelayRequest, Fault::DelayAnswer, Fault::CutBefore, Fault::CutAfter}; }
  // A lost connection costs a login, which is several requests and may be lost too.
  double chance() const override { return 0.03; }
  bool tries_again() const override { return false; }

 private:
  PostgresQueues open() {
    auto opened = open_postgres_queues(database_.uri_at(proxy_.port()));
    DOCMILL_CHECK(opened.has_value());
    return *std::move(opened);
  }

  TurnedDatabase& database_ = TurnedDatabase::shared();
  FaultProxy proxy_{PostgresServer::shared().port(), FaultProxy::Mode::Tcp};
  PostgresQueues queues_ = open();
  PostgresQueue queue_{queues_, database_.fresh_queue()};
};

}  // namespace

std::vector<QueueDriver> remote_queues() {
  return {{"azure", [] { return std::make_unique<AzureQueuePlace>(); }}, {"postgres", [] { return std::make_unique<PostgresPlace>(); }}};
}

}  // namespace docmill::queue::test
