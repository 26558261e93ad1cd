// Documents made to harm, over HTTP: each gets a problem that says what is wrong, and costs nothing; the next job is done as ever.
#include "documents/make_bad.h"
#include "documents/make_hostile.h"
#include "support/bad_input.h"
#include "support/service.h"

namespace docmill::testing {
namespace {

using ::testing::HasSubstr;

class HostileInput : public BadInput {
 protected:
  static FormPart file(const std::string& name, const std::string& content) {
    return {.name = "File", .content = content, .filename = name};
  }

  /// Refused, for this reason, and not charged.
  static void expect_refused(const std::string& action, std::vector<FormPart> form, const std::string& code, const std::string& words) {
    const auto tenant = "victim-" + std::to_string(++tenants_);
    const auto key = server_->make_key(tenant);
    const auto answer = server_->submit(key, action, std::move(form));
    expect_problem(answer, 422, code);
    EXPECT_THAT(answer.member("detail"), HasSubstr(words)) << action;
    EXPECT_TRUE(wait_until([&] { return server_->usage(tenant, "held") == 0; }, std::chrono::seconds(30)));
    EXPECT_EQ(server_->usage(tenant, "charged"), 0U) << action;
  }

 private:
  static inline int tenants_ = 0;
};

TEST_F(HostileInput, ARegularExpressionThatExplodes) {
  const std::vector<FormPart> form{{"Pattern", "^(a+)+$"}, {"Text", std::string(60, 'a') + "!"}};
  for (const auto* action : {"regex/match", "regex/test", "regex/split", "regex/replace"}) {
    expect_refused(action, form, "input_too_complex", "too many steps");
  }
}

TEST_F(HostileInput, AnArchiveThatClimbsOut) {
  const auto zip = documents::with_part(document("formats/sample.docx"), "../../../tmp/climbed", "x");
  const std::vector<std::pair<std::string, std::string>> archives{
      {"a.zip", zip},
      {"a.tar", documents::tar_of("../../tmp/climbed", "x")},
      {"b.tar", documents::tar_of("/tmp/climbed", "x")},
      {"c.tar", documents::tar_of("link", "", "/etc/passwd")},
  };
  for (const auto& [name, bytes] : archives) {
    expect_refused("archive/extract", {file(name, bytes), {"IncludeFolders", "true"}}, "not_applicable", "");
  }
  EXPECT_NE(::access("/tmp/climbed", F_OK), 0);
}

TEST_F(HostileInput, ADrawingThatFetchesGetsNothing) {
  Service site({.command = {"python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", *temp_ / ""},
                .log = *temp_ / "site.log"});
  const auto line = site.wait_for_line("port ");
  const auto start = line.find("port ") + 5;
  const auto address = "http://127.0.0.1:" + line.substr(start, line.find(' ', start) - start);
  const auto drawing = file("a.svg", documents::fetching_drawing(address));
  const std::vector<std::pair<std::string, std::vector<FormPart>>> calls{
      {"convert/image-to-pdf", {drawing}}, {"convert/any-to-pdf", {drawing}}, {"image/convert", {drawing, {"Format", "Png"}}}};
  for (const auto& [action, form] : calls) {
    const auto answer = server_->submit(key_, action, form);
    EXPECT_THAT(answer.status, ::testing::AnyOf(200, 422)) << action << answer.body;
  }
  const auto page = "<html><body>" + documents::fetching_drawing(address).substr(21) + "</body></html>";
  EXPECT_EQ(server_->submit(key_, "convert/html-to-pdf", {file("a.html", page)}).status, 200);
  EXPECT_EQ(site.log().find("GET"), std::string::npos) << site.log();
}

TEST_F(HostileInput, APdfWhosePagesGoRound) {
  const auto pdf = file("a.pdf", documents::pdf_whose_pages_go_round());
  for (const auto* action :
       {"pdf/merge", "pdf/split", "pdf/info", "convert/pdf-to-image", "convert/pdf-to-text", "pdf/nup", "pdf/rotate"}) {
    expect_refused(action, {pdf, {"PagesInChunk", "1"}}, "input_damaged", "");
  }
}

TEST_F(HostileInput, APdfWithoutPages) {
  const auto pdf = file("a.pdf", documents::pdf_without_pages());
  for (const auto* action : {"pdf/merge", "pdf/info", "convert/pdf-to-image", "convert/pdf-to-text", "pdf/compress"}) {
    expect_refused(action, {pdf}, "input_damaged", "");
  }
}

TEST_F(HostileInput, APdfOfTenThousandPages) {
  const auto pdf = file("a.pdf", documents::pdf_of_pages(10'000));
  for (const auto* action : {"pdf/merge", "pdf/info", "convert/pdf-to-image", "pdf/booklet"}) {
    expect_refused(action, {pdf}, "too_many_pages", "10000 pages; the limit is");
  }
}

TEST_F(HostileInput, AFormInXfaOnly) {
  const auto pdf = file("a.pdf", documents::xfa_form());
  expect_refused("pdf/fill-form", {pdf, {"Data", R"({"Name":"Ada"})"}}, "not_applicable", "XFA");
}

}  // namespace
}  // namespace docmill::testing
