// Every action of the catalogue over HTTP on real documents: what comes out says what its golden says, and what is a PDF opens in
// qpdf, poppler and Chromium. The cases lie in tests/actions; its README tells how to add one.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <set>

#include "meaning/case.h"
#include "meaning/meaning.h"
#include "meaning/pdf_viewer.h"
#include "support/server.h"
#include "support/service.h"

namespace docmill::testing {
namespace {

namespace json = boost::json;

bool remaking() {
  const char* asked = std::getenv("DOCMILL_REMAKE_GOLDENS");
  return asked != nullptr && std::string(asked) == "1";
}

class EveryAction : public ::testing::TestWithParam<ActionCase> {
 protected:
  static void SetUpTestSuite() {
    temp_ = new TempDir;
    server_ = new Server(*temp_ / "data", {"--egress-allow", "127.0.0.1/32", "--sync-wait", "60s"});
    key_ = server_->make_key("acme");
    site_ = new Service(
        {.command = {"python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", source("tests/actions/documents")},
         .log = *temp_ / "site.log"});
    viewer_ = new PdfViewer(*temp_ / "viewer.log");
  }
  static void TearDownTestSuite() {
    delete viewer_;
    delete site_;
    delete server_;
    delete temp_;
  }

  /// "http://127.0.0.1:40123": tests/actions/documents as a site.
  static std::string site() {
    const auto line = site_->wait_for_line("port ");
    const auto start = line.find("port ") + 5;
    return "http://127.0.0.1:" + line.substr(start, line.find(' ', start) - start);
  }

  static void check_pdf(const Named& document) {
    const auto path = *temp_ / "made.pdf";
    std::ofstream(path, std::ios::binary) << document.bytes;
    const auto checked = run({"qpdf", "--password=" + document.password, "--check", path});
    EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
    const auto seen = viewer_->open(path, document.password);
    EXPECT_EQ(seen.state, "success") << "Chromium does not open " << document.name;
    const auto counted = run({"qpdf", "--password=" + document.password, "--show-npages", path});
    EXPECT_EQ(std::to_string(seen.pages) + "\n", counted.out) << "Chromium counts other pages in " << document.name;
  }

  /// A result as its link gives it.
  static Named fetched(const std::string& link, const std::string& password) {
    auto answer = server_->get("", link);
    EXPECT_EQ(answer.status, 200) << link;
    const auto disposition = answer.headers["content-disposition"];
    const auto start = disposition.find("filename=\"") + 10;
    return {disposition.substr(start, disposition.find('"', start) - start), std::move(answer.body), password};
  }

  /// What the answer and all its results say.
  static std::string said(const Answer& answer, const std::string& password) {
    auto out = fmt::format("{}\n", answer.status);
    const auto body = json::parse(answer.body);
    const auto* object = body.if_object();
    if (object != nullptr && answer.status != 200) return out + fmt::format("  {}: {}\n", answer.member("code"), answer.member("detail"));
    const bool linked = object != nullptr && (object->contains("link") || object->contains("links"));
    if (!linked) return out + meaning_of_json(answer.body);
    out += fmt::format("documents: {}\n", answer.member("documents"));
    for (const auto& warning : object->at("warnings").as_array())
      out += fmt::format("warning: {}\n", std::string_view(warning.as_string()));
    const auto links = object->contains("link") ? json::array{object->at("link")} : object->at("links").as_array();
    for (const auto& link : links) {
      const auto document = fetched(std::string(link.as_string()), password);
      out += document.name + "\n" + meaning_of(document);
      if (document.name.ends_with(".pdf")) check_pdf(document);
    }
    return out;
  }

  static inline TempDir* temp_ = nullptr;
  static inline Server* server_ = nullptr;
  static inline Service* site_ = nullptr;
  static inline PdfViewer* viewer_ = nullptr;
  static inline std::string key_;
};

TEST_P(EveryAction, SaysWhatItsGoldenSays) {
  const auto& one = GetParam();
  const auto form = read_form(one, site());
  const auto actual = said(server_->submit(key_, one.action, form.parts), form.password);
  if (remaking()) std::ofstream(one.golden_path) << actual;
  const auto differs = difference(read_file(one.golden_path), actual);
  EXPECT_EQ(differs, "") << "If that is as it should be: DOCMILL_REMAKE_GOLDENS=1, then look at `git diff tests/actions`.";
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryAction, ::testing::ValuesIn(action_cases()),
                         [](const auto& info) { return info.param.test_name(); });

TEST(TheCatalogue, HasACaseForEachOfItsActions) {
  std::set<std::string> offered;
  const auto listed = json::parse(run({program("docmill"), "actions", "--json"}).out);
  for (const auto& row : listed.as_array()) offered.emplace(row.at("id").as_string());
  EXPECT_GE(offered.size(), 60U);
  std::set<std::string> shown;
  for (const auto& one : action_cases()) shown.insert(one.action);
  for (const auto& action : offered) EXPECT_TRUE(shown.contains(action)) << action << " has no case in tests/actions";
  for (const auto& action : shown) EXPECT_TRUE(offered.contains(action)) << "there is no action " << action;
}

TEST(TheViewer, TellsABrokenPdfFromAGoodOne) {
  const TempDir temp;
  const PdfViewer viewer(temp / "viewer.log");
  const auto good = read_file(source("tests/actions/documents/pages.pdf"));
  const auto opened = [&](const std::string& bytes) {
    std::ofstream(temp / "a.pdf", std::ios::binary) << bytes;
    return viewer.open(temp / "a.pdf");
  };
  EXPECT_EQ(opened(good.substr(0, 300)).state, "failed");
  EXPECT_EQ(opened("%PDF-1.7\nnothing of a document\n%%EOF\n").state, "failed");
  const auto seen = opened(good);
  EXPECT_EQ(seen.state, "success");
  EXPECT_EQ(seen.pages, 4);
}

}  // namespace
}  // namespace docmill::testing
