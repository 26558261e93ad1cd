// One trace of a job over three processes, what a broken collector costs, and what is never told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <filesystem>
#include <memory>

#include "support/node.h"
#include "support/server.h"
#include "support/trace_collector.h"

namespace docmill::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;
using Spans = std::vector<SeenSpan>;

const std::string kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string kCaller = "00f067aa0ba902b7";

/// The only span of this name.
SeenSpan one(const Spans& spans, const std::string& name) {
  const auto found = std::ranges::find(spans, name, &SeenSpan::name);
  if (found == spans.end()) throw std::runtime_error("no span named " + name);
  return *found;
}

bool has(const Spans& spans, const std::string& name) {
  return std::ranges::find(spans, name, &SeenSpan::name) != spans.end();
}

std::string document() {
  return read_file(source("examples/invoice.docx"));
}

/// The three roles apart, in one house.
struct Roles {
  explicit Roles(const std::vector<std::string>& flags) {
    for (const std::string role : {"api", "worker", "steward"}) {
      auto of_role = flags;
      if (role == "api") of_role.insert(of_role.end(), {"--sync-wait", "60s"});
      if (role == "worker") of_role.insert(of_role.end(), {"--browser-program", "none"});
      nodes.push_back(std::make_unique<Node>(NodeStart{.role = role, .data = data, .log = temp / (role + ".log"), .flags = of_role}));
    }
  }
  const std::string& url() const { return nodes.front()->url(); }
  std::string make_key() const {
    const auto made = run({program("docmill"), "key", "create", "--data", data, "--tenant", "acme"});
    const auto text = made.out.substr(0, made.out.find_last_not_of('\n') + 1);
    return text.substr(text.rfind('\n') + 1);
  }
  TempDir temp;
  std::string data = temp / "data";
  std::vector<std::unique_ptr<Node>> nodes;
};

