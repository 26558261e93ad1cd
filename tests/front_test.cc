// The front of a cluster: HAProxy with the configuration operators use, certificates from `docmill certs`, and real nodes behind it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <sstream>
#include <thread>

#include "support/node.h"
#include "support/process.h"
#include "support/server.h"

namespace docmill::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;
using Environment = std::map<std::string, std::string>;

void make_certificates(const std::string& directory) {
  const auto made = run({program("docmill"), "certs", "--dir", directory, "--name", "docmill.example"});
  if (made.status != 0) throw std::runtime_error("docmill certs: " + made.err);
}

/// What a client outside sees, by the curl program: our own authority is believed, HTTP/2 is offered.
struct Outside {
  int exit = -1;  // of curl; 60: the certificate is not believed
  int status = 0;
  std::string version;                         // "2", "1.1"
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

Outside curl(const std::string& ca, std::vector<std::string> words) {
  std::vector<std::string> command{"curl", "-sS", "-i", "--max-time", "60", "-w", "\n%{http_code} %{http_version}"};
  if (!ca.empty()) command.insert(command.end(), {"--cacert", ca});
  command.insert(command.end(), words.begin(), words.end());
  const auto done = run(command);
  Outside seen;
  seen.exit = done.status;
  const auto tail = done.out.rfind('\n');
  if (tail == std::string::npos) return seen;
  std::istringstream(done.out.substr(tail + 1)) >> seen.status >> seen.version;
  auto rest = done.out.substr(0, tail);
  for (auto end = rest.find("\r\n\r\n"); rest.starts_with("HTTP/") && end != std::string::npos; end = rest.find("\r\n\r\n")) {
    seen.headers.clear();
    std::istringstream lines(rest.substr(0, end));
    for (std::string line; std::getline(lines, line);) {
      const auto colon = line.find(": ");
      if (colon == std::string::npos) continue;
      std::string name = line.substr(0, colon);
      std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      seen.headers[name] = line.substr(colon + 2, line.find_last_not_of("\r\n") - colon - 1);
    }
    rest.erase(0, end + 4);
  }
  seen.body = rest;
  return seen;
}

/// A HAProxy with deploy/haproxy/haproxy.cfg as it stands; addresses come by environment, as an operator gives them.
class Front {
 public:
  Front(const std::string& directory, const std::string& pki, Environment nodes)
      : directory_(directory), pki_(pki), port_(free_port()), plain_(free_port()), alive_(free_port()) {
    fs::create_directories(directory);
    service_ = std::make_unique<Service>(ServiceStart{.command = {"haproxy", "-db", "-f", configuration()},
                                                      .environment = environment(std::move(nodes)),
                                                      .log = directory_ + "/front.log"});
    const auto up = [&] {
      if (!service_->running()) throw std::runtime_error("haproxy ended at start:\n" + log());
      const bool alive = call({.url = "http://127.0.0.1:" + std::to_string(alive_) + "/health/front", .timeout = 1s}).status == 200;
      return alive && call({.url = url("/health/ready"), .timeout = 5s}).status == 200;
    };
    usable_ = wait_until(up, 15s);
  }

  static std::string configuration() { return source("deploy/haproxy/haproxy.cfg"); }

  /// False when no node was found good within 15 s.
  bool usable() const { return usable_; }
  std::string url(const std::string& path) const { return "https://localhost:" + std::to_string(port_) + path; }
  std::string plain_url(const std::string& path) const { return "http://localhost:" + std::to_string(plain_) + path; }
  std::uint16_t port() const { return port_; }
  std::string log() const { return service_->log(); }
  std::string ca() const { return pki_ + "/ca.pem"; }

  Outside get(const std::string& path, std::vector<std::string> words = {}) const {
    words.push_back(url(path));
    return curl(ca(), std::move(words));
  }
  Outside convert(const std::string& key, std::vector<std::string> words = {}) const {
    words.insert(words.end(),
                 {"-H", "Authorization: " + key, "-F", "File=@" + source("examples/invoice.docx"), url("/api/v2/convert/docx-to-pdf")});
    return curl(ca(), std::move(words));
  }

