// Stored templates, from the upload to the finished document, on the real server with its real engines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <fstream>

#include "support/server.h"

namespace docmill::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ProcessesServed : public ::testing::Test {
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

  static std::string document(const std::string& name) { return read_file(source("tests/actions/documents/" + name)); }

  /// A process of this template; the answer of its upload.
  static Answer upload(const std::string& name, const std::string& content, const std::map<std::string, std::string>& settings = {}) {
    std::vector<FormPart> form{{.name = "File", .content = content, .filename = name}, {.name = "Name", .content = name}};
    for (const auto& [setting, value] : settings) form.push_back({.name = setting, .content = value});
    return server_->submit(key_, "processes", std::move(form));
  }
  static Answer start(const Answer& process, const std::string& data) {
    return call({.method = "POST", .url = process.member("startUrl"), .headers = {"Content-Type: application/json"}, .body = data});
  }
  static std::string text_of(const std::string& bytes, const std::string& reader) {
    const auto path = *temp_ / ("out." + reader);
    std::ofstream(path, std::ios::binary) << bytes;
    if (reader == "docx") return run({"unzip", "-p", path, "word/document.xml"}).out;
    return run({"pdftotext", "-layout", path, "-"}).out;
  }
  /// The document that a start answered with.
  static Answer fetched(const Answer& started) {
    EXPECT_EQ(started.status, 200) << started.body;
    return server_->get("", started.member("link"));
  }

  static inline TempDir* temp_ = nullptr;
  static inline Server* server_ = nullptr;
  static inline std::string key_;
};

TEST_F(ProcessesServed, AWordTemplateBecomesANamedPdfAndATestRunIsMarkedAndFree) {
  const auto process =
      upload("order-template.docx", document("order-template.docx"), {{"OutputType", "Pdf"}, {"OutputFilename", "Order {{number}}/../x"}});
  ASSERT_EQ(process.status, 201) << process.body;
  EXPECT_TRUE(boost::json::parse(process.body).at("schema").at("properties").as_object().contains("customer"));
  const auto charged = server_->usage("acme", "charged");
  const auto test_run = fetched(start(process, document("order.json")));
  EXPECT_THAT(test_run.body, StartsWith("%PDF-"));
  EXPECT_THAT(test_run.headers.at("content-disposition"), HasSubstr("filename=\"Order "));
  EXPECT_THAT(test_run.headers.at("content-disposition"), HasSubstr("_.._x.pdf\"")) << "a name is no path";
  EXPECT_THAT(text_of(test_run.body, "pdf"), HasSubstr("ST\n")) << "the mark stands at an angle, two letters a line";
  EXPECT_EQ(server_->usage("acme", "charged"), charged);

  const auto id = process.member("id");
  std::vector<FormPart> active{{.name = "Mode", .content = "Active"}};
  const auto changed = call({.method = "PUT",
                             .url = server_->url() + "/api/v2/processes/" + id,
                             .headers = {"Authorization: " + key_},
                             .form = std::move(active)});
  ASSERT_EQ(changed.status, 200) << changed.body;
  const auto real_run = fetched(start(process, document("order.json")));
  EXPECT_THAT(text_of(real_run.body, "pdf"), Not(HasSubstr("ST\n")));
  EXPECT_EQ(server_->usage("acme", "charged") + server_->usage("acme", "held"), charged + 1);
}

TEST_F(ProcessesServed, EachKindOfTemplateIsFilled) {
  for (const std::string type : {"docx", "xlsx", "pptx", "html"}) {
    const auto name = "order-template." + type;
    const auto process = upload(name, document(name));
    ASSERT_EQ(process.status, 201) << process.body;
    EXPECT_EQ(process.member("kind"), type);
    const auto filled = fetched(start(process, document("order.json")));
    EXPECT_THAT(filled.headers.at("content-disposition"), HasSubstr(name));
    EXPECT_THAT(filled.body, Not(HasSubstr("{{")));
  }
}

TEST_F(ProcessesServed, APageBecomesAProtectedPdf) {
  const auto process = upload("page.html", "<h1>Dear {{name}}</h1>",
                              {{"OutputType", "Pdf"}, {"Protect", "true"}, {"NewUserPassword", "hush"}, {"AllowPrinting", "false"}});
  ASSERT_EQ(process.status, 201) << process.body;
  const auto filled = fetched(start(process, R"({"name":"Ada"})"));
  const auto path = *temp_ / "locked.pdf";
  std::ofstream(path, std::ios::binary) << filled.body;
  EXPECT_NE(run({"pdftotext", path, "-"}).status, 0) << "it opened without its password";
  EXPECT_THAT(run({"pdftotext", "-upw", "hush", path, "-"}).out, HasSubstr("Dear Ada"));
}

TEST_F(ProcessesServed, APdfFormIsFilledUnderAName) {
  const auto process = upload("form.pdf", document("form.pdf"), {{"OutputFilename", "{{Name}}"}, {"Mode", "Active"}});
  ASSERT_EQ(process.status, 201) << process.body;
  EXPECT_TRUE(boost::json::parse(process.body).at("schema").at("properties").as_object().contains("Member"));
  const auto filled = fetched(start(process, R"({"Name":"Grace Hopper","Member":true})"));
  EXPECT_THAT(filled.headers.at("content-disposition"), HasSubstr("filename=\"Grace Hopper.pdf\""));
  EXPECT_THAT(text_of(filled.body, "pdf"), HasSubstr("Grace Hopper"));
}

TEST_F(ProcessesServed, WhatIsNoTemplateIsRefusedAndNotKept) {
  const auto before = server_->get(key_, server_->url() + "/api/v2/processes").body;
  EXPECT_EQ(upload("a.docx", "PK\x03\x04 but no more of it").status, 422);
  EXPECT_EQ(upload("a.pdf", "%PDF-1.7 and nothing else").status, 422);
  EXPECT_EQ(upload("a.png", "\x89PNG\r\n\x1a\n").status, 415);
  const auto whole = document("order-template.docx");
  EXPECT_EQ(upload("a.docx", whole.substr(0, whole.size() / 2)).status, 422);
  EXPECT_EQ(server_->get(key_, server_->url() + "/api/v2/processes").body, before);
}

TEST_F(ProcessesServed, DataThatDoesNotFitIsToldAndChargesNothing) {
  const auto process = upload("order-template.docx", document("order-template.docx"), {{"Mode", "Active"}, {"MissingValues", "Error"}});
  const auto charged = server_->usage("acme", "charged");
  const auto failed = start(process, R"({"nothing":"of it"})");
  EXPECT_EQ(failed.status, 400) << failed.body;
  EXPECT_EQ(server_->usage("acme", "charged"), charged);
}

}  // namespace
}  // namespace docmill::testing
