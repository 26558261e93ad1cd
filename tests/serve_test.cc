// The main job over HTTP, as a client sees it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>

#include "documents/make_bad.h"
#include "support/server.h"
#include "support/service.h"

namespace docmill::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class Serve : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    temp_ = new TempDir;
    server_ = new Server(*temp_ / "data", {"--egress-allow", "127.0.0.1/32", "--sync-wait", "60s"});
    key_ = server_->make_key("acme");
  }
  static void TearDownTestSuite() {
    delete server_;
    delete temp_;
  }

  static std::string text_of_pdf(const std::string& pdf) {
    const auto path = *temp_ / "out.pdf";
    std::ofstream(path, std::ios::binary) << pdf;
    return run({"pdftotext", "-layout", path, "-"}).out;
  }

  static std::string example(const std::string& name) { return read_file(source("examples/" + name)); }

  static inline TempDir* temp_ = nullptr;
  static inline Server* server_ = nullptr;
  static inline std::string key_;
};

TEST_F(Serve, AWordDocumentBecomesAPdfWithItsText) {
  const auto answer = server_->post(key_, "convert/docx-to-pdf", example("invoice.docx"), "invoice.docx");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto result = server_->get("", answer.member("link"));
  ASSERT_EQ(result.status, 200);
  EXPECT_EQ(result.headers.at("content-type"), "application/pdf");
  EXPECT_THAT(result.headers.at("content-disposition"), HasSubstr("invoice.pdf"));
  EXPECT_THAT(text_of_pdf(result.body), HasSubstr("Invoice"));
}

TEST_F(Serve, ASpreadsheetAndAPresentationBecomePdfs) {
  for (const std::string kind : {"xlsx", "pptx"}) {
    const std::string name = kind == "xlsx" ? "budget.xlsx" : "pitch.pptx";
    const auto answer = server_->post(key_, "convert/" + kind + "-to-pdf", example(name), name);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_THAT(server_->get("", answer.member("link")).body, StartsWith("%PDF-"));
  }
}

TEST_F(Serve, PdfsAreMergedInOrderAndSplitAgain) {
  std::vector<std::string> pdfs;
  for (const std::string name : {"invoice.docx", "pitch.pptx"}) {
    const auto answer = server_->post(key_, "convert/any-to-pdf", example(name), name);
    ASSERT_EQ(answer.status, 200) << answer.body;
    pdfs.push_back(server_->get("", answer.member("link")).body);
  }
  const std::vector<FormPart> form{{.name = "File", .content = pdfs[1], .filename = "pitch.pdf"},
                                   {.name = "Files[]", .content = pdfs[0], .filename = "invoice.pdf"},
                                   {.name = "GenerateBookmarks", .content = "true", .filename = std::nullopt}};
  const auto merged = server_->submit(key_, "pdf/merge", form);
  ASSERT_EQ(merged.status, 200) << merged.body;
  EXPECT_EQ(merged.member("pages"), "5");
  const auto whole = server_->get("", merged.member("link")).body;
  const auto text = text_of_pdf(whole);
  EXPECT_LT(text.find("Paperless by Friday"), text.find("Total due, GBP"));

  const auto parts = server_->submit(key_, "pdf/split",
                                     {{.name = "File", .content = whole, .filename = "all.pdf"},
                                      {.name = "Type", .content = "SplitByBookmarks", .filename = std::nullopt},
                                      {.name = "UseBookmarksForFileNames", .content = "true", .filename = std::nullopt}});
  ASSERT_EQ(parts.status, 200) << parts.body;
  const auto links = boost::json::parse(parts.body).at("links").as_array();
  ASSERT_EQ(links.size(), 2u);
  const auto second = server_->get("", std::string(links.at(1).as_string()));
  EXPECT_THAT(second.headers.at("content-disposition"), HasSubstr("invoice.pdf"));
  EXPECT_THAT(text_of_pdf(second.body), HasSubstr("Total due, GBP"));
}

TEST_F(Serve, AQuestionIsAnsweredInTheBody) {
  const auto pdf = server_->get("", server_->post(key_, "convert/docx-to-pdf", example("invoice.docx"), "a.docx").member("link")).body;
  const auto answer = server_->post(key_, "pdf/protection-info", pdf, "a.pdf");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.body, R"({"isPasswordProtected":false,"requiresPassword":false})");
  EXPECT_FALSE(answer.headers.at("x-jobid").empty());
}

TEST_F(Serve, WhatADocumentDoesNotHaveIsSaid) {
  const auto pdf = server_->get("", server_->post(key_, "convert/docx-to-pdf", example("invoice.docx"), "a.docx").member("link")).body;
  const auto answer =
      server_->submit(key_, "pdf/delete-pages",
                      {{.name = "File", .content = pdf, .filename = "a.pdf"}, {.name = "Pages", .content = "1", .filename = std::nullopt}});
  EXPECT_EQ(answer.status, 422) << answer.body;
  EXPECT_EQ(answer.member("code"), "not_applicable");
  const auto refused = server_->submit(
      key_, "pdf/delete-pages",
      {{.name = "File", .content = pdf, .filename = "a.pdf"}, {.name = "Pages", .content = "5-2", .filename = std::nullopt}});
  EXPECT_EQ(refused.status, 400) << refused.body;
  EXPECT_THAT(refused.member("detail"), HasSubstr("send 2-5"));
}

