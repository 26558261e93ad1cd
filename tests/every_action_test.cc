// Every action of the catalogue over HTTP, once, on a real document: what is on offer works, and what is a PDF is one to other readers.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <map>

#include "support/server.h"
#include "support/service.h"

namespace docmill::testing {
namespace {

namespace json = boost::json;

using Form = std::vector<FormPart>;

std::string formats(const std::string& name) {
  return read_file(source("tests/documents/formats/" + name));
}

FormPart file(const std::string& name, const std::string& content, const std::string& field = "File") {
  return {.name = field, .content = content, .filename = name};
}

/// A PDF of one page with the text field "Name", put together by hand.
std::string form_pdf() {
  const std::vector<std::string> objects{
      "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/DA(/Helv 12 Tf 0 g)/DR<</Font<</Helv 5 0 R>>>>>>>>",
      "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Resources<<>>/Annots[4 0 R]>>",
      "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/V(Ada)/Rect[20 100 280 130]/F 4/P 3 0 R/DA(/Helv 12 Tf 0 g)>>",
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"};
  std::string pdf = "%PDF-1.7\n";
  std::string table;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    table += fmt::format("{:010} 00000 n \n", pdf.size());
    pdf += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
  }
  const auto start = pdf.size();
  return pdf + fmt::format("xref\n0 6\n0000000000 65535 f \n{}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", table, start);
}

const std::string kMessage =
    "From: Ada <ada@example.com>\r\nTo: bob@example.com\r\nSubject: Figures\r\nDate: Fri, 27 Nov 2026 10:00:00 +0000\r\nMIME-Version: "
    "1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe figures.\r\n--b\r\n"
    "Content-Type: text/csv; name=figures.csv\r\nContent-Disposition: attachment; filename=figures.csv\r\n\r\na,b\r\n1,2\r\n--b--\r\n";
const std::string kPage = "<!doctype html><html><head><meta charset=utf-8></head><body><h1>Heading</h1><p>Words</p></body></html>";

class Actions : public ::testing::Test {
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

  static Answer call(const std::string& action, Form form) { return server_->submit(key_, action, std::move(form)); }

  /// The first result's bytes.
  static std::string made(const std::string& action, Form form) {
    const auto answer = call(action, std::move(form));
    EXPECT_EQ(answer.status, 200) << action << answer.body;
    if (answer.status != 200) return {};
    const auto body = json::parse(answer.body).as_object();
    const auto& link = body.contains("link") ? body.at("link") : body.at("links").as_array().at(0);
    return server_->get("", std::string(link.as_string())).body;
  }

  /// A call for every action there is, by its id.
  static std::map<std::string, Form> samples();

  static void check_pdf(const std::string& action, const std::string& pdf) {
    const auto path = *temp_ / "made.pdf";
    std::ofstream(path, std::ios::binary) << pdf;
    const auto checked = run({"qpdf", "--password=open", "--check", path});
    EXPECT_EQ(checked.status, 0) << action << checked.out << checked.err;
    const auto drawn = run({"pdftoppm", "-upw", "open", "-r", "20", "-png", path, *temp_ / "drawn"});
    EXPECT_EQ(drawn.status, 0) << action << drawn.err;
    EXPECT_EQ(drawn.err, "") << action;
  }

  static void check_results(const std::string& action, const json::object& body, const std::string& makes) {
    std::vector<std::string> links;
    if (const auto* one = body.if_contains("link")) links.emplace_back(one->as_string());
    if (const auto* many = body.if_contains("links")) {
      for (const auto& link : many->as_array()) links.emplace_back(link.as_string());
    }
    EXPECT_FALSE(links.empty()) << action;
    for (const auto& link : links) {
      const auto result = server_->get("", link);
      EXPECT_EQ(result.status, 200) << action;
      EXPECT_FALSE(result.body.empty()) << action;
      if (makes == "pdf") check_pdf(action, result.body);
    }
  }

