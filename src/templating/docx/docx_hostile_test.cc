#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include "templating/bounded_fill.h"
#include "templating/docx_maker.h"
#include "templating/same_parts.h"

// Templates and data that mean harm: each is filled or refused in words, in bounded time and memory.

namespace docmill::templating::docx {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// "filled", or what the error says; in a process of its own.
std::string outcome_of(const std::string& bytes, const std::string& json, Dialect dialect = Dialect::Classic) {
  return trial::outcome_within_bounds(bytes, json, dialect, [](auto& package, auto& context) { return fill(package, context); });
}

std::string outcome_of_body(const std::string& body, const std::string& json, Dialect dialect = Dialect::Classic) {
  return outcome_of(Maker{.body = body, .parts = {}, .relations = {}}.bytes(), json, dialect);
}

std::string numbers(std::size_t many, const std::string& inside = "\"a\":1") {
  std::string list = "[";
  for (std::size_t i = 0; i < many; ++i) list += (i == 0 ? "{" : ",{") + inside + "}";
  return list + "]";
}

std::string times(std::size_t many, const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < many; ++i) out += text;
  return out;
}

/// Parts of every kind, each with what the filling looks at.
ooxml::Entries rich_template() {
  const std::string spaces(kSpaces);
  const std::string body = p("{{n}}") + item("{{l.a}}") + table(row({"{{l.a}}", "{{l.b}:merge-nulls}"})) +
                           "<w:p><w:hyperlink r:id=\"rIdL\">" + run("{{n}}") +
                           "</w:hyperlink><w:r><w:footnoteReference w:id=\"1\"/></w:r><w:r><w:endnoteReference w:id=\"1\"/></w:r></w:p>" +
                           "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" descr=\"{{n}}\"/><a:graphic><a:graphicData>"
                           "<c:chart r:id=\"rIdC\"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>";
  auto rels = ooxml::rel("rIdN", "numbering", "numbering.xml") + ooxml::rel("rIdH", "header", "header1.xml") +
              ooxml::rel("rIdF", "footnotes", "footnotes.xml") + ooxml::rel("rIdE", "endnotes", "endnotes.xml") +
              ooxml::rel("rIdS", "settings", "settings.xml") + ooxml::rel("rIdC", "chart", "charts/chart1.xml") +
              ooxml::rel("rIdL", "hyperlink", "http://x.test/%7b%7bn%7d%7d", "TargetMode=\"External\"");
  return {{"[Content_Types].xml", ooxml::kTypesOfNothing},
          {"_rels/.rels", ooxml::rels_of(ooxml::rel("rId1", "officeDocument", "word/document.xml"))},
          {"word/document.xml", "<w:document " + spaces + "><w:body>" + body + "<w:sectPr/></w:body></w:document>"},
          {"word/_rels/document.xml.rels", ooxml::rels_of(rels)},
          {"word/numbering.xml", "<w:numbering " + spaces + "><w:abstractNum w:abstractNumId=\"0\"/><w:num w:numId=\"1\">" +
                                     "<w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"},
          {"word/header1.xml", "<w:hdr " + spaces + ">" + p("{{n}} {{l.a}}") + "</w:hdr>"},
          {"word/footnotes.xml", "<w:footnotes " + spaces + "><w:footnote w:id=\"1\">" + p("{{n}}") + "</w:footnote></w:footnotes>"},
          {"word/endnotes.xml", "<w:endnotes " + spaces + "><w:endnote w:id=\"1\">" + p("{{n}}") + "</w:endnote></w:endnotes>"},
          {"word/settings.xml", "<w:settings " + spaces + "/>"},
          {"word/charts/chart1.xml",
           "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" "
           "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:p><a:r><a:t>{{n}}</a:t></a:r></a:p></c:chartSpace>"}};
}

const std::string kData = R"({"n": "N", "l": [{"a": 1, "b": 2}, {"a": 3, "b": null}]})";

constexpr auto kNoMemory = "exception: std::bad_alloc";

TEST(DocxHostile, EntitiesAndDocumentTypesAreRefusedInEveryPart) {
  std::string bomb = "<!DOCTYPE a [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 30; ++i) {
    const auto last = "&a" + std::to_string(i - 1) + ";";
    bomb += "<!ENTITY a" + std::to_string(i) + " \"" + last + last + "\">";
  }
  bomb += "]>";
  for (const auto* part : {"word/document.xml", "word/header1.xml", "word/footnotes.xml", "word/numbering.xml",
                           "word/_rels/document.xml.rels", "_rels/.rels", "[Content_Types].xml"}) {
    auto entries = rich_template();
    for (auto& [name, content] : entries) {
      if (name == part) content = bomb + content;
    }
    EXPECT_THAT(outcome_of(ooxml::zip_of(entries), kData), HasSubstr("has a document type, which is forbidden there")) << part;
  }
}

