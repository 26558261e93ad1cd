#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "templating/dice.h"
#include "templating/docx/nodes.h"
#include "templating/docx/printing.h"
#include "templating/docx/text.h"
#include "templating/docx_maker.h"

// Copies that are printed as text are what they would be in the tree.

namespace docmill::templating::docx {
namespace {

// It is not known to be the same in all copies, so what has it is grown in the tree.
constexpr std::string_view kNotPrinted = "<w:permEnd w:id=\"9\"/>";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
  return text;
}

std::string in_paragraphs(const std::string& body, std::string_view what) {
  return replaced(body, "</w:p>", std::string(what) + "</w:p>");
}

std::string in_one_form(const std::string& xml) {
  pugi::xml_document tree;
  tree.load_string(xml.c_str(), pugi::parse_default | pugi::parse_ws_pcdata);
  std::ostringstream out;
  tree.save(out, "", pugi::format_raw | pugi::format_no_declaration);
  return out.str();
}

/// The document and the warnings of a filling, or its error.
std::string told(const std::string& body, const std::string& json, MissingValue missing, Dialect dialect) {
  const auto bytes = Maker{.body = body, .parts = {}, .relations = {}}.bytes();
  auto package = ooxml::Package::open(bytes);
  Context context;
  context.data = *read_json(json);
  context.missing = missing;
  context.dialect = dialect;
  if (auto done = fill(*package, context); !done) return done.error().message();
  auto all = in_one_form(replaced(*package->bytes("word/document.xml"), kNotPrinted, ""));
  for (const auto& warning : context.warnings.list()) all += "\n" + warning.place + " " + warning.token + " " + warning.message;
  return all;
}

void expect_same(const std::string& body, const std::string& json, MissingValue missing = MissingValue::Keep,
                 Dialect dialect = Dialect::Classic) {
  EXPECT_EQ(told(body, json, missing, dialect), told(in_paragraphs(body, kNotPrinted), json, missing, dialect)) << json;
}

std::string list_of(const std::vector<std::string>& items) {
  std::string list;
  for (const auto& one : items) list += (list.empty() ? "" : ",") + one;
  return R"({"l":[)" + list + "]}";
}

std::string twelve(const std::string& item) {
  return list_of(std::vector<std::string>(12, item));
}

TEST(DocxPrinting, CopiesBetweenTheFirstAndTheLastArePrinted) {
  const auto bytes = Maker{.body = table(row({"{{l.a}}"})), .parts = {}, .relations = {}}.bytes();
  auto package = ooxml::Package::open(bytes);
  Context context;
  context.data = *read_json(twelve(R"({"a":""})"));
  ASSERT_TRUE(fill(*package, context));
  // A tree writes a run without text as <w:r/>.
  const auto xml = *package->bytes("word/document.xml");
  std::size_t printed = 0;
  for (std::size_t at = 0; (at = xml.find("<w:r></w:r>", at)) != std::string::npos; ++at) ++printed;
  EXPECT_EQ(printed, 10u);
  EXPECT_EQ(outline_of((*package->xml("word/document.xml"))->document_element().child("w:body")), replaced("............", ".", "[]\n"));
}

TEST(DocxPrinting, RowsWithTextNumbersAndFormats) {
  expect_same(table(row({"{{l.a}} and {{l.b}:format(N2)}", "{{l.c}:format(dd MMM yyyy)}"}), 2),
              list_of({R"({"a":"x","b":1.5,"c":"2026-01-02"})", R"({"a":" y ","b":-2,"c":null})", R"({"a":"<&>\"'","b":true,"c":"no"})",
                       R"({"a":"one\ntwo\r\nthree\tfour\u0001","b":[1,2],"c":""})", R"({"a":null,"b":"1e400"})", R"({"a":" ","b":0})",
                       R"({"a":"\n\n","b":12345678901234567890.5})", R"({"a":"\uFFFE]]>","b":{}})", R"({"a":"last"})"}));
}

TEST(DocxPrinting, ItemsOfAList) {
  expect_same(p("before") + item("{{l.a}}") + item("{{l.b}}", 1) + p("after"), twelve(R"({"a":"x","b":2})"));
  expect_same(p("{{n}}") + item("{{l.a}}") + item("{{m.a}}"),
              R"({"n":1,"l":[1,2,3,4,5,6,7,8,{"a":1}],"m":[{"a":1},{},{},{},{},{},{"a":2}]})");
}