 private:
  Environment environment(Environment nodes) const {
    nodes.insert({{"DOCMILL_FRONT_USER", "none"},
                  {"DOCMILL_FRONT_SOCKET", directory_ + "/admin.sock"},
                  {"DOCMILL_FRONT_CERT", pki_ + "/front.pem"},
                  {"DOCMILL_FRONT_CA", pki_ + "/ca.pem"},
                  {"DOCMILL_FRONT_HTTPS", "127.0.0.1:" + std::to_string(port_)},
                  {"DOCMILL_FRONT_HTTP", "127.0.0.1:" + std::to_string(plain_)},
                  {"DOCMILL_FRONT_PORT_SUFFIX", ":" + std::to_string(port_)},
                  {"DOCMILL_FRONT_ALIVE", "127.0.0.1:" + std::to_string(alive_)},
                  {"DOCMILL_FRONT_STATS", "127.0.0.1:" + std::to_string(free_port())},
                  {"DOCMILL_FRONT_INSIDE", "abns@docmill-test-" + std::to_string(port_)},
                  {"DOCMILL_FRONT_RATE", "100000"}});
    return nodes;
  }

  std::string directory_;
  std::string pki_;
  std::uint16_t port_;
  std::uint16_t plain_;
  std::uint16_t alive_;
  std::unique_ptr<Service> service_;
  bool usable_ = false;
};

/// One house for all tests: nodes and fronts come and go around it.
class FrontTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    temp_ = new TempDir();
    make_certificates(*temp_ / "pki");
    const Node first({.data = *temp_ / "data", .log = *temp_ / "first.log"});  // makes the house's files
    const auto made = run({program("docmill"), "key", "create", "--data", *temp_ / "data", "--tenant", "acme"});
    const auto text = made.out.substr(0, made.out.find_last_not_of('\n') + 1);
    key_ = text.substr(text.rfind('\n') + 1);
    worker_ = new Node({.role = "worker", .data = *temp_ / "data", .log = *temp_ / "worker.log"});
  }
  static void TearDownTestSuite() {
    delete worker_;
    delete temp_;
  }

  static std::string pki() { return *temp_ / "pki"; }

  static std::unique_ptr<Node> api(const std::string& name, const std::string& pki = FrontTest::pki(),
                                   std::vector<std::string> flags = {}) {
    flags.insert(flags.end(), {"--tls-certificate", pki + "/api.pem", "--tls-private-key", pki + "/api.key", "--agent-listen",
                               "127.0.0.1:0", "--poll-interval", "200ms", "--drain-delay", "3s"});
    return std::make_unique<Node>(NodeStart{.data = *temp_ / "data", .log = *temp_ / (name + ".log"), .flags = std::move(flags)});
  }

  static Environment nodes(const Node& first, const Node* second = nullptr, const Node* backup = nullptr) {
    Environment named{{"DOCMILL_API_1", first.address()}, {"DOCMILL_API_1_AGENT", first.agent_port()}};
    if (second != nullptr) named.insert({{"DOCMILL_API_2", second->address()}, {"DOCMILL_API_2_AGENT", second->agent_port()}});
    if (backup != nullptr) named.insert({{"DOCMILL_API_BACKUP", backup->address()}, {"DOCMILL_API_BACKUP_AGENT", backup->agent_port()}});
    return named;
  }

  /// A directory of its own for one front.
  static std::string place() {
    static int number = 0;
    return *temp_ / ("front" + std::to_string(++number));
  }

  static TempDir* temp_;  // pointers, because they live from SetUpTestSuite to TearDownTestSuite
  static Node* worker_;
  static std::string key_;
};

TempDir* FrontTest::temp_ = nullptr;
Node* FrontTest::worker_ = nullptr;
std::string FrontTest::key_;