TEST(DocxHostile, EachPartMayBeMissingEmptyDamagedOrTwice) {
  const auto entries = rich_template();
  ASSERT_EQ(outcome_of(ooxml::zip_of(entries), kData), "filled");
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto missing = entries;
    missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_THAT(outcome_of(ooxml::zip_of(missing), kData),
                AnyOf("filled", HasSubstr("is damaged"), HasSubstr("types is missing"), HasSubstr("part is missing")))
        << entries[i].first;
    for (const std::string content : {"", "<", "<a/>", "<w:body/>", "\xFF\xFE", "no XML"}) {
      auto other = entries;
      other[i].second = content;
      EXPECT_THAT(outcome_of(ooxml::zip_of(other), kData),
                  AnyOf("filled", HasSubstr("damaged"), HasSubstr("no XML"), HasSubstr("is missing")))
          << entries[i].first << " " << content;
    }
    auto twice = entries;
    twice.push_back(entries[i]);
    EXPECT_THAT(outcome_of(ooxml::zip_of(twice), kData), HasSubstr("two parts of one name")) << entries[i].first;
  }
}

TEST(DocxHostile, AnyRelationshipMayLeadToAnyPart) {
  const auto entries = rich_template();
  for (const auto* source : {"_rels/.rels", "word/_rels/document.xml.rels"}) {
    for (const auto* id : {"rId1", "rIdN", "rIdH", "rIdF", "rIdE", "rIdS", "rIdC"}) {
      for (const auto& [target, unused] : entries) {
        for (const bool loud : {false, true}) {
          auto other = entries;
          std::string spelled = "/" + target;
          if (loud) std::ranges::transform(spelled, spelled.begin(), [](char c) { return static_cast<char>(std::toupper(c)); });
          for (auto& [name, content] : other) {
            const auto at = content.find("Id=\"" + std::string(id) + "\"");
            if (name != source || at == std::string::npos) continue;
            const auto from = content.find("Target=\"", at) + 8;
            content.replace(from, content.find('"', from) - from, spelled);
          }
          EXPECT_THAT(outcome_of(ooxml::zip_of(other), kData),
                      AnyOf("filled", HasSubstr("damaged"), HasSubstr("no XML"), HasSubstr("has no body"), HasSubstr("different")))
              << id << " " << target;
        }
      }
    }
  }
}

TEST(DocxHostile, NamesThatTheFillingUsesItselfMeanNothingInATemplate) {
  const std::string forged =
      "<w:p dm:break=\"1\" dm:hidden=\"1\"><w:r><dm:t n=\"12345678\"/><dm:x/><w:t dm:tokens=\"99,98\">x</w:t></w:r></w:p><dm:t n=\"0\"/>"
      "<w:p><w:hyperlink dm:tokens=\"77\" dm:target=\"{{n}}\" r:id=\"rId9\">" +
      run("{{n}}") + "</w:hyperlink></w:p>";
  EXPECT_EQ(outcome_of_body(forged + table("<w:tr><w:tc dm:left=\"1\" dm:up=\"1\"><w:p/></w:tc></w:tr>"), kData), "filled");
  FilledDocument document({.body = forged, .parts = {}, .relations = {}}, kData);
  EXPECT_EQ(document.outline(), "x\nN\n");
}

TEST(DocxHostile, HugeListsInsideOneAnotherAreRefusedByALimit) {
  if (trial::kSanitized) GTEST_SKIP() << trial::kUnbounded;
  const auto data = "{\"x\":" + numbers(20'000) + ",\"y\":" + numbers(20'000) + "}";
  EXPECT_THAT(outcome_of_body(table(row({"{{x.a}}", "{{y.a}}"})), data), HasSubstr("The filled document would have more than"));
  // Sections cost more than rows; in the jail the lack of memory has an error of its own.
  EXPECT_THAT(outcome_of_body(p("{{x.a}} {{y.a}}"), data), AnyOf(HasSubstr("The filled document would have more than"), kNoMemory));
  std::string deep = "1";
  for (int i = 0; i < 30; ++i) deep = "[{\"a\":" + deep + "},{\"a\":2}]";
  EXPECT_EQ(outcome_of_body(table(row({"{{x" + times(31, ".a") + "}}", "{{x.a.a}}"})), "{\"x\":" + deep + "}").substr(0, 6), "The fi");
}