TEST(DocxPrinting, NamesOfParagraphsAndRowsAreForgotten) {
  expect_same(
      table("<w:tr w14:paraId=\"1\" w14:textId=\"2\"><w:tc><w:p w14:paraId=\"3\"><w:r><w:t>{{l.a}}</w:t></w:r></w:p></w:tc></w:tr>", 1),
      twelve(R"({"a":1})"));
}

TEST(DocxPrinting, AnItemThatAsksForMoreIsGrownAmongOthers) {
  const std::string inner = cell(table(row({"{{l.m.b}}"}), 1) + "<w:p/>");
  const auto rows = "<w:tr>" + cell(p("{{l.a}}")) + inner + "</w:tr>";
  const std::string plain = R"({"a":"x","m":{"b":1}})";
  expect_same(table(rows), list_of({plain, plain, R"({"a":"y","m":[{"b":1},{"b":2}]})", plain, R"({"a":[[1,2],[3,4]],"m":null})", plain,
                                    R"({"a":"z","m":[]})", R"({"a":"z","m":[{},{},{},{},{},{},{},{"b":9}]})", plain, plain}));
}

TEST(DocxPrinting, WhatStandsBehindFindsTheLastCopy) {
  expect_same(table(row({"{{l.a}}", "x"}) + row({"{{n}:span-nulls}", "y"})), R"({"n":null,"l":[{"a":1},{},{},{},{},{},{"a":7}]})");
  expect_same(table(row({"{{l.a}}", "x"}) + row({"{{m.a}:hide-block-if(2)}", "y"})),
              R"({"m":[{"a":1},{"a":2},{"a":3}],"l":[{"a":1},{},{},{},{},{},{"a":7}]})");
}

TEST(DocxPrinting, SectionsAndConditionsHoldPrintedTables) {
  const std::string eight = R"([{"b":1},{"b":2},{"b":3},{"b":4},{"b":5},{"b":6},{"b":7},{"b":8}])";
  expect_same(p("{{l.a}}") + table(row({"{{l.m.b}}"}), 1) + p("end"), R"({"l":[{"a":1,"m":)" + eight + R"(},{"a":2,"m":)" + eight + "}]}");
  expect_same(p("{{#if n}}") + table(row({"{{m.b}}"}), 1) + p("{{#else}}") + table(row({"no {{m.b}}"}), 1) + p("{{/if}}"),
              R"({"n":true,"m":)" + eight + "}", MissingValue::Keep, Dialect::Modern);
}

TEST(DocxPrinting, AGridTakesPrintedRowsBesideItAlong) {
  const auto rows = "<w:tr>" + cell(table(row({"{{m.b}}"}), 1) + "<w:p/>") + cell(p("{{g}}")) + "</w:tr>";
  expect_same(table(rows), R"({"g":[[1,2],[3]],"m":[{"b":1},{"b":2},{"b":3},{"b":4},{"b":5},{"b":6},{"b":7},{"b":8}]})");
}

TEST(DocxPrinting, PrintedRowsThatAGridTakesAlongCountAsWhatTheyStandFor) {
  const auto rows = "<w:tr>" + cell(table(row({"{{m.b}}"}), 1) + "<w:p/>") + cell(p("{{g}}")) + "</w:tr>";
  const auto bytes = Maker{.body = table(rows), .parts = {}, .relations = {}}.bytes();
  std::string many;
  for (int i = 0; i < 100; ++i) many += i == 0 ? "{}" : ",{}";
  auto package = ooxml::Package::open(bytes);
  Context context;
  context.data = *read_json(R"({"g":[[1],[2],[3],[4],[5],[6],[7],[8],[9]],"m":[)" + many + "]}");
  const auto done = fill(*package, context, {.copies = 1000, .elements = 5000});
  ASSERT_FALSE(done);  // 100 rows of 8 nodes, nine times
  EXPECT_EQ(done.error().code(), ErrorCode::InputTooComplex);
}

