#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>

#include "cli/call/folder_events.h"
#include "cli/call/journal.h"
#include "cli/call/service.h"
#include "cli/call/test_folder.h"
#include "cli/call/watch_queue.h"

namespace docmill::cli {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::HasSubstr;

TEST(Journal, RemembersAcrossRestartsAndForgetsFilesThatHaveGone) {
  const TestFolder folder;
  const std::string odd = "a\nb\xff.docx";
  const auto path = folder.file(odd);
  folder.file("gone.docx");
  {
    const auto journal = Journal::open(folder.path(), "pdf/merge");
    ASSERT_TRUE(journal) << journal.error().message();
    EXPECT_TRUE((*journal)->note(odd, {.state = Noted::State::Started, .mark = *mark_of(path), .key = "k1"}));
    EXPECT_TRUE((*journal)->note("gone.docx", {.state = Noted::State::Done, .mark = {}, .key = {}}));
  }
  std::filesystem::remove(folder / "gone.docx");
  const auto again = Journal::open(folder.path(), "pdf/merge");
  const auto noted = (*again)->find(odd);
  ASSERT_TRUE(noted);
  EXPECT_EQ(noted->key, "k1");
  EXPECT_EQ(noted->mark, *mark_of(path));
  EXPECT_FALSE((*again)->find("gone.docx"));
}

TEST(Journal, IsHeldByOneProcessAtATime) {
  const TestFolder folder;
  const auto first = Journal::open(folder.path(), "pdf/merge");
  ASSERT_TRUE(first);
  EXPECT_THAT(Journal::open(folder.path(), "pdf/merge").error().message(), HasSubstr("another docmill"));
}

TEST(Journal, ALineThatWasCutOffIsForgottenDamageIsNot) {
  const TestFolder folder;
  folder.file("a.docx");
  const std::string whole = R"({"name":"a.docx","state":"done","inode":1,"size":2,"modified":3})";
  folder.file(".docmill/pdf-merge.journal", whole + "\n" + whole.substr(0, 30));
  {
    const auto journal = Journal::open(folder.path(), "pdf/merge");
    ASSERT_TRUE(journal) << journal.error().message();
    EXPECT_TRUE((*journal)->find("a.docx"));
  }
  for (const std::string bad : {"nonsense\n", "{}\n", "[1]\n",
                                R"({"name":"a","state":"eaten","inode":1,"size":2,"modified":3})"
                                "\n"}) {
    folder.file(".docmill/pdf-merge.journal", bad + whole + "\n");
    EXPECT_FALSE(Journal::open(folder.path(), "pdf/merge")) << bad;
  }
}

TEST(Journal, KnowsWhenTwoFilesWouldMakeResultsOfOneName) {
  const TestFolder folder;
  const auto journal = Journal::open(folder.path(), "pdf/merge");
  (*journal)->note("a.docx", {.state = Noted::State::Done, .mark = {}, .key = {}});
  (*journal)->note("b.pdf", {.state = Noted::State::Output, .mark = {}, .key = {}});
  EXPECT_FALSE((*journal)->shares_stem("a.docx"));
  EXPECT_TRUE((*journal)->shares_stem("a.xlsx"));
  EXPECT_FALSE((*journal)->shares_stem("b.docx")) << "a result of ours";
}

TEST(WatchQueue, AFileWaitsOnceAndNotWhileItIsBeingDone) {
  WatchQueue queue;
  queue.add("a", false);
  queue.add("a", true);
  const auto task = queue.take();
  ASSERT_TRUE(task);
  EXPECT_TRUE(task->closed);
  queue.add("a", true);  // written anew meanwhile
  queue.add("b", true);
  EXPECT_EQ(queue.take()->name, "b");
  queue.done(*task, std::nullopt);
  EXPECT_EQ(queue.take()->name, "a");
  queue.close();
  EXPECT_FALSE(queue.take());
}

TEST(WatchQueue, WhatComesAgainHasItsTriesCounted) {
  WatchQueue queue;
  queue.add("a", true);
  const auto first = queue.take();
  queue.done(*first, 0ms);
  EXPECT_EQ(queue.take()->tries, 1u);
}

TEST(FolderEvents, TellOfFilesThatWereClosedOrMovedIn) {
  const TestFolder folder;
  const TestFolder other;
  const Interrupt interrupt;
  auto events = FolderEvents::of(folder.path());
  ASSERT_TRUE(events);
  folder.file("written.docx");
  std::filesystem::rename(other.file("moved.docx"), folder / "moved.docx");
  const auto news = events->wait(5s, interrupt);
  EXPECT_THAT(news.finished, Contains("written.docx"));
  EXPECT_THAT(news.finished, Contains("moved.docx"));
  EXPECT_FALSE(FolderEvents::of(folder / "none"));
}

TEST(FolderEvents, TellWhenTheFolderHasGone) {
  const TestFolder folder;
  const Interrupt interrupt;
  const auto watched = folder / "in";
  std::filesystem::create_directory(watched);
  auto events = FolderEvents::of(watched);
  std::filesystem::remove(watched);
  EXPECT_TRUE(events->wait(5s, interrupt).gone);
}

TEST(Settled, AFileThatSomebodyWritesIsNot) {
  const TestFolder folder;
  const auto path = folder.file("a.docx");
  std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() - 1h);
  EXPECT_TRUE(is_settled(path));
}