/// Asks all the time, and counts how it went, until it is stopped.
class Asker {
 public:
  explicit Asker(const Front& front) : thread_([this, &front] { ask(front); }) {}
  ~Asker() { stop(); }
  Asker(const Asker&) = delete;
  Asker& operator=(const Asker&) = delete;

  void stop() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
  }
  int good() const { return good_; }
  int bad() const { return bad_; }

 private:
  void ask(const Front& front) {
    while (!stop_) ++(call({.url = front.url("/openapi.json"), .timeout = 10s}).status == 200 ? good_ : bad_);
  }

  std::atomic<bool> stop_{false};
  std::atomic<int> good_{0};
  std::atomic<int> bad_{0};
  std::thread thread_;  // last: it uses the others
};

TEST_F(FrontTest, TheConfigurationIsAcceptedWithItsDefaultsAndWithEveryNode) {
  const Environment paths{
      {"DOCMILL_FRONT_CERT", pki() + "/front.pem"}, {"DOCMILL_FRONT_CA", pki() + "/ca.pem"}, {"DOCMILL_FRONT_USER", "none"}};
  auto all = paths;
  for (const auto* node : {"DOCMILL_API_2", "DOCMILL_API_3", "DOCMILL_API_4", "DOCMILL_API_BACKUP"}) all[node] = "127.0.0.1:9443";
  for (const auto& environment : {paths, all}) {
    const auto checked = run({"haproxy", "-dW", "-c", "-f", Front::configuration()}, environment);
    EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
  }
}

TEST_F(FrontTest, ADocumentIsConvertedOverHttp2AndItsLinkLeadsThroughTheFront) {
  const auto node = api("convert");
  const Front front(place(), pki(), nodes(*node));
  ASSERT_TRUE(front.usable()) << front.log();
  const auto answer = front.convert(key_, {"--http2"});
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.version, "2");
  EXPECT_EQ(answer.headers.at("strict-transport-security"), "max-age=63072000");
  EXPECT_FALSE(answer.headers.contains("server"));
  const auto link = Answer{.status = 200, .headers = {}, .body = answer.body}.member("link");
  ASSERT_THAT(link, ::testing::StartsWith(front.url("/d/")));
  EXPECT_THAT(curl(front.ca(), {link}).body, ::testing::StartsWith("%PDF-"));
  EXPECT_THAT(front.log(), Not(HasSubstr(link.substr(link.rfind('/') + 1)))) << "a link's token is a secret for as long as it lives";
  EXPECT_EQ(front.get("/", {"--http1.1"}).version, "1.1");
  EXPECT_EQ(curl("", {front.url("/")}).exit, 60) << "without the authority nobody is believed";
}

TEST_F(FrontTest, OneRequestIdGoesThroughAnswerAndBothLogs) {
  const auto node = api("ids");
  const Front front(place(), pki(), nodes(*node));
  const auto own = front.convert(key_, {"-H", "X-Request-Id: order-4711"});
  EXPECT_EQ(own.headers.at("x-request-id"), "order-4711");
  EXPECT_THAT(node->service().log(), HasSubstr("order-4711"));
  EXPECT_TRUE(wait_until([&] { return front.log().find("\"request\":\"order-4711\"") != std::string::npos; }, 5s)) << front.log();
  const auto given = front.convert(key_, {"-H", "X-Request-Id: a\"b}; c"});
  const auto made = given.headers.at("x-request-id");
  EXPECT_EQ(made.size(), 36U) << made;
  EXPECT_THAT(node->service().log(), HasSubstr(made));
}

TEST_F(FrontTest, PlainHttpIsSentToHttpsAndWhatIsForOperatorsStaysInside) {
  const auto node = api("inside");
  const Front front(place(), pki(), nodes(*node));
  const auto moved = curl("", {front.plain_url("/openapi.json?x=1")});
  EXPECT_EQ(moved.status, 308);
  EXPECT_EQ(moved.headers.at("location"), front.url("/openapi.json?x=1"));
  for (const auto* path : {"/metrics", "/%6detrics", "/health/load", "/health/lo%61d"}) {
    const auto hidden = front.get(path);
    EXPECT_EQ(hidden.status, 404) << path;
    EXPECT_EQ(hidden.headers.at("content-type"), "application/problem+json");
  }
  EXPECT_EQ(front.get("/health/ready").status, 200);
}

