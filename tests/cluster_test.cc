// What a cluster does that one process cannot: any node answers for any job, every node forgets a key, and every process is
// replaced under load without one failed request.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chrono>
#include <thread>

#include "cluster/cluster.h"
#include "cluster/load.h"
#include "support/http.h"

namespace docmill::testing {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

// A node that leaves goes on answering until HAProxy has seen it: two health checks of a second, and some.
const std::vector<std::string> kSettings{"drain-delay = 4s", "lease = 10s", "sweep-every = 2s"};

class ClusterTest : public ::testing::TestWithParam<Flavour> {
 protected:
  ClusterTest() : cluster_({.flavour = GetParam(), .settings = kSettings}) {
    cluster_.start();
    key_ = cluster_.make_key("acme");
  }

  Answer ask(const Member& node, const std::string& path) const {
    return call({.url = cluster_.url_of(node) + path, .headers = {"Authorization: " + key_}, .authority = cluster_.authority()});
  }

  std::string key_id() const {
    const auto listed = cluster_.docmill({"key", "list", "--tenant", "acme", "--json"});
    return std::string(boost::json::parse(listed.out).as_array().at(0).at("id").as_string());
  }

  Cluster cluster_;
  std::string key_;
};

TEST_P(ClusterTest, TwoJobsArePolledThroughAnyNode) {
  const auto nodes = cluster_.members("api");
  std::vector<std::string> paths;
  for (int i = 0; i < 2; ++i) {
    const FormPart file{.name = "File", .content = read_file(source("examples/invoice.docx")), .filename = "invoice.docx"};
    const auto accepted = call({.method = "POST",
                                .url = cluster_.url_of(*nodes[static_cast<std::size_t>(i)]) + "/api/v2/convert/jobs/docx-to-pdf",
                                .headers = {"Authorization: " + key_},
                                .form = {file},
                                .authority = cluster_.authority()});
    ASSERT_EQ(accepted.status, 202) << accepted.body;
    paths.push_back("/api/v2/convert/jobs/docx-to-pdf/" + accepted.headers.at("x-jobid"));
  }
  for (const auto& path : paths) {
    std::size_t turn = 0;
    auto polled = ask(*nodes[0], path);
    for (const auto end = steady_clock::now() + 60s; polled.status == 202 && steady_clock::now() < end; std::this_thread::sleep_for(50ms)) {
      polled = ask(*nodes[++turn % nodes.size()], path);
    }
    for (const auto* node : nodes) {
      const auto answer = ask(*node, path);
      ASSERT_EQ(answer.status, 200) << node->name() << ": " << answer.body;
      EXPECT_TRUE(call({.url = answer.member("link"), .authority = cluster_.authority()}).body.starts_with("%PDF-")) << node->name();
    }
  }
}

TEST_P(ClusterTest, ARevokedKeyIsRefusedByEveryNodeWithinFiveSeconds) {
  const auto nodes = cluster_.members("api");
  const std::string path = "/api/v2/convert/jobs/docx-to-pdf/aaaaaaaaaaaaaaaaaaaaaaaaaa";
  for (const auto* node : nodes) ASSERT_EQ(ask(*node, path).status, 404) << node->name();
  ASSERT_EQ(cluster_.docmill({"key", "revoke", key_id()}).status, 0);
  const auto revoked = steady_clock::now();
  for (const auto* node : nodes) {
    while (ask(*node, path).status != 401 && steady_clock::now() < revoked + 30s) std::this_thread::sleep_for(50ms);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - revoked);
    // One second for the question itself on a busy machine.
    EXPECT_LE(took, 6s) << node->name() << " still took the key after " << took.count() << " ms";
    std::printf("%s refused the key %lld ms after it was revoked\n", node->name().c_str(), static_cast<long long>(took.count()));
  }
}

TEST_P(ClusterTest, EveryProcessIsReplacedUnderLoadWithoutOneFailedRequest) {
  Load load({.urls = {cluster_.url()}, .authority = cluster_.authority(), .key = key_, .clients = 4, .retry = false});
  const auto work_on = [&load](int jobs) {
    const int enough = load.ended() + jobs;
    EXPECT_TRUE(wait_until([&] { return load.ended() >= enough; }, 120s)) << "the cluster stands still";
  };
  work_on(10);
  for (const std::string role : {"api", "worker", "steward"}) {
    for (auto* member : cluster_.members(role)) {
      EXPECT_EQ(member->stop(), 0) << member->name() << ": " << member->log();
      work_on(3);
      member->start();
      member->wait_ready();
      work_on(10);
    }
  }
  const auto report = load.finish();
  for (const auto& surprise : report.surprises) ADD_FAILURE() << surprise;
  EXPECT_EQ(report.repeats, 0);
  EXPECT_EQ(report.succeeded + report.refused, report.jobs);
  std::printf("rolling restart: %d jobs, %d succeeded, %d failed as they should\n", report.jobs, report.succeeded, report.refused);
}

INSTANTIATE_TEST_SUITE_P(Flavours, ClusterTest, ::testing::Values(Flavour::Embedded, Flavour::Plain, Flavour::Azure),
                         [](const auto& flavour) { return name_of(flavour.param); });

}  // namespace
}  // namespace docmill::testing