TEST(Traces, OneTraceOfAJobRunsFromItsCallerOverApiWorkerAndStewardToTheCallback) {
  TraceCollector collector;
  const Roles roles({"--otlp-endpoint", collector.url(), "--otlp-headers", "X-Collector-Token=t0ken", "--trace-ratio", "0",
                     "--egress-allow", "127.0.0.1/32"});
  const auto key = roles.make_key();
  const auto answer =
      call({.method = "POST",
            .url = roles.url() + "/api/v2/convert/docx-to-pdf",
            .headers = {"Authorization: " + key, "traceparent: 00-" + kTrace + "-" + kCaller + "-01", "tracestate: vendor=x1"},
            .form = {{.name = "File", .content = document(), .filename = "Secret Merger.docx"},
                     {.name = "CallbackUrl", .content = collector.url() + "/hooks/hush"}}});
  ASSERT_EQ(answer.status, 200) << answer.body;
  ASSERT_TRUE(collector.wait_for([](const Spans& spans) {
    return has(spans, "POST") && has(spans, "process completions") && has(spans, "settle jobs") && has(spans, "process jobs") &&
           has(spans, "POST /api/v2/convert/docx-to-pdf");
  }));
  const auto spans = collector.spans();
  for (const auto& span : spans) {
    EXPECT_EQ(span.trace_id, kTrace) << span.name;
    EXPECT_EQ(span.state, "vendor=x1") << span.name;
    EXPECT_FALSE(span.failed) << span.name;
    EXPECT_LE(span.start, span.end) << span.name;
  }
  struct Edge {
    std::string child, parent, service;
    int kind;
  };
  const std::string door = "POST /api/v2/convert/docx-to-pdf";
  const Edge edges[] = {
      {"read form", door, "docmill-api", 1},
      {"hold", door, "docmill-api", 1},
      {"store job", door, "docmill-api", 1},
      {"send jobs", door, "docmill-api", 4},
      {"process jobs", "send jobs", "docmill-worker", 5},
      {"fetch inputs", "process jobs", "docmill-worker", 1},
      {"step office/convert", "process jobs", "docmill-worker", 1},
      {"start child", "step office/convert", "docmill-worker", 1},
      {"load", "step office/convert", "docmill-worker", 1},
      {"export", "step office/convert", "docmill-worker", 1},
      {"store outputs", "process jobs", "docmill-worker", 1},
      {"store result", "process jobs", "docmill-worker", 1},
      {"send completions", "process jobs", "docmill-worker", 4},
      {"settle jobs", "process jobs", "docmill-worker", 3},
      {"process completions", "send completions", "docmill-steward", 5},
      {"settle", "process completions", "docmill-steward", 1},
      {"POST", "process completions", "docmill-steward", 3},
  };
  for (const auto& edge : edges) {
    const auto child = one(spans, edge.child);
    EXPECT_EQ(child.parent, one(spans, edge.parent).id) << edge.child;
    EXPECT_EQ(child.service, edge.service) << edge.child;
    EXPECT_EQ(child.kind, edge.kind) << edge.child;
  }
  const auto server = one(spans, door);
  EXPECT_EQ(server.parent, kCaller);
  EXPECT_EQ(server.kind, 2);
  EXPECT_EQ(server.attributes.at("http.route"), "/api/v2/convert/docx-to-pdf");
  EXPECT_EQ(server.attributes.at("http.response.status_code"), "200");
  EXPECT_EQ(one(spans, "process jobs").attributes.at("docmill.job.id"), answer.headers.at("x-jobid"));
  EXPECT_EQ(one(spans, "process jobs").attributes.at("docmill.outcome"), "succeeded");

  const auto callbacks = collector.requests(false);
  ASSERT_EQ(callbacks.size(), 1U);
  EXPECT_EQ(callbacks[0].headers.at("traceparent"), "00-" + kTrace + "-" + one(spans, "POST").id + "-01");
  EXPECT_EQ(callbacks[0].headers.at("tracestate"), "vendor=x1");
  // Nobody sampled this one, and the ratio is nought; the marker behind it tells that it would have come by now.
  for (const auto* parent : {"", "traceparent: 00-5bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", "traceparent: garbage"}) {
    std::vector<std::string> headers{"Authorization: " + key};
    if (*parent != '\0') headers.emplace_back(parent);
    const FormPart file{.name = "File", .content = document(), .filename = "Secret Merger.docx"};
    EXPECT_EQ(call({.method = "POST", .url = roles.url() + "/api/v2/convert/docx-to-pdf", .headers = headers, .form = {file}}).status, 200);
  }
  call({.url = roles.url() + "/d/not-a-link", .headers = {"traceparent: 00-" + kTrace + "-" + kCaller + "-01"}});
  ASSERT_TRUE(collector.wait_for([](const Spans& seen) { return has(seen, "GET /d/{token}"); }));
  for (const auto& span : collector.spans()) EXPECT_EQ(span.trace_id, kTrace) << span.name;

  for (const auto& request : collector.requests(true)) {
    EXPECT_EQ(request.headers.at("x-collector-token"), "t0ken");
    for (const auto& secret : {std::string("Secret Merger"), std::string("hush"), std::string("not-a-link"), std::string("t0ken"), key})
      EXPECT_THAT(request.body, Not(HasSubstr(secret)));
  }
}

