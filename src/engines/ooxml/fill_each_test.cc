#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engines/engine_host.h"
#include "engines/ooxml/ooxml_engine.h"
#include "ooxml/package.h"
#include "ooxml/word_maker.h"

namespace docmill::engines::ooxml {
namespace {

using docmill::ooxml::paragraph;
using docmill::ooxml::word_of;
using ::testing::ElementsAre;

class FillEachTest : public ::testing::Test {
 protected:
  static Result<StepResult> fill(const std::string& body, const std::string& data, std::map<std::string, std::string> params = {},
                                 const std::string& name = "letter.docx") {
    static EngineHost<OoxmlEngine> host({.program = DOCMILL_OOXML_PROGRAM});
    StepRequest request;
    request.operation = "fill-docx";
    request.target = "docx";
    request.params = std::move(params);
    request.params["DocumentPerItem"] = "true";
    request.inputs.push_back(document_of(body.empty() ? "no document" : word_of(body), "docx", name));
    request.inputs.push_back(document_of(data, "json", "data.json", "Data"));
    return host.convert(std::move(request));
  }

  static std::string list_of(std::size_t count) {
    std::string list = "[";
    for (std::size_t i = 1; i <= count; ++i) list += (i == 1 ? "{\"n\":" : ",{\"n\":") + std::to_string(i) + "}";
    return list + "]";
  }

  static std::string text_in(const std::string& document) {
    auto package = docmill::ooxml::Package::open(document);
    if (!package) return package.error().message();
    auto tree = package->xml("word/document.xml");
    if (!tree) return tree.error().message();
    std::string text;
    for (const auto one : (*tree)->select_nodes("//w:t")) text += one.node().text().get();
    return text;
  }

  /// Name and first text of every document in a ZIP.
  static std::vector<std::pair<std::string, std::string>> documents_in(const std::string& zip) {
    std::vector<std::pair<std::string, std::string>> found;
    auto* const source = zip_source_buffer_create(zip.data(), zip.size(), 0, nullptr);
    auto* const archive = zip_open_from_source(source, ZIP_RDONLY, nullptr);
    if (archive == nullptr) return {{"no ZIP", ""}};
    for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
      zip_stat_t about;
      zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &about);
      std::string bytes(about.size, '\0');
      auto* const file = zip_fopen_index(archive, static_cast<zip_uint64_t>(i), 0);
      zip_fread(file, bytes.data(), bytes.size());
      zip_fclose(file);
      found.emplace_back(about.name, text_in(bytes));
    }
    zip_discard(archive);
    return found;
  }
  static std::vector<std::pair<std::string, std::string>> documents_in(const StepResult& result) {
    return result.outputs.size() == 1 ? documents_in(bytes_of(result)) : std::vector<std::pair<std::string, std::string>>{};
  }

  using Pair = std::pair<std::string, std::string>;
};

TEST_F(FillEachTest, HtmlOfTheDataIsReadInTheJail) {
  const auto got =
      good_or_failure(fill(paragraph("{{h}:html}"), R"([{"h":"<ul><li>one<li>two</ul>"},{"h":"<script>x</script><b>three</b>"}])"));
  EXPECT_THAT(documents_in(got), ElementsAre(Pair("letter-1.docx", "onetwo"), Pair("letter-2.docx", "three")));
}

TEST_F(FillEachTest, EveryItemHasItsDocumentInTheOrderOfTheList) {
  const auto got = good_or_failure(fill(paragraph("Dear {{name}}, {{@number}}"), R"([{"name":"Anna"},{"name":"Bert"},{"name":"Cleo"}])"));
  ASSERT_EQ(got.outputs.size(), 1U);
  EXPECT_EQ(got.outputs[0].extension, "zip");
  EXPECT_THAT(documents_in(got), ElementsAre(Pair("letter-1.docx", "Dear Anna, 1"), Pair("letter-2.docx", "Dear Bert, 2"),
                                             Pair("letter-3.docx", "Dear Cleo, 3")));
}

TEST_F(FillEachTest, NamesSortAsTheirNumbersDoAndLeadNowhere) {
  const auto many = documents_in(good_or_failure(fill(paragraph("{{n}}"), list_of(120), {}, "../../etc/Über\\uns.docx")));
  ASSERT_EQ(many.size(), 120U);
  EXPECT_EQ(many.front(), Pair("uns-001.docx", "1"));
  EXPECT_EQ(many.back(), Pair("uns-120.docx", "120"));
  EXPECT_THAT(documents_in(good_or_failure(fill(paragraph("{{n}}"), list_of(1), {}, ".docx"))), ElementsAre(Pair("document-1.docx", "1")));
}

TEST_F(FillEachTest, ListsWithinAnItemRepeatInItsDocument) {
  const auto got = good_or_failure(fill("<w:tbl><w:tr><w:tc>" + paragraph("{{rows.a}};") + "</w:tc></w:tr></w:tbl><w:p/>",
                                        R"([{"rows":[{"a":1},{"a":2}]},{"rows":[]},{"rows":[{"a":3}]}])"));
  EXPECT_THAT(documents_in(got), ElementsAre(Pair("letter-1.docx", "1;2;"), Pair("letter-2.docx", ""), Pair("letter-3.docx", "3;")));
}

TEST_F(FillEachTest, WhatIsToBePrintedComesDocumentByDocument) {
  const auto got = good_or_failure(fill(paragraph("{{n}}"), list_of(3), {{"OutputType", "Pdf"}}));
  ASSERT_EQ(got.outputs.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(got.outputs[i].extension, "docm");
    EXPECT_EQ(text_in(bytes_of(got, i)), std::to_string(i + 1));
  }
  EXPECT_EQ(good_or_failure(fill(paragraph("{{n}}"), list_of(200), {{"OutputType", "Pdf"}})).outputs.size(), 200U);
  expect_refused(fill(paragraph("{{n}}"), list_of(201), {{"OutputType", "Pdf"}}), ErrorCode::InputTooComplex, "at most 200");
}

TEST_F(FillEachTest, WhatIsNoListOfObjectsIsRefused) {
  for (const auto* data : {R"({"name":"Anna"})", "[]", "1", "null", R"(["Anna","Bert"])"})
    expect_refused(fill(paragraph("{{name}}"), data), ErrorCode::BadRequest, "list of objects");
  expect_refused(fill(paragraph("{{name}}"), R"([{"name":"Anna"},[1]])"), ErrorCode::BadRequest, "Item 2 is no object");
  expect_refused(fill("", list_of(1)), ErrorCode::InputDamaged, "");
}

TEST_F(FillEachTest, OtherTypesAreNotMade) {
  expect_refused(fill(paragraph("{{n}}"), list_of(2), {{"OutputType", "Odt"}}), ErrorCode::BadRequest, "Docx or Pdf");
}

TEST_F(FillEachTest, MoreItemsThanAllowedAreRefusedBeforeAnythingIsMade) {
  expect_refused(fill(paragraph("{{n}}"), list_of(10'001)), ErrorCode::InputTooComplex, "10001 items; at most 10000");
}

TEST_F(FillEachTest, AWarningThatAllDocumentsHaveIsGivenOnce) {
  const auto got = good_or_failure(fill(paragraph("{{n}:format(N1):nosuch}"), list_of(50)));
  EXPECT_LE(got.warnings.size(), 2U);
  EXPECT_EQ(documents_in(got).size(), 50U);
}

}  // namespace
}  // namespace docmill::engines::ooxml
