// `docmill call` against the real server: what people and scripts see, with files and networks at their worst.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>

#include "call_server.h"
#include "support/fault_proxy.h"
#include "support/service.h"

namespace docmill::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using Words = std::vector<std::string>;

class CallCommand : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    home_ = &CallServer::get().home;
    server_ = &CallServer::get().server;
    key_ = server_->make_key("acme");
  }

  static std::map<std::string, std::string> environment(const std::string& url, const std::string& key) {
    return {{"XDG_CONFIG_HOME", *home_ / "config"}, {"DOCMILL_SERVER", url}, {"DOCMILL_KEY", key}, {"DOCMILL_PROFILE", ""}};
  }
  static Finished docmill(Words words, const std::string& url = server_->url(), const std::string& key = key_) {
    words.insert(words.begin(), program("docmill"));
    return run(words, environment(url, key));
  }
  static Finished make(Words words, const std::string& url = server_->url(), const std::string& key = key_) {
    words.insert(words.begin(), {"call", "convert/csv-to-xlsx"});
    return docmill(std::move(words), url, key);
  }
  /// A command of bash, in which $D is docmill.
  static Finished shell(const std::string& command) {
    auto variables = environment(server_->url(), key_);
    variables["D"] = program("docmill");
    return run({"bash", "-c", command}, variables);
  }
  static std::uint16_t port() { return CallServer::get().port(); }

  std::string file(const std::string& name, const std::string& text = "a,b\n1,2\n") const {
    fs::create_directories(fs::path(temp_ / name).parent_path());
    std::ofstream(temp_ / name) << text;
    return temp_ / name;
  }
  static bool is_xlsx(const std::string& path) { return read_file(path).starts_with("PK"); }
  /// Names in the folder, hidden ones too.
  std::vector<std::string> names(const std::string& below = ".") const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(temp_ / below)) found.push_back(entry.path().filename().string());
    std::ranges::sort(found);
    return found;
  }

  const TempDir temp_;
  static inline const TempDir* home_ = nullptr;  // borrowed, like the server
  static inline Server* server_ = nullptr;
  static inline std::string key_;
};

TEST_F(CallCommand, AResultGoesBesideItsFileAndItsPathToStdout) {
  const auto done = make({file("a.csv")});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(done.out, temp_ / "a.xlsx\n");
  EXPECT_EQ(done.err, "") << "no progress where nobody watches";
  EXPECT_TRUE(is_xlsx(temp_ / "a.xlsx"));
  EXPECT_EQ(names(), (Words{"a.csv", "a.xlsx"}));
}

TEST_F(CallCommand, ALineOfJsonTellsOfEachFile) {
  const auto done = make({file("good.csv"), file("bad.csv", "%PDF-1.7\n"), "--json", "-o", temp_ / "out"});
  EXPECT_EQ(done.status, 8) << "some failed";
  int good = 0;
  std::istringstream lines(done.out);
  for (std::string line; std::getline(lines, line);) {
    const auto row = boost::json::parse(line).as_object();
    if (!row.at("ok").as_bool()) {
      EXPECT_EQ(row.at("error").at("class").as_string(), "refused");
      EXPECT_EQ(row.at("error").at("exit").as_int64(), 3);
      continue;
    }
    ++good;
    EXPECT_EQ(row.at("outputs").at(0).as_string(), temp_ / "out/good.xlsx");
    EXPECT_EQ(row.at("documents").as_int64(), 1);
  }
  EXPECT_EQ(good, 1);
}