/// All in one process, with a collector that starts hanging.
class OneProcess : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    temp_ = new TempDir;
    collector_ = new TraceCollector;
    collector_->set_mood(TraceCollector::Mood::Hangs);
    server_ = new Server(*temp_ / "data", {"--otlp-endpoint", collector_->url(), "--log-format", "json", "--log-level", "debug",
                                           "--egress-allow", "127.0.0.1/32", "--sync-wait", "60s"});
    key_ = server_->make_key("acme");
  }
  static void TearDownTestSuite() {
    delete server_;
    delete collector_;
    delete temp_;
  }
  static std::string shared(const std::string& name) { return read_file(source("tests/actions/documents/" + name)); }
  static Answer linearize(std::vector<std::string> headers = {}) {
    return server_->post(key_, "pdf/linearize", shared("pages.pdf"), "Zaphod Beeblebrox.pdf", std::move(headers));
  }
  static double metric(const std::string& line) {
    const auto text = server_->get("", "/metrics").body;
    const auto at = text.find(line + " ");
    return at == std::string::npos ? -1 : std::stod(text.substr(at + line.size() + 1));
  }

  static inline TempDir* temp_ = nullptr;
  static inline TraceCollector* collector_ = nullptr;
  static inline Server* server_ = nullptr;
  static inline std::string key_;
};

TEST_F(OneProcess, ACollectorThatHangsOrFailsNeitherSlowsNorFailsJobs) {
  ASSERT_EQ(linearize().status, 200);
  ASSERT_TRUE(wait_until([] { return !collector_->requests(true).empty(); }, 60s)) << "nothing was sent to the collector";
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(linearize().status, 200);
  // Whoever waits for the collector waits ten seconds, and these would wait a hundred.
  EXPECT_LT(std::chrono::steady_clock::now() - began, 60s);
  EXPECT_EQ(server_->get("", "/health/ready").status, 200);
  collector_->set_mood(TraceCollector::Mood::Fails);
  ASSERT_TRUE(wait_until(
      [] {
        linearize();
        return metric("docmill_trace_spans_total{outcome=\"refused\"}") > 0;
      },
      60s));
  collector_->set_mood(TraceCollector::Mood::Takes);
  ASSERT_TRUE(wait_until(
      [] {
        linearize();
        return metric("docmill_trace_spans_total{outcome=\"exported\"}") > 0;
      },
      60s));
}