TEST(Interrupt, EndsASleepAtOnce) {
  Interrupt interrupt;
  EXPECT_TRUE(interrupt.sleep(1ms));
  interrupt.raise();
  EXPECT_FALSE(interrupt.sleep(1h));
}

TEST(Service, AddressesAreTakenBelowItsOwnAndOnlyPlainOnes) {
  EXPECT_EQ(path_below("http://inner:8080/d/abc.def", "/d/"), "/d/abc.def");
  EXPECT_EQ(path_below("https://evil.example.com/api/v2/pdf/jobs/merge/x", "/api/v2/"), "/api/v2/pdf/jobs/merge/x");
  EXPECT_FALSE(path_below("http://a/x", "/d/"));
  EXPECT_FALSE(path_below("http://a/d/a b", "/d/"));
  EXPECT_FALSE(path_below("http://a/d/../../etc\r\nX: y", "/d/"));
}

HttpReply reply(int status, const std::string& type, const std::string& body) {
  HttpReply made{.status = status, .headers = {}, .body = body};
  made.headers.add("Content-Type", type);
  return made;
}

TEST(Service, RefusalsAreToldByTheirCodeAndOthersPagesByTheirStatus) {
  const auto problem = [](const std::string& body, int status) {
    return trouble_of(reply(status, "application/problem+json", body), "http://s");
  };
  const auto quota = problem(R"({"code":"quota_exceeded","detail":"None left.","requestId":"r1"})", 402);
  EXPECT_EQ(quota.exit, kUsedUp);
  EXPECT_EQ(quota.message, "None left.");
  EXPECT_EQ(quota.request, "r1");
  EXPECT_EQ(problem(R"({"code":"of_tomorrow","detail":"New."})", 422).exit, kCannotBeDone) << "a code of a newer release";
  for (const auto* bad : {"", "{", "[]", "\"x\"", R"({"code":7,"detail":{}})", "\xff\xfe"}) {
    const auto trouble = problem(bad, 503);
    EXPECT_EQ(trouble.exit, kNoService) << bad;
    EXPECT_FALSE(trouble.message.empty());
  }
  EXPECT_EQ(trouble_of(reply(502, "text/html", "<h1>Bad Gateway</h1>"), "http://s").exit, kNoService);
  EXPECT_EQ(trouble_of(reply(401, "text/html", ""), "http://s").exit, kNotAuthorised);
}

}  // namespace
}  // namespace docmill::cli