TEST_F(FrontTest, AKeyThatAsksTooOftenWaitsAndOthersDoNot) {
  const auto node = api("rate");
  auto environment = nodes(*node);
  environment["DOCMILL_FRONT_RATE"] = "5";
  const Front front(place(), pki(), std::move(environment));
  ASSERT_TRUE(front.usable()) << front.log();
  const std::string path = "/api/v2/convert/jobs/docx-to-pdf/none";
  for (int i = 0; i < 5; ++i) EXPECT_EQ(front.get(path, {"-H", "Authorization: " + key_}).status, 404);
  for (const auto* scheme : {"", "Bearer ", "bearer  "}) {
    const auto refused = front.get(path, {"-H", std::string("Authorization: ") + scheme + key_});
    EXPECT_EQ(refused.status, 429) << scheme;
    EXPECT_EQ(refused.headers.at("retry-after"), "10");
    EXPECT_EQ(refused.headers.at("content-type"), "application/problem+json");
    const Answer problem{.status = 429, .headers = {}, .body = refused.body};
    EXPECT_EQ(problem.member("code"), "rate_limited");
    EXPECT_EQ(problem.member("requestId"), refused.headers.at("x-request-id"));
  }
  EXPECT_EQ(front.get(path, {"-H", "Authorization: another"}).status, 401);
  EXPECT_EQ(front.get("/openapi.json").status, 200) << "who has no key is not counted";
}

TEST_F(FrontTest, AKilledNodeCostsAReaderNothing) {
  const auto first = api("killed");
  const auto second = api("survivor");
  const Front front(place(), pki(), nodes(*first, second.get()));
  ASSERT_TRUE(front.usable()) << front.log();
  Asker one(front);
  Asker two(front);
  ASSERT_TRUE(wait_until([&] { return front.log().find("\"node\":\"api1\"") != std::string::npos && one.good() > 20; }, 10s));
  first->service().kill_hard();
  const int before = one.good() + two.good();
  ASSERT_TRUE(wait_until([&] { return one.good() + two.good() > before + 40; }, 20s));
  one.stop();
  two.stop();
  EXPECT_EQ(one.bad() + two.bad(), 0);
}

TEST_F(FrontTest, ASubmitWithAnIdempotencyKeyOutlivesItsNodeAndOneWithoutIsToldSo) {
  const auto first = api("submit1");
  const auto second = api("submit2");
  const auto third = api("submit3");
  const Front front(place(), pki(), nodes(*first, second.get(), third.get()));
  ASSERT_TRUE(front.usable()) << front.log();
  worker_->service().stop();  // so that requests wait
  const auto accepted = [](const Node& node) {
    return node.running() > 0 && node.service().log().find("job accepted") != std::string::npos;
  };

  auto plain = std::async(std::launch::async, [&] { return front.convert(key_); });
  ASSERT_TRUE(wait_until([&] { return accepted(*first) || accepted(*second); }, 10s));
  const auto& holder = accepted(*first) ? first : second;
  const auto& other = accepted(*first) ? second : first;
  holder->service().kill_hard();
  const auto told = plain.get();
  EXPECT_EQ(told.version, "2");
  EXPECT_EQ(told.status, 502) << "it may have been accepted: only the client can say whether twice is all right";
  EXPECT_EQ((Answer{.status = 502, .headers = {}, .body = told.body}.member("code")), "unavailable");

  auto safe = std::async(std::launch::async, [&] { return front.convert(key_, {"-H", "Idempotency-Key: once"}); });
  ASSERT_TRUE(wait_until([&] { return accepted(*other); }, 10s));
  other->service().kill_hard();
  ASSERT_TRUE(wait_until([&] { return third->running() == 1; }, 10s)) << "the front sends it again";
  delete worker_;
  worker_ = new Node({.role = "worker", .data = *temp_ / "data", .log = *temp_ / "worker.log"});
  const auto done = safe.get();
  EXPECT_EQ(done.status, 200);
  const auto job = Answer{.status = 200, .headers = {}, .body = done.body}.member("jobId");
  EXPECT_THAT(other->service().log(), HasSubstr("job=" + job)) << "the job the lost node accepted, not another one";
}