TEST(DocxHostile, NamesDefinedThroughOneAnotherEnd) {
  if (trial::kSanitized) GTEST_SKIP() << trial::kUnbounded;
  EXPECT_EQ(outcome_of_body(p("{{a = b}}") + p("{{b = a}}") + p("{{a = a}}") + p("{{a}} {{b}}"), "{}"), "filled");
  const auto* data = R"({"a": {"v": 1}, "b": {"v": 1}, "l": [{"v": 1}, {"v": 2}, {"v": 3}], "m": [{"v": 1}, {"v": 2}, {"v": 3}]})";
  std::string doubling;
  for (int i = 0; i < 60; ++i) doubling += p("{{a.x = a}}") + p("{{a.y = a}}") + p("{{b.x = b}}") + p("{{b.y = b}}");
  EXPECT_THAT(outcome_of_body(doubling + p("{{#if a == b}}") + p("{{a.v}}") + p("{{/if}}"), data, Dialect::Modern),
              AnyOf("filled", HasSubstr("too much work")));
  std::string growing;
  for (int i = 0; i < 15; ++i) growing += p("{{l.k = m}}") + p("{{m.k = l}}");
  EXPECT_THAT(outcome_of_body(growing + p("{{l" + times(28, ".k") + ".v|count()}}"), data, Dialect::Modern),
              AnyOf(HasSubstr("too much work"), kNoMemory));
  EXPECT_THAT(outcome_of_body(growing + table(row({"{{l" + times(20, ".k") + ".v}}"})), data, Dialect::Modern),
              HasSubstr("The filled document would have more than"));
}