TEST_F(OneProcess, HostileTraceHeadersDoNoHarmAndAreNotPassedOn) {
  collector_->set_mood(TraceCollector::Mood::Takes);
  const std::string good = "traceparent: 00-" + kTrace + "-" + kCaller + "-01";
  const std::vector<std::vector<std::string>> hostile = {
      {"traceparent: "},
      {"traceparent: 00-" + std::string(32, '0') + "-" + kCaller + "-01"},
      {"traceparent: ff-" + kTrace + "-" + kCaller + "-01"},
      {"traceparent: 00-" + std::string(20'000, 'a') + "-" + kCaller + "-01"},
      {"traceparent: 00-" + kTrace + "'; DROP TABLE holds; --"},
      {"traceparent: 00-\xff\xfe" + kTrace.substr(2) + "-" + kCaller + "-01"},
      {good, good},
      {good, "tracestate: " + std::string(20'000, 'x')},
      {good, "tracestate: evil=\x01\x02"},
      {good, "tracestate: a=1", "tracestate: evil=="},
  };
  for (const auto& headers : hostile) {
    const auto answer = linearize(headers);
    // Headers too large or with control characters are the server's to refuse.
    EXPECT_TRUE(answer.status == 200 || answer.status == 400 || answer.status == 431) << answer.status << " " << headers[0].substr(0, 80);
  }
  EXPECT_EQ(linearize({good, "tracestate: last=1"}).status, 200);
  ASSERT_TRUE(collector_->wait_for([](const Spans& spans) {
    return std::ranges::any_of(spans, [](const auto& span) { return span.state == "last=1" && span.name == "settle jobs"; });
  }));
  for (const auto& span : collector_->spans()) {
    EXPECT_EQ(span.trace_id.size(), 32U);
    EXPECT_EQ(span.trace_id.find_first_not_of("0123456789abcdef"), std::string::npos) << span.trace_id;
    EXPECT_NE(span.trace_id, std::string(32, '0'));
    EXPECT_TRUE(span.state.empty() || span.state == "last=1") << span.state;
  }
}

TEST_F(OneProcess, TheLogOfAWholeRunHasIdsAndNeverACustomersTextNamesAddressesOrKeys) {
  const std::string marker = "Zaphod";  // in names, data and addresses below
  const auto callback = collector_->url() + "/hooks/" + marker + "?sig=" + marker;
  const auto traced = linearize({"traceparent: 00-" + kTrace + "-" + kCaller + "-01", "X-Request-Id: req-7"});
  ASSERT_EQ(traced.status, 200) << traced.body;
  server_->submit(
      key_, "pdf/linearize",
      {{.name = "File", .content = shared("pages.pdf"), .filename = marker + ".pdf"}, {.name = "CallbackUrl", .content = callback}});
  server_->post(key_, "convert/docx-to-pdf", marker + " is no Word document", marker + ".docx");  // the wrong type
  server_->post(key_, "pdf/linearize", "%PDF-1.7\n" + marker + " broken", marker + ".pdf");       // damaged
  server_->post(key_, "convert/docx-to-pdf", "PK\x03\x04 " + marker, marker + ".docx");           // damaged
  server_->submit(key_, "convert/docx-to-pdf", {{.name = "FileUrl", .content = "http://127.0.0.1:1/" + marker + "?token=" + marker}});
  server_->submit(key_, "convert/docx-to-pdf", {{.name = "FileUrl", .content = "http://10.1.2.3/" + marker}});  // refused
  server_->submit(key_, "pdf/linearize", {{.name = marker, .content = marker}});                                // no such field
  for (const auto& [data, name] : {std::pair{std::string("{\"number\":\"") + marker + "\"}", "fits"}, {"{\"" + marker + "\":", "broken"}}) {
    server_->submit(key_, "generate/from-docx",
                    {{.name = "File", .content = shared("order-template.docx"), .filename = marker + name + ".docx"},
                     {.name = "Data", .content = data, .filename = marker + ".json"}});
  }
  server_->get(key_ + "x", "/api/v2/user/Profiles/me");
  server_->get("dm_" + marker, "/api/v2/user/Profiles/me");
  server_->get("", "/d/" + marker);
  ASSERT_TRUE(wait_until([] { return !collector_->requests(false).empty(); }, 60s)) << "no callback came";

  ASSERT_TRUE(wait_until([] { return server_->log().find("\"request\":\"req-7\"") != std::string::npos; }, 60s));
  const auto log = server_->log();
  EXPECT_THAT(log, Not(HasSubstr(marker)));
  EXPECT_THAT(log, Not(HasSubstr(key_)));
  EXPECT_THAT(log, Not(HasSubstr(key_.substr(key_.rfind('_') + 1)))) << "the secret half of the key";
  EXPECT_THAT(log, Not(HasSubstr(callback)));
  std::size_t accepted = 0;
  std::size_t ended = 0;
  std::size_t begin = log.find('{');
  while (begin < log.size()) {
    const auto end = std::min(log.find('\n', begin), log.size());
    const auto text = log.substr(begin, end - begin);
    begin = end + 1;
    if (!text.starts_with('{')) continue;  // the line that tells the port, and whatever a library says
    const auto line = boost::json::parse(text).as_object();
    for (const auto* member : {"time", "level", "message"}) EXPECT_TRUE(line.contains(member)) << text;
    if (!line.contains("request") || line.at("request") != "req-7" || !line.contains("job")) continue;
    EXPECT_EQ(line.at("tenant"), "acme");
    EXPECT_EQ(line.at("trace_id"), kTrace.c_str());
    EXPECT_EQ(std::string(line.at("span_id").as_string()).size(), 16U);
    accepted += line.at("message") == "job accepted" ? 1 : 0;
    ended += line.at("message") == "attempt ended" ? 1 : 0;
  }
  EXPECT_EQ(accepted, 1U);
  EXPECT_EQ(ended, 1U);
}

}  // namespace
}  // namespace docmill::testing