TEST_F(FrontTest, TheBackupServesWhenBothNodesLeaveAndNobodyNotices) {
  const auto first = api("leaving1");
  const auto second = api("leaving2");
  const auto backup = api("backup");
  const Front front(place(), pki(), nodes(*first, second.get(), backup.get()));
  ASSERT_TRUE(front.usable()) << front.log();
  EXPECT_EQ(front.get("/openapi.json").status, 200);
  EXPECT_THAT(front.log(), Not(HasSubstr("\"node\":\"backup\"")));
  Asker asker(front);
  ASSERT_TRUE(wait_until([&] { return asker.good() > 10; }, 10s));
  first->service().signal(SIGTERM);
  second->service().signal(SIGTERM);
  ASSERT_TRUE(wait_until([&] { return !first->service().running() && !second->service().running(); }, 30s));
  const int before = asker.good();
  ASSERT_TRUE(wait_until([&] { return asker.good() > before + 10; }, 10s));
  asker.stop();
  EXPECT_EQ(asker.bad(), 0);
  EXPECT_THAT(front.log(), HasSubstr("\"node\":\"backup\""));
  EXPECT_EQ(front.convert(key_).status, 200);
}

TEST_F(FrontTest, WithoutAnyNodeTheAnswerIsAProblemLikeEveryOther) {
  const auto node = api("gone");
  const Front front(place(), pki(), nodes(*node));
  ASSERT_TRUE(front.usable()) << front.log();
  node->service().kill_hard();
  const auto answer = front.get("/openapi.json");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
  EXPECT_TRUE(answer.headers.contains("retry-after"));
  EXPECT_TRUE(answer.headers.contains("strict-transport-security"));
  EXPECT_EQ((Answer{.status = 503, .headers = {}, .body = answer.body}.member("requestId")), answer.headers.at("x-request-id"));
}

TEST_F(FrontTest, ANodeOfAnotherAuthorityOrWithAnotherServersCertificateIsNotUsed) {
  make_certificates(*temp_ / "stranger");
  const auto stranger = api("stranger", *temp_ / "stranger");
  EXPECT_FALSE(Front(place(), pki(), nodes(*stranger)).usable());

  fs::create_directories(*temp_ / "mixed");
  for (const auto* end : {".pem", ".key"}) fs::copy_file(pki() + "/storage" + end, *temp_ / (std::string("mixed/api") + end));
  const auto mixed = api("mixed", *temp_ / "mixed");
  const Front front(place(), pki(), nodes(*mixed));
  EXPECT_FALSE(front.usable());
  EXPECT_EQ(front.convert(key_).status, 503);
  EXPECT_THAT(mixed->service().log(), Not(HasSubstr("job accepted")));
}

TEST_F(FrontTest, TestsslFindsNothingOfMediumGradeOrWorse) {
  const auto node = api("testssl");
  const Front front(place(), pki(), nodes(*node));
  ASSERT_TRUE(front.usable()) << front.log();
  const auto report = *temp_ / "testssl.json";
  const auto graded = run({source("scripts/testssl.sh"), "localhost:" + std::to_string(front.port()), report}, {}, 900s);
  EXPECT_EQ(graded.status, 0) << graded.out << graded.err;
  EXPECT_THAT(graded.out, HasSubstr("testssl: ")) << graded.err;
}

}  // namespace
}  // namespace docmill::testing
