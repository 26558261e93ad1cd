// What the API makes of trace headers, and what its spans tell.
#include <gmock/gmock.h>

#include <algorithm>
#include <mutex>

#include "api/request_span.h"
#include "api/test_house.h"

namespace docmill::api {
namespace {

using namespace test;

constexpr std::string_view kTracedJobs = "/api/v2/convert/jobs/docx-to-pdf";
const std::string kTraceHeader = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n";

class SpanShelf final : public trace::Sink {
 public:
  void take(trace::Finished span) override {
    const std::lock_guard lock(mutex_);
    spans_.push_back(std::move(span));
  }
  std::vector<trace::Finished> spans() {
    const std::lock_guard lock(mutex_);
    return spans_;
  }

 private:
  std::mutex mutex_;
  std::vector<trace::Finished> spans_;
};

/// A house whose door makes spans.
struct TracedHouse {
  explicit TracedHouse(double ratio) : tracer(shelf, ratio) {}

  /// What the span of the one request tells. The server is stopped first: a span ends after its answer has left.
  trace::Finished server_span() {
    server.stop(Deadline::in(std::chrono::seconds{10}));
    for (auto& span : shelf.spans()) {
      if (span.kind == trace::Kind::Server) return span;
    }
    return {};
  }
  Answer ask(const std::string& text) const { return Client(server.port()).exchange(text); }

  House house;
  SpanShelf shelf;
  trace::Tracer tracer;
  Api api{{.jobs = house.jobs,
           .completions = house.completions,
           .store = house.store,
           .accounts = house.accounts,
           .processes = house.processes,
           .events = house.events,
           .clock = house.clock,
           .metrics = house.metrics,
           .link_key = house.link_key,
           .idempotency_key = house.idempotency_key,
           .operations = house.operations,
           .tracer = &tracer},
          {}};
  net::test::RunningServer server{api};
};

std::string value_of(const trace::Finished& span, std::string_view name) {
  for (const auto& [key, value] : span.attributes) {
    if (key != name) continue;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
  }
  return "";
}

TEST(Tracing, WithoutATracerACallersContextGoesWithTheJobAsItCame) {
  House house;
  house.start(kTraceHeader + "tracestate: a=1\r\ntracestate: b=2\r\n");
  const auto message = need(model::message_from_json(house.next_message().body));
  EXPECT_EQ(message.traceparent, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  EXPECT_EQ(message.tracestate, "a=1,b=2");
}

TEST(Tracing, HostileHeadersCountAsNoneAndTheJobIsTakenAllTheSame) {
  House house;
  const std::string hostile[] = {
      kTraceHeader + kTraceHeader,
      "traceparent: 00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01\r\n",
      "traceparent: 00-00000000000000000000000000000000-b7ad6b7169203331-01\r\ntracestate: a=1\r\n",
      "traceparent: ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n",
      "traceparent: " + std::string(10'000, 'a') + "\r\n",
      "traceparent: \"},\"job\":\"other\r\n",
      "tracestate: a=1\r\n",
  };
  for (const auto& headers : hostile) {
    ASSERT_EQ(house.start(headers).status, 202) << headers.substr(0, 80);
    const auto job = house.finish_next();
    EXPECT_EQ(job.traceparent, "") << headers.substr(0, 80);
    EXPECT_EQ(job.tracestate, "") << headers.substr(0, 80);
  }
}

TEST(Tracing, TheMessageCarriesTheSpanThatSentItAndTheRecordTheRequests) {
  TracedHouse traced(0);
  const auto request = net::test::form_request(kTracedJobs, {House::file(docx(), "Secret.docx")},
                                               traced.house.auth() + kTraceHeader + "tracestate: a=1\r\n");
  ASSERT_EQ(traced.ask(request).status, 202);
  const auto lease = traced.house.next_message();
  const auto message = need(model::message_from_json(lease.body));
  const auto server = traced.server_span();
  const auto spans = traced.shelf.spans();
  const auto sent = std::ranges::find(spans, "send jobs", &trace::Finished::name);
  ASSERT_NE(sent, spans.end());
  EXPECT_EQ(sent->parent_id, server.span_id);
  EXPECT_EQ(message.traceparent, "00-0af7651916cd43dd8448eb211c80319c-" + sent->span_id + "-01");
  EXPECT_EQ(message.tracestate, "a=1");
  const auto record = need(run_to_end(store::get(traced.house.store, model::job_record(message.tenant, message.job), 1'000'000)));
  EXPECT_EQ(need(model::job_from_json(record)).traceparent, "00-0af7651916cd43dd8448eb211c80319c-" + server.span_id + "-01");
  EXPECT_EQ(server.parent_id, "b7ad6b7169203331");
  EXPECT_EQ(server.name, "POST /api/v2/convert/jobs/docx-to-pdf");
  EXPECT_EQ(value_of(server, "http.response.status_code"), "202");
}

TEST(Tracing, WhatIsNotKeptIsToldOnSoThatNobodyDecidesAnew) {
  TracedHouse traced(0);
  ASSERT_EQ(traced.ask(net::test::form_request(kTracedJobs, {House::file()}, traced.house.auth())).status, 202);
  const auto message = need(model::message_from_json(traced.house.next_message().body));
  EXPECT_EQ(message.traceparent.size(), 55U);
  EXPECT_TRUE(message.traceparent.ends_with("-00"));
  traced.server_span();
  EXPECT_TRUE(traced.shelf.spans().empty());
}

TEST(Tracing, ARequestThatFailsIsToldByItsStatusAndNothingElse) {
  TracedHouse traced(1);
  const auto answer = traced.ask(net::test::request_text("GET", "/d/not-a-link", {}));
  EXPECT_EQ(answer.status, 404);
  const auto span = traced.server_span();
  EXPECT_EQ(span.name, "GET /d/{token}");
  EXPECT_EQ(value_of(span, "http.route"), "/d/{token}");
  EXPECT_EQ(value_of(span, "http.response.status_code"), "404");
  EXPECT_FALSE(span.failed) << "a 404 is the caller's";
}

TEST(Tracing, ProbesMakeNoSpansAndUnknownMethodsNoNames) {
  TracedHouse traced(1);
  EXPECT_EQ(traced.ask(net::test::request_text("GET", "/metrics", kTraceHeader)).status, 200);
  EXPECT_EQ(traced.ask(net::test::request_text("GET", "/health/live", {})).status, 200);
  traced.ask(net::test::request_text("MYSECRET", "/my-secret", {}));
  const auto span = traced.server_span();
  EXPECT_EQ(traced.shelf.spans().size(), 1U);
  EXPECT_EQ(span.name, "HTTP");
  EXPECT_EQ(value_of(span, "http.request.method"), "_OTHER");
  EXPECT_EQ(value_of(span, "http.route"), "");
}

TEST(Tracing, RoutesNameWhatVaries) {
  const std::pair<std::string, std::string> paths[] = {
      {"/api/v2/convert/jobs/docx-to-pdf/j0b", "/api/v2/convert/jobs/docx-to-pdf/{jobId}"},
      {"/api/v2/processes/p1/template", "/api/v2/processes/{process}/template"},
      {"/d/t0ken", "/d/{token}"},
      {"/", "/"},
      {"/openapi.json", "/openapi.json"},
  };
  for (const auto& [path, pattern] : paths) {
    const auto route = find_route("GET", path);
    ASSERT_TRUE(route) << path;
    EXPECT_EQ(route_pattern(*route, path), pattern);
  }
}

}  // namespace
}  // namespace docmill::api