TEST_F(CallCommand, ExitCodesTellWhatToDo) {
  const auto csv = file("a.csv");
  const auto pdf = file("broken.pdf", "%PDF-1.7\nnot really");
  EXPECT_EQ(docmill({"call", "convert/csv-to-xslx", csv}).status, 2);
  EXPECT_EQ(make({temp_ / "none.csv"}).status, 2);
  EXPECT_EQ(make({csv, "--set", "Limit=many"}).status, 3);
  EXPECT_EQ(make({pdf}).status, 3);
  EXPECT_EQ(make({csv}, server_->url(), "dm_aaaaaaaaaaaa_" + std::string(43, 'a')).status, 4);
  EXPECT_EQ(make({csv}, server_->url(), "nonsense").status, 4);
  EXPECT_EQ(docmill({"call", "pdf/info", pdf}).status, 6);
  EXPECT_EQ(docmill({"call", "convert/docx-to-pdf", source("tests/documents/bad/password.docx")}).status, 6);
  EXPECT_EQ(make({csv, "--retries", "0"}, "http://127.0.0.1:1").status, 7);
  EXPECT_EQ(names(), (Words{"a.csv", "broken.pdf"})) << "nothing is left of what failed";
}

TEST_F(CallCommand, AUsedUpPlanIsFive) {
  const auto data = *home_ / "data";
  ASSERT_EQ(docmill({"plan", "put", "one", "--documents", "1", "--data", data}).status, 0);
  const auto key = server_->make_key("frugal", {"--plan", "one"});
  EXPECT_EQ(make({file("a.csv")}, server_->url(), key).status, 0);
  const auto second = make({file("b.csv")}, server_->url(), key);
  EXPECT_EQ(second.status, 5);
  EXPECT_THAT(second.err, HasSubstr("docmill: "));
}

TEST_F(CallCommand, MistakesAreNamedBeforeAnythingIsSent) {
  const auto csv = file("a.csv");
  const auto dead = "http://127.0.0.1:1";  // whoever asked it would get 7
  const auto action = docmill({"call", "convert/csv-to-xslx", csv}, dead);
  EXPECT_EQ(action.status, 2);
  EXPECT_THAT(action.err, HasSubstr("Did you mean 'convert/csv-to-xlsx'"));
  const auto field = make({csv, "--set", "Delimter=;"}, dead);
  EXPECT_EQ(field.status, 2);
  EXPECT_THAT(field.err, HasSubstr("Did you mean 'Delimiter'?"));
  EXPECT_THAT(field.err, HasSubstr("Mappings"));
  EXPECT_THAT(make({csv, "--profile", "wrok"}).err, HasSubstr("docmill profile"));
  EXPECT_THAT(make({}, dead).err, HasSubstr("needs a document"));
  EXPECT_THAT(make({csv, csv, "-o", "-"}, dead).err, HasSubstr("several results"));
  EXPECT_THAT(make({csv, "--together", "--retries", "0"}, dead).err, Not(HasSubstr("--together"))) << "one file is fine together";
  EXPECT_EQ(make({csv, "--parallel", "0"}, dead).status, 2);
  EXPECT_EQ(make({csv, "--timeout", "soon"}, dead).status, 2);
  EXPECT_EQ(docmill({"call", "generate/from-docx", csv}, dead).status, 2) << "the data is missing";
}

TEST_F(CallCommand, NamesOfAllKindsComeThrough) {
  const Words stems{"two words", "line\nbreak", "quote\"s and 100%", "Größe 日本語", "back\\slash", "-o", "semi;colon", "\xff\xfe bytes"};
  Words call{"-o", temp_ / "out/", "--"};
  for (const auto& stem : stems) call.push_back(file("in/" + stem + ".csv"));
  const auto done = make(call);
  EXPECT_EQ(done.status, 0) << done.err;
  for (const auto& stem : stems) EXPECT_TRUE(is_xlsx(temp_ / ("out/" + stem + ".xlsx"))) << stem;
  EXPECT_EQ(names("out").size(), stems.size());
}