TEST_F(Serve, AJobIsAcceptedPolledAndFetched) {
  const auto accepted = server_->post(key_, "convert/jobs/docx-to-pdf", example("invoice.docx"), "invoice.docx");
  ASSERT_EQ(accepted.status, 202);
  EXPECT_TRUE(accepted.body.empty());
  const auto location = accepted.headers.at("location");
  EXPECT_THAT(location, HasSubstr(accepted.headers.at("x-jobid")));
  Answer polled;
  const auto ended = [&] { return (polled = server_->get(key_, location)).status != 202; };
  EXPECT_TRUE(wait_until(ended, std::chrono::seconds(60)));
  ASSERT_EQ(polled.status, 200) << polled.body;
  EXPECT_THAT(server_->get("", polled.member("link")).body, StartsWith("%PDF-"));
}

TEST_F(Serve, ADocumentIsFetchedFromAUrlWhenThatIsAllowed) {
  // Docmill's own result link is a URL that can be fetched without credentials.
  const auto first = server_->post(key_, "convert/doc-to-docx", read_file(source("tests/documents/formats/sample.doc")), "letter.doc");
  ASSERT_EQ(first.status, 200) << first.body;
  const FormPart url{.name = "FileUrl", .content = first.member("link"), .filename = std::nullopt};
  const auto second =
      call({.method = "POST", .url = server_->url() + "/api/v2/convert/docx-to-pdf", .headers = {"Authorization: " + key_}, .form = {url}});
  EXPECT_EQ(second.status, 200) << second.body;
}

TEST_F(Serve, AFontThatIsMissingIsReported) {
  const std::string letter = "{\\rtf1\\ansi{\\fonttbl{\\f0 Surely Not Installed;}}\\f0 Set in a font that nobody has.}";
  const auto answer = server_->post(key_, "convert/any-to-pdf", letter, "letter.rtf");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.member("fonts"), HasSubstr("Surely Not Installed"));
}

TEST_F(Serve, NothingOfACustomerIsReadableAtRest) {
  const std::string sentence = "The quick auditor searches the data directory in vain.";
  const auto answer = server_->post(key_, "convert/any-to-pdf", sentence + "\n", "note-for-the-auditor.txt");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(text_of_pdf(server_->get("", answer.member("link")).body), HasSubstr("quick auditor"));
  for (const auto& entry : fs::recursive_directory_iterator(*temp_ / "data")) {
    if (!entry.is_regular_file()) continue;
    const auto bytes = read_file(entry.path().string());
    for (const std::string& secret : {sentence, std::string("quick auditor"), std::string("note-for-the-auditor"), std::string("%PDF-")}) {
      EXPECT_EQ(bytes.find(secret), std::string::npos) << secret << " in " << entry.path();
    }
  }
  EXPECT_THAT(server_->log(), ::testing::Not(HasSubstr("auditor")));
}

TEST_F(Serve, HealthMetricsAndOpenApiAnswerWithoutAKey) {
  EXPECT_EQ(server_->get("", "/health/live").status, 200);
  const auto ready = server_->get("", "/health/ready");
  EXPECT_EQ(ready.status, 200);
  EXPECT_THAT(ready.body, HasSubstr("landlock"));
  EXPECT_THAT(server_->get("", "/metrics").body, HasSubstr("docmill_jail_layer_active{engine=\"office\",layer=\"landlock\"} 1"));
  EXPECT_THAT(server_->get("", "/openapi.json").body, HasSubstr("/api/v2/convert/docx-to-pdf"));
}

TEST_F(Serve, ACancelledJobIsNeverCharged) {
  const auto key = server_->make_key("canceller");
  const auto slow = documents::endless_workbook(read_file(source("tests/documents/formats/sample.xlsx")));
  const auto accepted = server_->post(key, "convert/jobs/xlsx-to-pdf", slow, "slow.xlsx");
  ASSERT_EQ(accepted.status, 202) << accepted.body;
  const auto location = accepted.headers.at("location");
  const auto cancelled = call({.method = "DELETE", .url = location, .headers = {"Authorization: " + key}});
  EXPECT_LT(cancelled.status, 300) << cancelled.body;
  EXPECT_EQ(server_->get(key, location).status, 410);
  for (int i = 0; i < 200 && server_->usage("canceller", "held") != 0; ++i) continue;
  EXPECT_EQ(server_->usage("canceller", "charged"), 0u);
  EXPECT_EQ(server_->usage("canceller", "held"), 0u);
}

}  // namespace
}  // namespace docmill::testing
