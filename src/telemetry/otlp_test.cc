#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <condition_variable>
#include <mutex>

#include "net/test_client.h"
#include "telemetry/otlp_exporter.h"

namespace docmill::telemetry {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

trace::Finished span_named(std::string name) {
  return {.trace_id = std::string(31, '0') + "1",
          .span_id = std::string(15, '0') + "2",
          .parent_id = {},
          .state = {},
          .name = std::move(name),
          .kind = trace::Kind::Internal,
          .start_ns = 1'750'000'000'000'000'001,
          .end_ns = 1'750'000'000'000'000'002,
          .attributes = {},
          .failed = false};
}

/// A collector that answers as it is told, and keeps what it was sent.
class Collector final : public net::Handler {
 public:
  struct Said {
    int status = 200;
    std::string body = "{}";
    std::string retry_after = {};
    bool hang = false;  // no answer until the server goes
  };

  explicit Collector(std::vector<Said> script = {}) : script_(std::move(script)) {}

  Async<void> handle(const net::Request& request, net::Body& body, net::Responder& respond) override {
    std::string text;
    std::string room(65'536, '\0');
    for (;;) {
      auto got = co_await body.read(room);
      if (!got || *got == 0) break;
      text.append(room, 0, *got);
    }
    Said said;
    {
      const std::lock_guard lock(mutex_);
      if (requests_.size() < script_.size()) said = script_[requests_.size()];
      requests_.push_back(request);
      for (const auto& name : names_in(text)) {
        if (said.status == 200) names_.push_back(name);
      }
      changed_.notify_all();
    }
    if (said.hang) co_return co_await sleep_for(1h);
    net::Response response{.status = said.status, .headers = {}, .body = said.body};
    if (!said.retry_after.empty()) response.headers.add("Retry-After", said.retry_after);
    co_await respond.send(std::move(response));
  }

  /// Waits until `count` requests have come.
  std::vector<net::Request> requests(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 60s, [&] { return requests_.size() >= count; });
    return requests_;
  }
  std::vector<std::string> names() {
    const std::lock_guard lock(mutex_);
    return names_;
  }