TEST_F(CallCommand, StdinGoesInAndStdoutComesOut) {
  file("a.csv");
  const auto piped = shell("cd '" + temp_.path() + "' && cat a.csv | $D call convert/csv-to-xlsx - --name a.csv > piped.xlsx");
  EXPECT_EQ(piped.status, 0) << piped.err;
  EXPECT_TRUE(is_xlsx(temp_ / "piped.xlsx"));
  const auto redirected = shell("cd '" + temp_.path() + "' && $D call convert/csv-to-json - --name a.csv < a.csv");
  EXPECT_THAT(redirected.out, HasSubstr(R"("a":"1")"));
}

TEST_F(CallCommand, SeveralFilesGoIntoOneCallTogether) {
  file("a.csv");
  ASSERT_EQ(docmill({"call", "convert/any-to-pdf", source("examples/invoice.docx"), "-o", temp_ / "a.pdf"}).status, 0);
  const auto merged = docmill({"call", "pdf/merge", "--together", temp_ / "a.pdf", temp_ / "a.pdf", "-o", temp_ / "all.pdf"});
  EXPECT_EQ(merged.status, 0) << merged.err;
  const auto pages = docmill({"call", "pdf/split", temp_ / "all.pdf", "--set", "PagesInChunk=1", "-o", temp_ / "p.pdf"});
  EXPECT_EQ(pages.status, 0) << pages.err;
  EXPECT_THAT(read_file(temp_ / "p-2.pdf"), StartsWith("%PDF-"));
  const auto smaller = docmill({"call", "pdf/compress", temp_ / "a.pdf"});
  EXPECT_EQ(smaller.out, temp_ / "a-compress.pdf\n") << "the input stays";
}

TEST_F(CallCommand, AnUploadCutInItsMiddleIsSentAgainAndChargedOnce) {
  const auto key = server_->make_key("cut-upload");
  FaultProxy proxy(port(), FaultProxy::Mode::Tcp);
  std::string rows = "a,b\n";
  while (rows.size() < 3'000'000) rows += "some,more of it\n";
  proxy.plan().arm(Fault::CutBefore, 2, [](const std::string&, const std::string& bytes) {
    return bytes.starts_with("some,") || bytes.find("\nsome,") != std::string::npos;
  });
  const auto done = make({file("a.csv", rows), "--set", "Limit=10"}, proxy.url(), key);
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(proxy.plan().count(Fault::CutBefore), 2u);
  EXPECT_TRUE(is_xlsx(temp_ / "a.xlsx"));
  EXPECT_EQ(server_->usage("cut-upload", "charged"), 1u);
}

TEST_F(CallCommand, AnAnswerThatIsLostIsAskedForAgainAndChargedOnce) {
  const auto key = server_->make_key("cut-answer");
  FaultProxy proxy(port());
  proxy.plan().arm(Fault::CutAfter, 2, [](const std::string& method, const std::string&) { return method == "POST"; });
  const auto done = make({file("a.csv")}, proxy.url(), key);
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(proxy.plan().count(Fault::CutAfter), 2u);
  EXPECT_EQ(server_->usage("cut-answer", "charged"), 1u);
}

TEST_F(CallCommand, ADownloadCutInItsMiddleGoesOnWhereItWas) {
  FaultProxy proxy(port());
  proxy.plan().arm(Fault::Truncate, 3, [](const std::string&, const std::string& target) { return target.starts_with("/d/"); });
  const auto done = docmill({"call", "convert/docx-to-pdf", source("examples/invoice.docx"), "-o", temp_ / "a.pdf"}, proxy.url());
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(proxy.plan().count(Fault::Truncate), 3u);
  EXPECT_EQ(run({"qpdf", "--check", temp_ / "a.pdf"}).status, 0) << "every byte is there once";
  EXPECT_EQ(names(), Words{"a.pdf"});
}