TEST(DocxPrinting, CommentsThatLookLikeCopiesAreNone) {
  const std::string like = "<dm:copies n=\"0\"/>";
  const auto body = p("{{n}}") + "<!--" + like + "--><?x " + like + "?>" + "<w:p><w:r><w:t><![CDATA[" + like + "]]></w:t></w:r></w:p>" +
                    like + table(row({"{{l.a}}"}), 1);
  FilledDocument document({.body = body, .parts = {}, .relations = {}}, twelve(R"({"a":"<dm:copies n=\"0\"/>"})"));
  EXPECT_EQ(document.outline(), "{{n}}\n" + like + "\n" + replaced("............", ".", "[" + like + "]\n"));
  expect_same(table("<w:tr><w:tc><w:p><!-- <dm:t n=\"0\"/> --><w:r><w:t>{{l.a}}</w:t></w:r></w:p></w:tc></w:tr>", 1), twelve(R"({"a":1})"));
}

TEST(DocxPrinting, AMissingNameIsAnErrorWhereItIsToBe) {
  expect_same(table(row({"{{l.a}}"}), 1), list_of({R"({"a":1})", "{}", R"({"a":1})", "{}", "{}", "{}", "{}"}), MissingValue::Error);
}

TEST(DocxPrinting, TextIsWrittenAsATreeWritesIt) {
  for (const auto seed : trial::seeds(300)) {
    trial::Dice dice(seed);
    static const std::vector<std::string> kOthers{" ",    "\n",           "\r",          "\t", "\r\n", std::string(1, '\0'),
                                                  "\x01", "\xEF\xBF\xBE", "\xEF\xBB\xBF"};
    std::string text;
    for (auto words = dice.below(6); words > 0; --words) text += dice.one_in(2) ? dice.of(kOthers) : dice.word();
    pugi::xml_document tree;
    auto run = tree.append_child("w:r");
    put_text(run.append_child(kTokenMark), text);
    std::ostringstream out;
    for (const auto child : run.children()) child.print(out, "", pugi::format_raw, pugi::encoding_utf8);
    std::string written;
    write_text(written, text);
    EXPECT_EQ(written, out.str()) << seed;
  }
}

std::string value_of(trial::Dice& dice) {
  static const std::vector<std::string> kValues{
      "null", "\"\"",  "\"a b\"",        "\" <&> \"",          "1",         "-2.50", "true",        "\"x\\ny\\tz\"",
      "[]",   "[1,2]", "\"2026-01-02\"", "[[1,\"a\"],[null]]", "{\"c\":1}", "1e30",  "\"{{l.a}}\"", R"([{"c":1},{"c":"q"}])"};
  return dice.of(kValues);
}

std::string paragraph_of(trial::Dice& dice) {
  static const std::vector<std::string> kTokens{
      "{{l.a}}", "{{l.b}}",    "{{l.b.c}}",    "{{l.a}:format(N1)}", "{{l.b}:empty(none)}", "{{l.a}:uppercase}", "{{l.a.Length}}",
      "{{n}}",   "{{l.gone}}", "{{l.Length}}", "{{@date}}",          "{{l.a}:strange(1)}",  "{{l.b}:keep-token}"};
  std::string text;
  for (auto words = dice.from(1, 4); words > 0; --words) text += dice.one_in(2) ? dice.of(kTokens) : dice.word();
  return split(trial::cut_up(dice, text, 12));
}

TEST(DocxPrinting, TemplatesOfChanceArePrintedAsTheyAreGrown) {
  for (const auto seed : trial::seeds(150)) {
    trial::Dice dice(seed);
    std::string cells;
    for (auto many = dice.from(1, 3); many > 0; --many) cells += cell(paragraph_of(dice) + (dice.one_in(3) ? paragraph_of(dice) : ""));
    auto body = p("{{n}}") + table("<w:tr>" + cells + "</w:tr>", 3);
    if (dice.one_in(2)) body += item("{{l.a}} {{l.b}}") + (dice.one_in(2) ? item("more") : "");
    std::vector<std::string> items;
    for (auto many = dice.from(1, 12); many > 0; --many) {
      items.push_back(dice.one_in(9) ? "{}" : R"({"a":)" + value_of(dice) + (dice.one_in(5) ? "" : R"(,"b":)" + value_of(dice)) + "}");
    }
    const auto policy = dice.one_in(2) ? MissingValue::Keep : MissingValue::Remove;
    SCOPED_TRACE(seed);
    expect_same(body, list_of(items), policy, dice.one_in(3) ? Dialect::Modern : Dialect::Classic);
  }
}

}  // namespace
}  // namespace docmill::templating::docx