TEST(DocxHostile, TenThousandTokensInAParagraphAreFilled) {
  if (trial::kSanitized) GTEST_SKIP() << trial::kUnbounded;
  std::vector<std::string> runs(10'000, "{{n}} ");
  EXPECT_EQ(outcome_of_body(split(runs), kData), "filled");
  EXPECT_EQ(outcome_of_body(p(times(10'000, "{{n}} ")), kData), "filled");
  EXPECT_EQ(outcome_of_body(p(times(10'000, "{{nowhere}:format(C)}")), kData), "filled");
  EXPECT_EQ(outcome_of_body(table(row({times(10'000, "{{l.a}} ")})), kData), "filled");
}

TEST(DocxHostile, ATokenCutOverTenThousandRunsIsOneToken) {
  std::vector<std::string> runs{"{", "{"};
  runs.insert(runs.end(), 10'000, " ");
  for (const auto* piece : {"n", "}", "}", "!"}) runs.emplace_back(piece);
  FilledDocument document({.body = split(runs), .parts = {}, .relations = {}}, kData);
  EXPECT_EQ(document.outline(), "N!\n");
  EXPECT_EQ(outcome_of_body(split(std::vector<std::string>(20'000, "{")), kData), "filled");
}

TEST(DocxHostile, ManyCollectionsInOnePlaceAreRefusedByALimit) {
  if (trial::kSanitized) GTEST_SKIP() << trial::kUnbounded;
  std::string cells;
  std::string data = "{\"n\":0";
  for (int i = 0; i < 10'000; ++i) {
    const auto name = "c" + std::to_string(i);
    cells += "{{" + name + ".a}}";
    data += ",\"" + name + "\":[{\"a\":1}]";
  }
  EXPECT_THAT(outcome_of_body(table(row({cells})), data + "}"), StartsWith("The template repeats more than"));
  EXPECT_THAT(outcome_of_body(p(cells), data + "}"), StartsWith("The template repeats more than"));
}

TEST(DocxHostile, DeepNestingIsRefusedOrFilled) {
  std::string tables = p("{{n}} {{l.a}}");
  for (int i = 0; i < 100; ++i) tables = table("<w:tr>" + cell(tables + "<w:p/>") + "</w:tr>", 1);
  EXPECT_EQ(outcome_of_body(tables, kData), "filled");
  EXPECT_THAT(outcome_of_body(times(600, "<w:sdt><w:sdtContent>") + p("{{n}}") + times(600, "</w:sdtContent></w:sdt>"), kData),
              HasSubstr("nested more than 500 levels deep"));
  EXPECT_THAT(outcome_of_body(p("{{n}}"), times(1'000'000, "[")), HasSubstr("200"));
  EXPECT_EQ(outcome_of_body(p("{{" + times(10'000, "(") + "n" + times(10'000, ")") + "}}"), kData, Dialect::Modern), "filled");
  EXPECT_EQ(outcome_of_body(times(3'000, p("{{#if n}}")) + p("x") + times(3'000, p("{{/if}}")), kData, Dialect::Modern), "filled");
}

TEST(DocxHostile, OneNoteReferredToOverAndOverIsRefusedByALimit) {
  if (trial::kSanitized) GTEST_SKIP() << trial::kUnbounded;
  const std::string spaces(kSpaces);
  const Maker maker{.body = "<w:p>" + times(20'000, "<w:r><w:footnoteReference w:id=\"1\"/></w:r>") + "</w:p>",
                    .parts = {{"word/footnotes.xml", "<w:footnotes " + spaces + "><w:footnote w:id=\"1\">" + times(5'000, p("{{n}}")) +
                                                         "</w:footnote></w:footnotes>"}},
                    .relations = ooxml::rel("rIdT", "footnotes", "footnotes.xml")};
  EXPECT_THAT(outcome_of(maker.bytes(), kData), HasSubstr("more than 6000000 elements"));
}

TEST(DocxHostile, ManyLinksAndNamespacesTakeBoundedTime) {
  if (trial::kSanitized) GTEST_SKIP() << trial::kUnbounded;
  std::string links;
  std::string relations;
  for (int i = 0; i < 30'000; ++i) {
    const auto id = "rIdX" + std::to_string(i);
    links += "<w:hyperlink r:id=\"" + id + "\"><w:r><w:t>x</w:t></w:r></w:hyperlink>";
    relations += ooxml::rel(id, "hyperlink", "http://x.test/%7b%7bn%7d%7d/" + id, "TargetMode=\"External\"");
  }
  EXPECT_EQ(outcome_of(Maker{.body = "<w:p>" + links + "</w:p>", .parts = {}, .relations = relations}.bytes(), kData), "filled");
  std::string rows = numbers(30'000);
  const auto linked =
      table("<w:tr>" + cell("<w:p><w:hyperlink r:id=\"rIdL\">" + run("{{x.a}} {{x.l}}") + "</w:hyperlink></w:p>") + "</w:tr>", 1);
  std::string list = "[";
  for (int i = 0; i < 30'000; ++i) list += (i == 0 ? "" : ",") + ("{\"a\":" + std::to_string(i) + "}");
  const auto relation = ooxml::rel("rIdL", "hyperlink", "http://x.test/%7b%7bx.a%7d%7d", "TargetMode=\"External\"");
  EXPECT_EQ(outcome_of(Maker{.body = linked, .parts = {}, .relations = relation}.bytes(), "{\"x\":" + list + "]}"), "filled");
  std::string spaces;
  for (int i = 0; i < 30'000; ++i)
    spaces += " xmlns:a" + std::to_string(i) + "=\"http://schemas.openxmlformats.org/x" + std::to_string(i) + "\"";
  EXPECT_THAT(
      outcome_of_body(
          "<w:p xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"" + spaces + ">" + times(30'000, "<a1:x/>") + "</w:p>", kData),
      AnyOf("filled", HasSubstr("namespaces")));
  std::string same;
  for (int i = 0; i < 30'000; ++i) same += "<a:x xmlns:a=\"u:" + std::to_string(i) + "\"/>";
  EXPECT_THAT(outcome_of_body("<w:p>" + same + "</w:p>", kData), AnyOf("filled", HasSubstr("namespaces")));
}

TEST(DocxHostile, ASteeringTokenInACellThatIsMergedGoesWithIt) {
  const auto body = table(row({"{{l.a}}", "{{k = n}}{{l.b}:merge-nulls}"}));
  EXPECT_EQ(outcome_of_body(body, kData), "filled");
  EXPECT_EQ(filled(body, kData), "[1|2]\n[3]\n");
  EXPECT_EQ(outcome_of_body(table(row({"{{x}:merge-nulls}{{k = n}}", "{{y}:merge-nulls}{{j = n}}", "{{z}:span-nulls}"})),
                            R"({"n": 1, "x": null, "y": null, "z": null})"),
            "filled");
}

TEST(DocxHostile, AHundredMegabytesOfDataAreReadOrRefusedByALimit) {
  if (trial::kSanitized) GTEST_SKIP() << trial::kUnbounded;
  const auto one_text = "{\"n\":\"" + std::string(100'000'000, 'x') + "\"}";
  EXPECT_THAT(outcome_of_body(p("{{n}}"), one_text), AnyOf("filled", HasSubstr("more memory")));
  std::string many = "{\"l\":[";
  while (many.size() < 100'000'000) many += "{\"a\":1,\"b\":\"some text that is not used\",\"c\":[1,2,3],\"d\":null},";
  EXPECT_THAT(outcome_of_body(p("{{l.Length}}"), many + "{}]}"), AnyOf("filled", HasSubstr("values")));
}

}  // namespace
}  // namespace docmill::templating::docx