TEST_F(CallCommand, TheKeyGoesToTheServerAndNotAlongWithLinks) {
  const auto key = server_->make_key("links");
  FaultProxy proxy(port(), FaultProxy::Mode::Tcp);
  std::mutex mutex;
  std::string fetched;
  proxy.plan().arm(Fault::DelayRequest, 1'000, [&](const std::string&, const std::string& bytes) {
    const std::lock_guard lock(mutex);
    if (bytes.starts_with("GET /d/")) fetched += bytes;
    return false;
  });
  EXPECT_EQ(make({file("a.csv")}, proxy.url(), key).status, 0);
  const std::lock_guard lock(mutex);
  EXPECT_THAT(fetched, StartsWith("GET /d/"));
  EXPECT_THAT(fetched, Not(HasSubstr(key)));
}

TEST_F(CallCommand, ManyFilesInParallelAreEachDoneOnceThroughABadNetwork) {
  const auto key = server_->make_key("many");
  FaultProxy proxy(port());
  proxy.plan().chance(Fault::CutAfter, 0.02, 1);
  proxy.plan().chance(Fault::CutBefore, 0.02, 2);
  proxy.plan().chance(Fault::Truncate, 0.02, 3);
  for (int i = 0; i < 500; ++i) file("in/" + std::to_string(i) + ".csv", "a,b\n" + std::to_string(i) + ",x\n");
  const auto done = run({program("docmill"), "call", "convert/csv-to-xlsx", temp_ / "in/*.csv", "-o", temp_ / "out/", "--parallel", "32",
                         "--retries", "9", "--quiet"},
                        environment(proxy.url(), key), 600s);  // on a machine that has other work
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(names("out").size(), 500u);
  for (int i = 0; i < 500; ++i) EXPECT_TRUE(is_xlsx(temp_ / ("out/" + std::to_string(i) + ".xlsx"))) << i;
  EXPECT_EQ(server_->usage("many", "charged"), 500u) << proxy.plan().summary();
}

TEST_F(CallCommand, AFullDiskIsOursNotTheServers) {
  const auto csv = file("a.csv");
  const auto limited = shell("ulimit -f 1; $D call convert/csv-to-xlsx '" + csv + "'");
  EXPECT_EQ(limited.status, 1);
  EXPECT_THAT(limited.err, HasSubstr("cannot be written"));
  EXPECT_EQ(names(), Words{"a.csv"}) << "no half of it";
  const auto full = shell("$D call convert/csv-to-xlsx '" + csv + "' -o - > /dev/full");
  EXPECT_EQ(full.status, 1);
  EXPECT_THAT(full.err, HasSubstr("stdout"));
}

