#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/docx_maker.h"

namespace docmill::templating::docx {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// A template and the documents that are made of it.
struct ManyDocuments {
  explicit ManyDocuments(const Maker& maker, Dialect dialect = Dialect::Classic) : bytes(maker.bytes()) {
    auto package = ooxml::Package::open(bytes);
    auto made = Template::of(*std::move(package), dialect);
    if (!made) throw std::runtime_error(made.error().describe());
    filled_from.emplace(*std::move(made));
  }

  /// The document filled with `json`, as it would be sent.
  std::string document(std::string_view json) {
    Context context;
    context.data = *read_json(json);
    auto package = filled_from->fill(context);
    return package ? package->write().value() : "error: " + package.error().message();
  }
  std::string outline(std::string_view json) {
    const auto written = document(json);
    auto package = ooxml::Package::open(written);
    return package ? outline_of((*package->xml("word/document.xml"))->document_element().child("w:body")) : written;
  }

  std::string bytes;
  std::optional<Template> filled_from;
};

const std::string kNotes =
    R"(<w:footnotes )" + std::string(kSpaces) + R"(><w:footnote w:id="2">)" + p("{{note}}") + R"(</w:footnote></w:footnotes>)";

Maker letter() {
  const std::string spaces(kSpaces);
  return {.body = p("Dear {{name}}") + table(row({"{{rows.a}}", "{{rows.b}:format(N1)}"})) + item("{{points.text}}") +
                  R"(<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>)",
          .parts = {{"word/header1.xml", "<w:hdr " + spaces + ">" + p("To {{name}}") + "</w:hdr>"}, {"word/footnotes.xml", kNotes}},
          .relations = ooxml::rel("rIdH", "header", "header1.xml") + ooxml::rel("rIdF", "footnotes", "footnotes.xml")};
}

constexpr std::string_view kAnna =
    R"({"name": "Anna", "note": "first", "rows": [{"a": "x", "b": 1}, {"a": "y", "b": 2.5}], "points": [{"text": "p"}]})";
constexpr std::string_view kBert = R"({"name": "Bert", "note": "second", "rows": [], "points": [{"text": "q"}, {"text": "r"}]})";

TEST(DocxTemplate, EachDocumentIsTheOneThatATemplateOfItsOwnMakes) {
  ManyDocuments many(letter());
  for (const auto data : {kAnna, kBert, kAnna, std::string_view("{}"), kBert}) {
    FilledDocument alone(letter(), data);
    ASSERT_TRUE(alone.result);
    const auto written = many.document(data);
    auto package = ooxml::Package::open(written);
    ASSERT_TRUE(package) << written;
    EXPECT_EQ(package->parts(), alone.package().parts());
    for (const auto& part : package->parts()) EXPECT_EQ(package->bytes(part).value(), alone.text_of_part(part)) << part;
  }
}

TEST(DocxTemplate, NothingOfADocumentComesIntoTheNext) {
  ManyDocuments many(letter());
  EXPECT_EQ(many.outline(kAnna), "Dear Anna\n[x|1.0]\n[y|2.5]\n#0 p\n\n");
  const auto second = many.outline(kBert);
  EXPECT_THAT(second, HasSubstr("Dear Bert\n"));
  EXPECT_THAT(second, HasSubstr("#0 q\n#0 r\n"));
  EXPECT_THAT(second, Not(HasSubstr("Anna")));
}

TEST(DocxTemplate, ADocumentThatFailsLeavesTheTemplateAsItWas) {
  ManyDocuments many(letter());
  Context strict;
  strict.missing = MissingValue::Error;
  strict.data = *read_json("{}");
  EXPECT_FALSE(many.filled_from->fill(strict));
  Context small;
  small.data = *read_json(kAnna);
  EXPECT_FALSE(many.filled_from->fill(small, {.copies = 1}));
  EXPECT_EQ(many.outline(kAnna), "Dear Anna\n[x|1.0]\n[y|2.5]\n#0 p\n\n");
}

TEST(DocxTemplate, WhatIsWrongWithTokensIsSaidOnce) {
  ManyDocuments many({.body = p("{{a|nosuch()}} {{b}}"), .parts = {}, .relations = {}}, Dialect::Modern);
  Context context;
  context.dialect = Dialect::Modern;
  context.data = *read_json(R"({"b": 1})");
  EXPECT_TRUE(many.filled_from->fill(context));
  EXPECT_TRUE(many.filled_from->fill(context));
  EXPECT_LE(many.filled_from->warnings().list().size(), 1u);
}

TEST(DocxTemplate, WhatIsNoDocumentIsNoTemplate) {
  const auto bytes = ooxml::zip_of({{"[Content_Types].xml", ooxml::kTypesOfNothing},
                                    {"_rels/.rels", ooxml::rels_of(ooxml::rel("rId1", "officeDocument", "a.xml"))},
                                    {"a.xml", "<a/>"}});
  auto package = ooxml::Package::open(bytes);
  ASSERT_TRUE(package);
  const auto made = Template::of(*std::move(package), Dialect::Classic);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code(), ErrorCode::InputDamaged);
}

}  // namespace
}  // namespace docmill::templating::docx