  static inline TempDir* temp_ = nullptr;
  static inline Server* server_ = nullptr;
  static inline std::string key_;
};

std::map<std::string, Form> Actions::samples() {
  const auto slides = made("convert/pptx-to-pdf", {file("pitch.pptx", read_file(source("examples/pitch.pptx")))});
  const auto pdf = file("pitch.pdf", slides);
  const auto form = file("form.pdf", form_pdf());
  const auto attached = file("with.pdf", made("pdf/add-attachments", {pdf, file("a.csv", "a,b\n1,2\n", "Attachments")}));
  const auto png = file("sample.png", formats("sample.png"));
  const auto csv = file("a.csv", "name,amount\nAda,1\nBob,2\n");
  const auto list = file("a.json", R"([{"name":"Ada","amount":1},{"name":"Bob","amount":2}])");
  const auto book = file("budget.xlsx", read_file(source("examples/budget.xlsx")));
  const auto letter = file("invoice.docx", read_file(source("examples/invoice.docx")));
  const auto message = file("a.eml", kMessage);
  const auto markdown = file("a.md", "# Heading\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
  const auto page = file("a.html", kPage);
  const auto zip = file("a.zip", made("archive/create", {file("a.txt", "one"), file("b.txt", "two")}));
  const FormPart pattern{"Pattern", "(?<word>[a-z]+)"};
  const FormPart words{"Text", "one two"};
  const FormPart address{"Url", server_->url() + "/openapi.json"};
  const auto yes = [](const std::string& name) { return FormPart{name, "true"}; };
  return {
      {"convert/docx-to-pdf", {letter}},
      {"convert/xlsx-to-pdf", {book}},
      {"convert/pptx-to-pdf", {file("pitch.pptx", read_file(source("examples/pitch.pptx")))}},
      {"convert/any-to-pdf", {message}},
      {"convert/doc-to-docx", {file("sample.doc", formats("sample.doc"))}},
      {"convert/xls-to-xlsx", {file("sample.xls", formats("sample.xls"))}},
      {"convert/ppt-to-pptx", {file("sample.ppt", formats("sample.ppt"))}},
      {"convert/html-to-docx", {page}},
      {"convert/office", {letter, {"Format", "odt"}}},
      {"convert/pdf-to-image", {pdf, {"Dpi", "50"}}},
      {"convert/pdf-to-text", {pdf}},
      {"convert/image-to-pdf", {png, file("sample.jpg", formats("sample.jpg"))}},
      {"convert/html-to-pdf", {page, {"Footer", "<span class=pageNumber></span>"}}},
      {"convert/url-to-pdf", {address}},
      {"convert/html-to-image", {page}},
      {"convert/url-to-image", {address}},
      {"convert/email-to-pdf", {message}},
      {"convert/email-to-html", {message}},
      {"convert/markdown-to-pdf", {markdown}},
      {"convert/markdown-to-html", {markdown}},
      {"convert/csv-to-json", {csv}},
      {"convert/csv-to-xlsx", {csv}},
      {"convert/json-to-xlsx", {list}},
      {"convert/json-to-csv", {list}},
      {"convert/xlsx-to-csv", {book}},
      {"convert/xlsx-to-json", {book}},
      {"pdf/merge", {pdf, form}},
      {"pdf/merge-any", {letter, png, page, pdf, yes("GenerateBookmarks")}},
      {"pdf/split", {pdf, {"PagesInChunk", "3"}}},
      {"pdf/extract-pages", {pdf, {"ExtractRange", "4;1"}}},
      {"pdf/delete-pages", {pdf, {"Pages", "2"}}},
      {"pdf/reorder-pages", {pdf, {"Pages", "2"}}},
      {"pdf/rotate", {pdf}},
      {"pdf/protect",
       {pdf, yes("AllowPrinting"), yes("AllowModification"), yes("AllowExtract"), yes("AllowAnnotate"), {"NewUserPassword", "open"}}},
      {"pdf/unprotect", {pdf}},
      {"pdf/protection-info", {pdf}},
      {"pdf/compress", {pdf}},
      {"pdf/linearize", {pdf}},
      {"pdf/flatten", {form}},
      {"pdf/get-metadata", {pdf}},
      {"pdf/set-metadata", {pdf, {"Title", "Pitch"}}},
      {"pdf/get-bookmarks", {pdf}},
      {"pdf/set-bookmarks", {pdf, {"Bookmarks", R"([{"title":"Start","page":1}])"}}},
      {"pdf/extract-attachments", {attached}},
      {"pdf/add-attachments", {pdf, file("a.bin", std::string("\x01\x02\x03", 3), "Attachments")}},
      {"pdf/remove-attachments", {attached}},
      {"pdf/get-form", {form}},
      {"pdf/get-form-fields", {form}},
      {"pdf/fill-form", {form, {"Data", R"({"Name":"Grace Hopper"})"}, yes("LockFormFields")}},
      {"pdf/nup", {pdf}},
      {"pdf/booklet", {pdf}},
      {"pdf/resize", {pdf}},
      {"pdf/crop", {pdf, {"Left", "20"}}},
      {"pdf/thumbnail", {pdf}},
      {"pdf/info", {pdf}},
      {"pdf/compare", {pdf, file("other.pdf", slides, "OtherFile")}},
      {"pdf/difference-images", {pdf, file("other.pdf", form_pdf(), "OtherFile")}},
      {"pdf/add-page-numbers", {pdf}},
      {"watermark/text-to-pdf", {pdf, {"Text", "Entwurf für Zoë"}}},
      {"watermark/image-to-pdf", {pdf, file("sample.png", formats("sample.png"), "WatermarkImage")}},
      {"watermark/pdf-to-pdf", {pdf, file("form.pdf", form_pdf(), "OverlayFile")}},
      {"watermark/html-to-pdf", {pdf, {"Html", kPage}}},
      {"mail/parse", {message}},
      {"mail/extract-attachments", {message}},
      {"image/convert", {png, {"Format", "webp"}}},
      {"image/resize", {png, {"Width", "20"}}},
      {"image/rotate", {png}},
      {"image/crop", {png, {"Width", "5"}, {"Height", "5"}}},
      {"image/info", {png}},
      {"image/strip-metadata", {png}},
      {"regex/match", {pattern, words}},
      {"regex/replace", {pattern, words, {"Replacement", "<${word}>"}}},
      {"regex/test", {pattern, words}},
      {"regex/split", {pattern, words}},
      {"archive/create", {csv, list}},
      {"archive/extract", {zip}},
      {"archive/list", {zip}},
  };
}

TEST_F(Actions, EveryOneOfTheCatalogueWorksOverHttp) {
  const auto listed = json::parse(run({program("docmill"), "actions", "--json"}).out).as_array();
  EXPECT_GE(listed.size(), 60U);
  const auto forms = samples();
  for (const auto& row : listed) {
    const std::string action(row.at("id").as_string());
    const auto form = forms.find(action);
    if (form == forms.end()) {
      ADD_FAILURE() << action << " has no sample here";
      continue;
    }
    const auto answer = call(action, form->second);
    EXPECT_EQ(answer.status, 200) << action << ": " << answer.body;
    if (answer.status != 200) continue;
    const auto body = json::parse(answer.body);
    const bool links = body.is_object() && (body.as_object().contains("link") || body.as_object().contains("links"));
    if (links) check_results(action, body.as_object(), std::string(row.at("makes").as_string()));
  }
}

}  // namespace
}  // namespace docmill::testing