TEST_F(CallCommand, WhereNothingCanBeWrittenIsSaid) {
  const auto refused = make({file("a.csv"), "-o", "/proc/none/"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, HasSubstr("cannot be made"));
  const auto nowhere = make({file("a.csv"), "-o", temp_ / "none/a.xlsx"}, "http://127.0.0.1:1");
  EXPECT_EQ(nowhere.status, 2) << "before anything is done and charged";
  EXPECT_THAT(nowhere.err, HasSubstr("There is no folder"));
}

TEST_F(CallCommand, TheSameIdempotencyKeyFindsTheSameJob) {
  const auto key = server_->make_key("again");
  const Words words{file("a.csv"), file("b.csv", "c\n3\n"), "--idempotency-key", "night-1"};
  EXPECT_EQ(make(words, server_->url(), key).status, 0);
  EXPECT_EQ(make(words, server_->url(), key).status, 0);
  EXPECT_EQ(server_->usage("again", "charged"), 2u);
}

TEST_F(CallCommand, ACertificateThatNobodyVouchesForIsRefusedUnlessItsAuthorityIsNamed) {
  ASSERT_EQ(docmill({"certs", "--dir", temp_ / "certs"}).status, 0);
  const auto at = free_port();
  Service tls({.command = {"openssl", "s_server", "-accept", std::to_string(at), "-cert", temp_ / "certs/api.pem", "-key",
                           temp_ / "certs/api.key", "-www"},
               .log = temp_ / "tls.log"});
  tls.wait_for_line("ACCEPT");
  const auto url = "https://127.0.0.1:" + std::to_string(at);
  const Words add{"profile", "add", "tls", "--server", url, "--key", key_};
  const auto stranger = docmill(add);
  EXPECT_EQ(stranger.status, 7);
  EXPECT_THAT(stranger.err, HasSubstr("--ca FILE"));
  auto named = add;
  named.insert(named.end(), {"--ca", temp_ / "certs/ca.pem"});
  const auto believed = docmill(named);
  EXPECT_EQ(believed.status, 7);
  EXPECT_THAT(believed.err, HasSubstr("Is it the right address?")) << "it is spoken to, but is no Docmill";
}

TEST_F(CallCommand, ProfilesAreCheckedKeptAndUsed) {
  const auto profile = [](Words words, const std::string& config) {
    words.insert(words.begin(), {program("docmill"), "profile"});
    return run(words, {{"XDG_CONFIG_HOME", config}, {"DOCMILL_SERVER", ""}, {"DOCMILL_KEY", ""}});
  };
  const auto config = temp_ / "config";
  const auto refused = profile({"add", "work", "--server", server_->url(), "--key", "dm_aaaaaaaaaaaa_" + std::string(43, 'a')}, config);
  EXPECT_EQ(refused.status, 4);
  EXPECT_FALSE(fs::exists(config + "/docmill/profiles"));
  std::ofstream(temp_ / "key") << key_ << "\n";
  EXPECT_EQ(profile({"add", "work", "--server", server_->url() + "/", "--key", "@" + (temp_ / "key")}, config).status, 0);
  EXPECT_EQ(profile({"add", "other", "--server", "http://127.0.0.1:1", "--key", "dm_x", "--unchecked"}, config).status, 0);
  struct stat info{};
  ASSERT_EQ(::stat((config + "/docmill/profiles").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  const auto listed = profile({"list"}, config);
  EXPECT_THAT(listed.out, HasSubstr("* work"));
  EXPECT_THAT(listed.out, Not(HasSubstr(key_)));
  const auto csv = file("a.csv");
  const std::map<std::string, std::string> with{{"XDG_CONFIG_HOME", config}, {"DOCMILL_SERVER", ""}, {"DOCMILL_KEY", ""}};
  EXPECT_EQ(run({program("docmill"), "call", "convert/csv-to-xlsx", csv}, with).status, 0);
  EXPECT_EQ(profile({"use", "other"}, config).status, 0);
  EXPECT_EQ(run({program("docmill"), "call", "convert/csv-to-xlsx", csv, "--retries", "0"}, with).status, 7);
  EXPECT_THAT(profile({"use", "wrk"}, config).err, HasSubstr("Did you mean 'work'?"));
  EXPECT_EQ(profile({"remove", "work"}, config).status, 0);
  EXPECT_THAT(profile({"list"}, config).out, Not(HasSubstr("work")));
}

TEST_F(CallCommand, AnInterruptedCallCancelsItsJob) {
  const auto key = server_->make_key("stopped");
  FaultProxy proxy(port());
  proxy.plan().set_delay(100ms);
  // Every poll is answered as if the job went on: it never ends for the caller.
  proxy.plan().arm(Fault::CutBefore, 1'000, [](const std::string& method, const std::string&) { return method == "GET"; });
  Service call({.command = {program("docmill"), "call", "convert/csv-to-xlsx", file("a.csv"), "--retries", "50"},
                .environment = environment(proxy.url(), key),
                .log = temp_ / "log"});
  ASSERT_TRUE(wait_until([&] { return proxy.plan().count(Fault::CutBefore) > 0; }, 30s));
  call.signal(SIGINT);
  EXPECT_TRUE(wait_until([&] { return !call.running(); }, 30s));  // before stop() sends another signal, whose number would count
  EXPECT_EQ(call.stop(), 130);
  EXPECT_EQ(names(), (Words{"a.csv", "log"}));
}

}  // namespace
}  // namespace docmill::testing
