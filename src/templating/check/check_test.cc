// Templates looked at without data.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/check/inspection.h"
#include "templating/check/problems.h"
#include "templating/check/samples.h"
#include "templating/check/token_shape.h"
#include "templating/docx_maker.h"
#include "templating/json.h"
#include "templating/xlsx/xlsx.h"
#include "templating/xlsx_maker.h"

namespace docmill::templating {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Inspection look_at_words(const std::string& body, Dialect dialect = Dialect::Classic) {
  const docx::Maker maker{.body = body, .parts = {}, .relations = {}};
  const auto bytes = maker.bytes();
  auto package = ooxml::Package::open(bytes);
  Context context;
  context.dialect = dialect;
  Findings findings;
  const auto looked = docx::look_at(*package, context, findings);
  EXPECT_TRUE(looked) << looked.error().describe();
  return inspect(findings, context);
}

std::string schema_text(const Inspection& made) {
  const auto schema = schema_of(made.shape);
  return write_json(*schema.find("properties"));
}

std::vector<std::string> problems_of(const Inspection& made) {
  std::vector<std::string> lines;
  for (const auto& problem : made.problems.list()) {
    lines.push_back(Where{.part = {}, .place = problem.place, .block = 0}.with(problem.token) + ": " + problem.message);
  }
  return lines;
}

constexpr auto kAny = R"({"type":["string","number","boolean","null"]})";

TEST(Check, TokensAreListedWithTheirPlacesAndNames) {
  const auto made = look_at_words(docx::p("{{a.b}} {{d}:format(dd.MM.yyyy)}") + docx::table(docx::row({"x", "{{l.c}}"})));
  ASSERT_EQ(made.tokens.size(), 3U);
  EXPECT_EQ(made.tokens[0].token, "{{a.b}}");
  EXPECT_EQ(made.tokens[0].place, "paragraph 1");
  EXPECT_THAT(made.tokens[0].names, ElementsAre("a.b"));
  EXPECT_EQ(made.tokens[1].token, "{{d}:format(dd.MM.yyyy)}");
  EXPECT_EQ(made.tokens[2].place, "table 1, row 1, cell 2");
  EXPECT_EQ(made.tokens[2].part, "word/document.xml");
  EXPECT_EQ(made.language, "Classic");
  EXPECT_THAT(problems_of(made), IsEmpty());
}

TEST(Check, FormattersTellTypes) {
  const auto made =
      look_at_words(docx::p("{{d}:format(dd.MM.yyyy)} {{n}:format(N2)} {{c}:format(#,##0.00)} {{ok}:bool(yes,no)} {{u}:url} "
                            "{{up.ToUpper}} {{dueDate.Year}} {{x}} {{k}:map(1 = one, 2 = two)} {{o}:hide-block-if(true)}"));
  const auto text = schema_text(made);
  for (const auto* part :
       {R"("d":{"type":"string","format":"date-time"})", R"("n":{"type":"number"})", R"("c":{"type":"number"})",
        R"("ok":{"type":"boolean"})", R"("u":{"type":"string","format":"uri"})", R"("up":{"type":"string"})",
        R"("dueDate":{"type":"string","format":"date-time"})", R"("k":{"type":"number"})", R"("o":{"type":"boolean"})"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(text, HasSubstr(std::string("\"x\":") + kAny));
}

TEST(Check, WhatStandsInRowsOrIsCalledByAPluralIsAList) {
  const auto made = look_at_words(docx::p("{{company.name}} {{company.city}}") +
                                  docx::table(docx::row({"Name", "Job"}) + docx::row({"{{worker.name}}", "{{worker.job}}"})) +
                                  docx::item("{{orders.number}}") + docx::p("{{address.street}}"));
  EXPECT_THAT(lists_of(made.shape), ElementsAre("worker", "orders"));
}

TEST(Check, AFormWithOneValueBelowTheOtherIsNoList) {
  const auto made = look_at_words(docx::table(docx::row({"Name", "{{person.name}}"}) + docx::row({"Born", "{{person.born}}"}) +
                                              docx::row({"Town", "{{person.town}}"})));
  EXPECT_THAT(lists_of(made.shape), IsEmpty());
}

TEST(Check, FunctionsTellListsAndTheirItems) {
  const auto made = look_at_words(docx::p("{{order.lines|count()}} {{stock|sum(amount)}} {{team|filter(value.age > 30)|count()}} "
                                          "{{a * b}} {{#if paid}}x{{/if}} {{#if state == \"open\"}}y{{/if}}"),
                                  Dialect::Modern);
  EXPECT_THAT(lists_of(made.shape), ElementsAre("order.lines", "stock", "team"));
  const auto text = schema_text(made);
  for (const auto* part : {R"("amount":{"type":"number"})", R"("age":{"type":"number"})", R"("a":{"type":"number"})",
                           R"("paid":{"type":"boolean"})", R"("state":{"type":"string"})"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(Check, WhatATemplateDefinesIsNotAskedOfTheData) {
  const auto made = look_at_words(docx::p("{{big = orders|filter(value.total > 100)}}") + docx::p("{{sumOfAll = 1 + 2}}") +
                                      docx::table(docx::row({"{{big.number}}", "{{sumOfAll}}"})),
                                  Dialect::Modern);
  const auto schema = schema_of(made.shape);
  ASSERT_EQ(schema.find("properties")->size(), 1U);
  EXPECT_THAT(schema_text(made), HasSubstr("\"number\""));
  EXPECT_THAT(lists_of(made.shape), ElementsAre("orders"));
}

TEST(Check, WhatMayBeMissingIsNotRequired) {
  const auto made = look_at_words(docx::p("{{a}} {{b}:empty(none)}"));
  EXPECT_EQ(write_json(*schema_of(made.shape).find("required")), R"(["a"])");
}

TEST(Check, ProblemsAreNamedWithTheirPlace) {
  const auto classic = look_at_words(docx::p("x") + docx::p("{{n}:formt(N2)} {{n}:frobnicate}"));
  EXPECT_THAT(problems_of(classic),
              ElementsAre("paragraph 2, {{n}:formt(N2)}: There is no formatter “formt”; “format” may be meant.",
                          "paragraph 2, {{n}:frobnicate}: There is no formatter “frobnicate”, so the value would be left as it is."));
  const auto modern = look_at_words(docx::p("{{#if a}}") + docx::p("{{n|replace(1)}}") + docx::p("{{b * }}"), Dialect::Modern);
  const auto problems = problems_of(modern);
  ASSERT_EQ(problems.size(), 3U);
  EXPECT_THAT(problems[0], HasSubstr("paragraph 3: “{{b * }}” is left as text."));
  EXPECT_EQ(problems[1], "paragraph 2, {{n|replace(1)}}: “replace” takes 2 to 2 arguments and has 1.");
  EXPECT_THAT(problems[2], HasSubstr("paragraph 1, {{#if a}}: It has no {{/if}}"));
  EXPECT_THAT(problems_of(look_at_words(docx::p("{{/if}} {{#else}}"), Dialect::Modern)),
              ElementsAre(HasSubstr("No {{#if …}} is open here"), HasSubstr("stands outside")));
}

TEST(Check, FindsTheNearestName) {
  EXPECT_EQ(nearest_call("formatt", Dialect::Classic), "format");
  EXPECT_EQ(nearest_call("hide-blok-if", Dialect::Classic), "hide-block-if");
  EXPECT_EQ(nearest_call("xyz", Dialect::Classic), "");
  EXPECT_EQ(nearest_call(std::string(1000, 'x'), Dialect::Modern), "");
}

TEST(Check, AWorkbookIsLookedAtCellByCell) {
  xlsx::MadeBook book;
  auto& sheet = book.sheets.emplace_back();
  sheet.cell("A1", "Name").cell("B1", "Price").cell("A2", "{{thing.name}}").cell("B2", "{{thing.price}}").cell("D9", "{{note}}");
  sheet.tables.push_back({.name = "Table1", .ref = "A1:B2", .columns = {"Name", "Price"}, .more = {}});
  const auto bytes = book.bytes();
  auto package = ooxml::Package::open(bytes);
  Context context;
  Findings findings;
  ASSERT_TRUE(xlsx::look_at(*package, context, findings));
  const auto made = inspect(findings, context);
  ASSERT_EQ(made.tokens.size(), 3U);
  EXPECT_EQ(made.tokens[2].place, "Sheet1!D9");
  EXPECT_THAT(lists_of(made.shape), ElementsAre("thing"));
}

TEST(Check, AnHtmlTemplateTellsItsLists) {
  const auto made = inspect_html(
      "<p>{{title}}</p>\n{{#each rows}}{{name}} {{price:C}} {{title}} {{#each tags}}{{this}}{{/each}}{{/each}}"
      "{{#with owner}}{{mail}}{{/with}}{{#if open}}x{{/if}}",
      false);
  EXPECT_THAT(lists_of(made.shape), ElementsAre("rows", "rows.tags"));
  const auto text = schema_text(made);
  EXPECT_THAT(text, HasSubstr(R"("price":{"type":"number"})"));
  EXPECT_THAT(text, HasSubstr(R"("open":{"type":"boolean"})"));
  EXPECT_THAT(text, HasSubstr(R"("owner":{"type":"object","properties":{"mail")"));
  EXPECT_EQ(made.tokens[1].place, "line 2, column 1");
  const auto wrong = inspect_html("a\n{{#loop x}}", false);
  ASSERT_EQ(wrong.problems.list().size(), 1U);
  EXPECT_THAT(wrong.problems.list()[0].message, HasSubstr("line 2, column 1"));
}

/// "part, place, token" of each token.
std::vector<std::string> places_of(const Inspection& made) {
  std::vector<std::string> lines;
  for (const auto& row : made.tokens) lines.push_back(Where{.part = row.part, .place = row.place, .block = 0}.with(row.token));
  return lines;
}

void add_title(ooxml::Package& package) {
  package.put("docProps/core.xml",
              "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
              "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{{title}}</dc:title></cp:coreProperties>");
  ASSERT_TRUE(
      package.relate("", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"));
}

TEST(Check, PropertiesAndMergeFieldsOfADocumentAreListed) {
  const docx::Maker maker{
      .body = docx::p("{{a}}") +
              "<w:p><w:fldSimple w:instr=\" MERGEFIELD Town \"><w:r><w:t>x</w:t></w:r></w:fldSimple><w:r><w:fldChar "
              "w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> MERGEFIELD \"First Name\" \\* Upper</w:instrText></w:r>"
              "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
      .parts = {},
      .relations = {}};
  const auto bytes = maker.bytes();
  auto package = ooxml::Package::open(bytes);
  add_title(*package);
  Context context;
  Findings findings;
  ASSERT_TRUE(docx::look_at(*package, context, findings));
  const auto made = inspect(findings, context);
  EXPECT_THAT(places_of(made),
              ElementsAre("word/document.xml, paragraph 1, {{a}}", "word/document.xml, merge field, MERGEFIELD Town",
                          "word/document.xml, merge field, MERGEFIELD First Name", "docProps/core.xml, document properties, {{title}}"));
  EXPECT_EQ(made.tokens[1].kind, "merge field");
  EXPECT_THAT(schema_text(made), HasSubstr("\"First Name\""));
}

TEST(Check, WhatAWorkbookSaysBesideItsCellsIsListed) {
  xlsx::MadeSheet sheet;
  sheet.cell("A1", "x");
  sheet.behind =
      R"(<conditionalFormatting sqref="A1:A9"><cfRule type="expression" priority="1"><formula>A1={{least}}</formula></cfRule>)"
      R"(</conditionalFormatting><dataValidations count="1"><dataValidation sqref="B2" prompt="{{hint}}"><formula1>"{{choices}}"</formula1></dataValidation></dataValidations>)"
      R"(<drawing r:id="rD"/>)";
  sheet.rels = ooxml::rel("rC", "comments", "../comments1.xml") + ooxml::rel("rD", "drawing", "../drawings/drawing1.xml");
  xlsx::MadeBook book;
  book.sheets.push_back(std::move(sheet));
  book.names = R"(<definedName name="Head">"{{head}}"</definedName>)";
  book.more = {{"xl/comments1.xml",
                R"(<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>a</author></authors>)"
                R"(<commentList><comment ref="B4" authorId="0"><text><t>{{said}}</t></text></comment></commentList></comments>)"},
               {"xl/drawings/drawing1.xml",
                R"(<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" )"
                R"(xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="s" )"
                R"(descr="{{described}}"/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>{{sha</a:t></a:r><a:r><a:t>pe}}</a:t></a:r></a:p>)"
                R"(</xdr:txBody></xdr:sp></xdr:wsDr>)"}};
  const auto bytes = book.bytes();
  auto package = ooxml::Package::open(bytes);
  add_title(*package);
  Context context;
  Findings findings;
  ASSERT_TRUE(xlsx::look_at(*package, context, findings));
  const std::string part = "xl/worksheets/sheet1.xml, ";
  EXPECT_THAT(places_of(inspect(findings, context)),
              ElementsAre(part + "Sheet1!A1:A9, conditional format, {{least}}", part + "Sheet1!B2, validation, {{hint}}",
                          part + "Sheet1!B2, validation, {{choices}}", "xl/comments1.xml, Sheet1!B4, comment, {{said}}",
                          "xl/drawings/drawing1.xml, Sheet1, {{described}}", "xl/drawings/drawing1.xml, Sheet1, {{shape}}",
                          "xl/workbook.xml, name Head, {{head}}", "docProps/core.xml, document properties, {{title}}"));
}

TEST(Check, DataThatNothingAsksForIsNamed) {
  const auto made = look_at_words(docx::p("{{a.b}} {{grid}}") + docx::table(docx::row({"{{items.name}}"})));
  const auto data =
      read_json(R"({"a": {"b": 1, "c": 2}, "grid": [[1]], "items": [{"name": 1}, {"name": 2, "note": 3}], "rest": {"x": 1}})").value();
  EXPECT_THAT(unused_names(made.shape, data), ElementsAre("a.c", "items.note", "rest"));
  const auto page = inspect_html("{{#each items}}{{name}} {{owner}}{{/each}}", false, &data);
  EXPECT_THAT(unused_names(page.shape, data), ElementsAre("a", "grid", "items.note", "rest"));
}

/// What a template asks for is what it needs: filled with its own sample nothing is missing.
TEST(Check, ASampleFillsItsTemplate) {
  const std::string body = docx::p("{{company.name}} {{company.date}:format(D)} {{total}:format(C)} {{logo}:picture}") +
                           docx::table(docx::row({"{{orders.number}}", "{{orders.price}:format(C)}"})) +
                           docx::item("{{orders.lines.text}}");
  const auto sample = sample_of(look_at_words(body).shape);
  const docx::FilledDocument document({.body = body, .parts = {}, .relations = {}}, write_json(sample));
  ASSERT_TRUE(document.result);
  EXPECT_THAT(document.context.warnings.list(), IsEmpty());
  EXPECT_EQ(sample.find("orders")->size(), 2U);
}

TEST(Check, HostileTemplatesStayBounded) {
  std::string many;
  for (int i = 0; i < 300; ++i) many += "{{n" + std::to_string(i) + "." + std::string(50, 'x') + ".y}}";
  std::string body;
  for (int i = 0; i < 100; ++i) body += docx::p(many);
  const auto made = look_at_words(body);
  EXPECT_EQ(made.tokens.size(), Findings::kMost);
  EXPECT_EQ(made.more_tokens, 10'000U);
  std::string deep = "{{a";
  for (int i = 0; i < 62; ++i) deep += ".items";
  EXPECT_LT(write_json(sample_of(look_at_words(docx::p(deep + "}}")).shape)).size(), 100'000U);
  std::string wrong;
  for (int i = 0; i < 2'000; ++i) wrong += "{{a}:f" + std::to_string(i) + "}";
  EXPECT_EQ(look_at_words(docx::p(wrong)).problems.list().size(), Warnings::kMost);
}

}  // namespace
}  // namespace docmill::templating