 private:
  static std::vector<std::string> names_in(const std::string& text) {
    std::vector<std::string> names;
    const auto said = json::parse(text);
    for (const auto& span : said.at_pointer("/resourceSpans/0/scopeSpans/0/spans").as_array()) {
      names.emplace_back(span.at("name").as_string());
    }
    return names;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Said> script_;
  std::vector<net::Request> requests_;
  std::vector<std::string> names_;
};

OtlpOptions quick(std::string endpoint) {
  OtlpOptions options;
  options.endpoint = std::move(endpoint);
  options.every = 1ms;
  options.leave_within = 30s;
  return options;
}

std::string counted(const Metrics& metrics, const std::string& outcome) {
  const auto text = metrics.exposition();
  const auto line = "docmill_trace_spans_total{outcome=\"" + outcome + "\"} ";
  const auto at = text.find(line);
  return at == std::string::npos ? "none" : text.substr(at + line.size(), text.find('\n', at) - at - line.size());
}

TEST(OtlpJson, SaysWhoDidWhatAsTheProtocolWantsIt) {
  auto span = span_named("POST /api/v2/convert/docx-to-pdf");
  span.kind = trace::Kind::Server;
  span.parent_id = "b7ad6b7169203331";
  span.state = "vendor=1";
  span.attributes = {{"http.response.status_code", std::int64_t{500}}, {"error.type", std::string("500")}, {"kept", true}};
  span.failed = true;
  const auto body = json::parse(otlp_json({.service = "docmill-api", .version = "1.2", .instance = "host:7"}, {&span, 1}));
  EXPECT_EQ(body.at_pointer("/resourceSpans/0/resource/attributes/0/key"), "service.name");
  EXPECT_EQ(body.at_pointer("/resourceSpans/0/resource/attributes/0/value/stringValue"), "docmill-api");
  const auto& written = body.at_pointer("/resourceSpans/0/scopeSpans/0/spans/0");
  EXPECT_EQ(json::serialize(written),
            R"({"traceId":"00000000000000000000000000000001","spanId":"0000000000000002","name":"POST /api/v2/convert/docx-to-pdf",)"
            R"("kind":2,"startTimeUnixNano":"1750000000000000001","endTimeUnixNano":"1750000000000000002",)"
            R"("parentSpanId":"b7ad6b7169203331","traceState":"vendor=1","attributes":[)"
            R"({"key":"http.response.status_code","value":{"intValue":"500"}},{"key":"error.type","value":{"stringValue":"500"}},)"
            R"({"key":"kept","value":{"boolValue":true}}],"status":{"code":2}})");
}

TEST(OtlpExporter, SendsSpansInBatchesWithTheHeadersItWasGiven) {
  Collector collector;
  net::test::RunningServer server(collector);
  Metrics metrics;
  {
    auto options = quick(server.url("/"));
    options.headers = {{"X-Token", "s3cret"}};
    OtlpExporter exporter(std::move(options), {}, metrics);
    for (const auto* name : {"one", "two", "three"}) exporter.take(span_named(name));
  }
  EXPECT_THAT(collector.names(), ElementsAre("one", "two", "three"));
  const auto request = collector.requests(1).front();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/v1/traces");
  EXPECT_EQ(request.headers.find("Content-Type"), "application/json");
  EXPECT_EQ(request.headers.find("X-Token"), "s3cret");
  EXPECT_EQ(counted(metrics, "exported"), "3");
  EXPECT_EQ(counted(metrics, "dropped"), "0");
}

TEST(OtlpExporter, TriesAgainWhenTheCollectorAsksForPatience) {
  Collector collector({{.status = 503, .body = "", .retry_after = "0"}});
  net::test::RunningServer server(collector);
  Metrics metrics;
  {
    OtlpExporter exporter(quick(server.url("/v1/traces")), {}, metrics);
    exporter.take(span_named("patient"));
    EXPECT_EQ(collector.requests(2).size(), 2U);
  }
  EXPECT_THAT(collector.names(), ElementsAre("patient"));
  EXPECT_EQ(counted(metrics, "exported"), "1");
}

TEST(OtlpExporter, WhatTheCollectorRefusesIsCountedAndNotSentAgain) {
  Collector collector({{.status = 500}, {.status = 400}, {.status = 200, .body = R"({"partialSuccess":{"rejectedSpans":"1"}})"}});
  net::test::RunningServer server(collector);
  Metrics metrics;
  {
    OtlpExporter exporter(quick(server.url()), {}, metrics);
    for (std::size_t i = 1; i <= 3; ++i) {
      exporter.take(span_named("refused"));
      ASSERT_EQ(collector.requests(i).size(), i);
    }
  }
  EXPECT_EQ(counted(metrics, "refused"), "3");
  EXPECT_EQ(counted(metrics, "exported"), "0");
}

TEST(OtlpExporter, ACollectorThatHangsCostsSpansAndNothingElse) {
  Collector collector({{.hang = true}});
  net::test::RunningServer server(collector);
  Metrics metrics;
  const auto began = std::chrono::steady_clock::now();
  {
    auto options = quick(server.url());
    options.queue = 10;
    options.leave_within = 50ms;
    OtlpExporter exporter(std::move(options), {}, metrics);
    exporter.take(span_named("hangs"));
    ASSERT_EQ(collector.requests(1).size(), 1U);
    for (int i = 0; i < 100; ++i) exporter.take(span_named("waits"));
    EXPECT_EQ(counted(metrics, "dropped"), "90");
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, 20s);  // of a timeout of 10 s a try, five tries and more than one batch
  EXPECT_EQ(counted(metrics, "dropped"), "101");
}

TEST(OtlpExporter, NobodyAtTheAddressIsNoTroubleEither) {
  Metrics metrics;
  {
    std::string nowhere;
    {
      Collector collector;
      net::test::RunningServer server(collector);
      nowhere = server.url();
    }
    OtlpExporter exporter(quick(nowhere), {}, metrics);
    exporter.take(span_named("lost"));
  }
  EXPECT_EQ(counted(metrics, "dropped"), "1");
}

TEST(OtlpExporter, ACollectorThatAnswersGarbageHasTakenTheSpans) {
  Collector collector({{.body = std::string(3'000'000, '{')}, {.body = R"({"partialSuccess":{"rejectedSpans":-7}})"}, {.body = "\xff"}});
  net::test::RunningServer server(collector);
  Metrics metrics;
  {
    OtlpExporter exporter(quick(server.url()), {}, metrics);
    for (std::size_t i = 1; i <= 3; ++i) {
      exporter.take(span_named("taken"));
      ASSERT_EQ(collector.requests(i).size(), i);
    }
  }
  EXPECT_EQ(counted(metrics, "exported"), "3");
}

TEST(OtlpHeaders, AreReadAsOpenTelemetryWritesThem) {
  const auto headers = parse_headers("Authorization=Basic%20dXNlcjpwYXNz, X-Scope-OrgID = 7 ,\n");
  ASSERT_TRUE(headers);
  EXPECT_THAT(*headers, ElementsAre(Pair("Authorization", "Basic dXNlcjpwYXNz"), Pair("X-Scope-OrgID", "7")));
  EXPECT_TRUE(parse_headers("")->empty());
}

TEST(OtlpHeaders, WhatIsNoneIsRefusedWithoutTellingTheSecret) {
  for (const auto* text : {"s3cret", "=s3cret", "a b=s3cret", "a=s3cret%0d%0aX: y", "a=s3cret%4", "a=s3cret%zz", "a:b=s3cret"}) {
    const auto headers = parse_headers(text);
    ASSERT_FALSE(headers) << text;
    EXPECT_THAT(headers.error().describe(), testing::Not(HasSubstr("s3cret")));
    EXPECT_EQ(headers.error().code(), ErrorCode::BadRequest);
  }
}

}  // namespace
}  // namespace docmill::telemetry
