// `docmill call --watch`: a folder whose files are done once, whatever happens in between.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>

#include "call_server.h"
#include "support/fault_proxy.h"
#include "support/service.h"

namespace docmill::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::HasSubstr;

class WatchCommand : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = &CallServer::get().server; }
  void SetUp() override {
    tenant_ = "watcher-" + std::to_string(++tenants_);
    key_ = server_->make_key(tenant_);
    fs::create_directory(temp_ / "in");
  }

  ServiceStart command(const std::string& action = "convert/csv-to-xlsx", const std::string& retries = "0") const {
    ServiceStart start{.command = {program("docmill"), "call", action, "--watch", temp_ / "in", "--retries", retries},
                       .environment = {{"XDG_CONFIG_HOME", temp_ / "config"}, {"DOCMILL_SERVER", url_}, {"DOCMILL_KEY", key_}},
                       .log = temp_ / ("log" + std::to_string(++starts_))};
    return start;
  }
  /// As a program that writes elsewhere and moves its file in when it is whole.
  void drop(const std::string& name, const std::string& text = "a,b\n1,2\n") const {
    std::ofstream(temp_ / "writing") << text;
    fs::rename(temp_ / "writing", temp_ / ("in/" + name));
  }
  bool comes(const std::string& name) const {
    return wait_until([&] { return fs::exists(temp_ / ("in/" + name)); }, 30s);
  }
  std::uint64_t charged() const { return server_->usage(tenant_, "charged"); }
  static std::uint16_t port() { return CallServer::get().port(); }

  const TempDir temp_;
  std::string tenant_;
  std::string key_;
  std::string url_ = server_->url();
  static inline int starts_ = 0;
  static inline int tenants_ = 0;
  static inline Server* server_ = nullptr;  // borrowed
};

TEST_F(WatchCommand, FilesThereAndFilesThatComeAreDoneAndARestartDoesNoneTwice) {
  drop("before.csv");
  drop("not-ours.txt.tmp");
  {
    Service watch(command());
    ASSERT_TRUE(comes("before.xlsx")) << watch.log();
    drop("after.csv");
    ASSERT_TRUE(comes("after.xlsx")) << watch.log();
    EXPECT_EQ(watch.stop(), 0);
  }
  Service again(command());
  drop("third.csv");
  ASSERT_TRUE(comes("third.xlsx")) << again.log();
  EXPECT_EQ(again.stop(), 0);
  EXPECT_EQ(charged(), 3u);
  EXPECT_TRUE(fs::exists(temp_ / "in/not-ours.txt.tmp"));
}

TEST_F(WatchCommand, AFileWrittenAnewIsDoneAnew) {
  Service watch(command());
  drop("a.csv", "a\nfirst\n");
  ASSERT_TRUE(comes("a.xlsx")) << watch.log();
  const auto before = fs::last_write_time(temp_ / "in/a.xlsx");
  drop("a.csv", "a\nsecond, longer\n");
  EXPECT_TRUE(wait_until([&] { return fs::last_write_time(temp_ / "in/a.xlsx") != before; }, 30s));
  EXPECT_EQ(watch.stop(), 0);
  EXPECT_EQ(charged(), 2u);
}

TEST_F(WatchCommand, WhatCannotBeDoneIsMovedAsideWithTheReason) {
  Service watch(command());
  drop("bad.csv", "%PDF-1.7\nno table");
  ASSERT_TRUE(comes("failed/bad.csv.error.txt")) << watch.log();
  EXPECT_TRUE(wait_until([&] { return read_file(temp_ / "in/failed/bad.csv.error.txt").find("code: ") != std::string::npos; }, 10s));
  EXPECT_TRUE(fs::exists(temp_ / "in/failed/bad.csv"));
  EXPECT_FALSE(fs::exists(temp_ / "in/bad.csv"));
  drop("bad.csv", "%PDF-1.7\nagain");
  ASSERT_TRUE(comes("failed/2-bad.csv.error.txt")) << watch.log();
  fs::rename(temp_ / "in/failed/bad.csv", temp_ / "in/bad.csv");  // perhaps the server has been mended meanwhile
  ASSERT_TRUE(wait_until([&] { return !fs::exists(temp_ / "in/bad.csv") && fs::exists(temp_ / "in/failed/bad.csv"); }, 30s)) << watch.log();
  EXPECT_EQ(watch.stop(), 0);
  EXPECT_EQ(charged(), 0u);
}

TEST_F(WatchCommand, ItsOwnResultsAreNoDocuments) {
  ASSERT_EQ(run({program("docmill"), "run", "convert/markdown-to-pdf", "-i", source("README.md"), "-o", temp_ / "a.pdf"}).status, 0);
  Service watch(command("pdf/compress"));
  fs::rename(temp_ / "a.pdf", temp_ / "in/a.pdf");
  ASSERT_TRUE(comes("a-compress.pdf")) << watch.log();
  std::ofstream(temp_ / "in/b.pdf") << "%PDF-1.7 broken";
  ASSERT_TRUE(comes("failed/b.pdf")) << watch.log();  // so what came before has been looked at
  EXPECT_EQ(watch.stop(), 0);
  EXPECT_FALSE(fs::exists(temp_ / "in/a-compress-compress.pdf"));
  EXPECT_EQ(charged(), 1u);
}

TEST_F(WatchCommand, AJobUnderWayIsFoundAgainAfterAKill) {
  FaultProxy proxy(port());
  url_ = proxy.url();
  // The job is made, but the caller never learns of its end.
  proxy.plan().arm(Fault::CutBefore, 1'000, [](const std::string& method, const std::string&) { return method == "GET"; });
  drop("a.csv");
  {
    Service watch(command("convert/csv-to-xlsx", "20"));
    ASSERT_TRUE(wait_until([&] { return proxy.plan().count(Fault::CutBefore) > 0; }, 30s)) << watch.log();
    watch.kill_hard();
  }
  proxy.plan().clear();
  Service again(command());
  ASSERT_TRUE(comes("a.xlsx")) << again.log();
  EXPECT_EQ(again.stop(), 0);
  EXPECT_EQ(charged(), 1u);
}

TEST_F(WatchCommand, TroubleOfTheServerBlamesNoFile) {
  FaultProxy proxy(port());
  url_ = proxy.url();
  proxy.refuse(true);
  Service watch(command());
  drop("a.csv");
  watch.wait_for_line("It is tried again");
  EXPECT_TRUE(fs::exists(temp_ / "in/a.csv"));
  proxy.refuse(false);
  EXPECT_TRUE(comes("a.xlsx")) << watch.log();
  EXPECT_EQ(watch.stop(), 0);
  EXPECT_EQ(charged(), 1u);
}

TEST_F(WatchCommand, AKeyThatIsRefusedEndsItAndTwoDoNotShareAFolder) {
  key_ = "dm_aaaaaaaaaaaa_" + std::string(43, 'a');
  drop("a.csv");
  {
    Service watch(command());
    EXPECT_TRUE(wait_until([&] { return !watch.running(); }, 30s)) << watch.log();
    EXPECT_EQ(watch.stop(), 4);
  }
  EXPECT_TRUE(fs::exists(temp_ / "in/a.csv")) << "the file is not to blame";
  fs::remove(temp_ / "in/a.csv");
  Service first(command());
  first.wait_for_line("Watching");
  const auto second = command();
  const auto refused = run(second.command, second.environment);
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, HasSubstr("another docmill"));
  EXPECT_EQ(first.stop(), 0);
}

}  // namespace
}  // namespace docmill::testing
