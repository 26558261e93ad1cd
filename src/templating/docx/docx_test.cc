#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "templating/docx_maker.h"

namespace docmill::templating::docx {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// 1 x 1 pixel, 8 bits of grey.
constexpr std::string_view kDot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";

TEST(Docx, ATokenCutOverRunsIsReplacedInTheFirstOfThem) {
  FilledDocument document({.body = split({"Hello {", "{na", "me}", "}, welcome"}), .parts = {}, .relations = {}}, R"({"name": "Mark"})");
  EXPECT_EQ(document.outline(), "Hello Mark, welcome\n");
  const auto runs = document.root().child("w:body").child("w:p").children("w:r");
  EXPECT_EQ(std::distance(runs.begin(), runs.end()), 4);
  EXPECT_STREQ(runs.begin()->last_child().text().get(), "Mark");
}

TEST(Docx, TokensTouchAndRepeat) {
  EXPECT_EQ(filled(split({"{{a}}{{b}} and {{", "a}}"}), R"({"a": "x", "b": 7})"), "x7 and x\n");
}

TEST(Docx, ALineFeedIsABreakAndSpecialCharactersAreText) {
  EXPECT_EQ(filled(p("{{a}}"), R"({"a": "one\ntwo <b> & \u0001"})"), "one/two <b> & \n");
}

TEST(Docx, AnUnknownNameStays) {
  EXPECT_EQ(filled(split({"{{nowhere", "}} x"}), R"({"a": 1})"), "{{nowhere}} x\n");
}

TEST(Docx, TableRowsRepeatWithWhatStandsBetweenThem) {
  EXPECT_EQ(filled(table(row({"Name", "Job"}) + row({"{{e.name}}", "{{company}}"}) + row({"-", "{{e.job}}"}) + row({"end", ""})),
                   R"({"company": "P", "e": [{"name": "A", "job": "x"}, {"name": "B", "job": "y"}]})"),
            "[Name|Job]\n[A|P]\n[-|x]\n[B|P]\n[-|y]\n[end|]\n");
}

TEST(Docx, ARootListAddsNoNameAndOneItemNoCopy) {
  EXPECT_EQ(filled(p("{{title}}") + table(row({"{{rows.a}}"})), R"([{"title": "T", "rows": [{"a": 1}, {"a": 2}]}])"), "T\n[1]\n[2]\n");
}

TEST(Docx, NestedTablesAndListsRepeatInsideEachRow) {
  const auto inner = table(row({"{{c.managers.name}}", "x"}));
  const auto body = table("<w:tr>" + cell(p("{{c.name}}") + item("{{c.projects.name}}") + inner + "<w:p/>") + "</w:tr>", 1);
  EXPECT_EQ(filled(body, R"({"c": [{"name": "A", "projects": [{"name": "p"}, {"name": "q"}], "managers": [{"name": "m"}]},
                                   {"name": "B", "projects": [{"name": "r"}], "managers": [{"name": "n"}, {"name": "o"}]}]})"),
            "[A\n#0 p\n#0 q\n[m|x]\n]\n[B\n#0 r\n[n|x]\n[o|x]\n]\n");
}

TEST(Docx, AnOuterLevelOfAListPullsItsInnerLevelsAlong) {
  EXPECT_EQ(filled(p("Countries") + item("{{country}}") + item("{{cities.name}}", 1) + p("End"),
                   R"([{"country": "C", "cities": [{"name": "S"}, {"name": "B"}]}, {"country": "I", "cities": [{"name": "D"}]}])"),
            "Countries\n#0 C\n#1 S\n#1 B\n#0 I\n#1 D\nEnd\n");
}

TEST(Docx, ASharedCollectionRepeatsInEachPlace) {
  EXPECT_EQ(filled(table(row({"{{e.n}}"})) + p("between") + item("{{e.n}}"), R"({"e": [{"n": 1}, {"n": 2}]})"),
            "[1]\n[2]\nbetween\n#0 1\n#0 2\n");
}

TEST(Docx, AnEmptyCollectionTakesItsRowsAndItemsAlong) {
  EXPECT_EQ(filled(table(row({"Name"}) + row({"{{e.n}}"})) + table(row({"{{e.n}}"})) + item("{{e.n}}") + p("End"), R"({"e": []})"),
            "[Name]\nEnd\n");
}

TEST(Docx, ProseRepeatsAsSectionsOnNewPages) {
  FilledDocument document(
      {.body = p("{{r.name}}") + table(row({"{{r.rows.x}}"})), .parts = {}, .relations = {}},
      R"({"r": [{"name": "A", "rows": [{"x": 1}, {"x": 2}]}, {"name": "B", "rows": []}, {"name": "C", "rows": [{"x": 3}]}]})");
  EXPECT_EQ(document.outline(), "A\n[1]\n[2]\n\n---\nB\n\n---\nC\n[3]\n");
}

TEST(Docx, OnlyTheSectionWithTheTokensRepeats) {
  const std::string end = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>";
  EXPECT_EQ(filled(p("Cover") + end + p("{{r.name}}") + end + p("Back"), R"({"r": [{"name": "A"}, {"name": "B"}]})"),
            "Cover\n\n---\nA\n\n---\nB\n\n---\nBack\n");
}

TEST(Docx, PageRepeatsTheDocumentAroundATable) {
  EXPECT_EQ(filled(table(row({"Name"}) + row({"{{c.name}:page}"})), R"({"c": [{"name": "A"}, {"name": "B"}]})"),
            "[Name]\n[A]\n\n---\n[Name]\n[B]\n");
}

TEST(Docx, ATableOfContentsIsNotRepeatedAndAskedToBeBroughtUpToDate) {
  const std::string contents =
      R"(<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>)" +
      p("Contents") + p("{{r.name}}") + "</w:sdtContent></w:sdt>";
  FilledDocument document(
      {.body = contents + p("{{r.name}}"),
       .parts =
           {{"word/settings.xml",
             R"(<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/></w:settings>)"}},
       .relations = ooxml::rel("rIdS", "settings", "settings.xml")},
      R"({"r": [{"name": "A"}, {"name": "B"}]})");
  EXPECT_EQ(document.outline(), "Contents\nA\nA\n\n---\nB\n");
  EXPECT_THAT(document.text_of_part("word/settings.xml"), HasSubstr("<w:updateFields w:val=\"true\""));
}

TEST(Docx, NumberedListsOfLaterCopiesCountAnew) {
  FilledDocument document({.body = p("{{r.name}}") + item("one") + item("two"), .parts = {}, .relations = {}},
                          R"({"r": [{"name": "A"}, {"name": "B"}]})");
  const auto text = document.text_of_part("word/document.xml");
  EXPECT_THAT(text, HasSubstr("<w:numId w:val=\"2\""));
  EXPECT_THAT(document.text_of_part("word/numbering.xml"), HasSubstr("<w:startOverride w:val=\"1\""));
}

TEST(Docx, HidingTakesTheItemTheRowOrNothing) {
  const auto* data = R"({"e": [{"n": "A", "d": "x"}, {"n": "B", "d": "y"}], "none": null})";
  EXPECT_EQ(filled(table(row({"{{e.n}}", "{{e.d}:hide-block-if(y)}"})), data), "[A|]\n");
  EXPECT_EQ(filled(item("{{e.n}} {{e.d}:hide-block-if-not(y)}") + p("End"), data), "#0 B \nEnd\n");
  EXPECT_EQ(filled(table(row({"{{none}:hide-block-if-empty}gone"})) + p("End"), data), "End\n");
  EXPECT_EQ(filled(p("kept {{none}:hide-block-if-empty}"), data), "kept \n");
}

TEST(Docx, AHiddenSectionTakesItsPageAlong) {
  const auto* data = R"({"r": [{"n": "A", "x": 1}, {"n": "B", "x": null}, {"n": "C", "x": null}]})";
  EXPECT_EQ(filled(p("{{r.n}}{{r.x}:hide-block-if-empty}"), data), "A\n");
}

TEST(Docx, NullsMergeCellsToTheLeftAndUp) {
  FilledDocument left({.body = table(row({"{{e.a}}", "{{e.b}:merge-nulls}"})), .parts = {}, .relations = {}},
                      R"({"e": [{"a": 1, "b": 2}, {"a": 3, "b": null}]})");
  EXPECT_EQ(left.outline(), "[1|2]\n[3]\n");
  EXPECT_THAT(left.text_of_part("word/document.xml"), HasSubstr("<w:tcW w:w=\"4000\" w:type=\"dxa\"/><w:gridSpan w:val=\"2\"/>"));
  FilledDocument up({.body = table(row({"{{e.a}:span-nulls}", "{{e.b}}"})), .parts = {}, .relations = {}},
                    R"({"e": [{"a": 1, "b": 2}, {"a": null, "b": 3}, {"a": null, "b": 4}]})");
  const auto text = up.text_of_part("word/document.xml");
  EXPECT_THAT(text, HasSubstr("<w:vMerge w:val=\"restart\"/>"));
  EXPECT_EQ(
      up.root().child("w:body").child("w:tbl").last_child().child("w:tc").child("w:tcPr").child("w:vMerge").attribute("w:val").value(),
      std::string());
}

TEST(Docx, AGridGrowsRightAndDownAndSharesTheWidth) {
  FilledDocument document({.body = table(row({"{{label}}", "{{grid}}"})), .parts = {}, .relations = {}},
                          R"({"label": "L", "grid": [["a", "b"], ["c"]]})");
  EXPECT_EQ(document.outline(), "[L|a|b]\n[L|c|]\n");
  const auto columns = document.root().child("w:body").child("w:tbl").child("w:tblGrid").children("w:gridCol");
  EXPECT_EQ(std::distance(columns.begin(), columns.end()), 3);
}

TEST(Docx, PicturesHaveTheirOwnSizeOrTheOneAskedFor) {
  const auto data = "{\"a\": \"" + std::string(kDot) + "\", \"bad\": \"no picture\"}";
  FilledDocument document({.body = p("x{{a}:picture}y {{a}:picture(20,10)} {{bad}:picture}"), .parts = {}, .relations = {}}, data);
  EXPECT_EQ(document.outline(), "x<picture>y <picture> \n");
  const auto text = document.text_of_part("word/document.xml");
  EXPECT_THAT(text, HasSubstr("cx=\"9525\" cy=\"9525\""));
  EXPECT_THAT(text, HasSubstr("cx=\"190500\" cy=\"95250\""));
  EXPECT_EQ(document.context.warnings.list().size(), 1U);
  EXPECT_TRUE(document.package().has("word/media/image1.png"));
  EXPECT_FALSE(document.package().has("word/media/image2.png"));
}

TEST(Docx, CodesAreDrawn) {
  FilledDocument document(
      {.body = p("{{a}:qrcode(3)}") + p("{{a}:barcode(CODE128,200,100)}") + p("{{a}:barcode(NONE,200,100)}"), .parts = {}, .relations = {}},
      R"({"a": "tel:+1-234-555-6677"})");
  EXPECT_EQ(document.outline(), "<picture>\n<picture>\n\n");
  const auto text = document.text_of_part("word/document.xml");
  EXPECT_THAT(text, HasSubstr("cx=\"942975\" cy=\"942975\""));
  EXPECT_THAT(text, HasSubstr("cx=\"1905000\" cy=\"952500\""));
}

TEST(Docx, HeadersAndWordArtAreFilledAndOthersStay) {
  const std::string spaces(kSpaces);
  const std::string plain = "<?xml version=\"1.0\"?>\n<w:ftr " + spaces + "><w:p></w:p></w:ftr>";
  FilledDocument document(
      {.body = p("{{a}}"),
       .parts = {{"word/header1.xml",
                  "<w:hdr " + spaces + ">" + p("{{items.n}} of {{a}}") +
                      "<w:p><w:r><w:pict><v:shape><v:textpath string=\"{{a}}!\"/></v:shape></w:pict></w:r></w:p></w:hdr>"},
                 {"word/footer1.xml", plain}},
       .relations = ooxml::rel("rIdH", "header", "header1.xml") + ooxml::rel("rIdF", "footer", "footer1.xml")},
      R"({"a": "A", "items": [{"n": 1}, {"n": 2}]})");
  EXPECT_EQ(outline_of(document.root("word/header1.xml")), "1 of A\n\n");
  EXPECT_THAT(document.text_of_part("word/header1.xml"), HasSubstr("string=\"A!\""));
  EXPECT_EQ(document.text_of_part("word/footer1.xml"), plain);
}

TEST(Docx, LinksAndNotesOfCopiesAreTheirOwn) {
  const std::string spaces(kSpaces);
  const std::string link =
      "<w:p><w:hyperlink r:id=\"rIdL\">" + run("{{n}}") + "</w:hyperlink><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>";
  FilledDocument document(
      {.body = table("<w:tr>" + cell(link) + "</w:tr>", 1),
       .parts = {{"word/footnotes.xml", "<w:footnotes " + spaces +
                                            "><w:footnote w:type=\"separator\" w:id=\"0\"><w:p/></w:footnote><w:footnote w:id=\"1\">" +
                                            p("note {{n}}") + "</w:footnote></w:footnotes>"}},
       .relations = ooxml::rel("rIdL", "hyperlink", "http://x.test/%7b%7bn%7d%7d", "TargetMode=\"External\"") +
                    ooxml::rel("rIdT", "footnotes", "footnotes.xml")},
      R"([{"n": "a"}, {"n": "b c"}])");
  EXPECT_EQ(document.outline(), "[a]\n[b c]\n");
  const auto relations = document.package().relationships("word/document.xml").value();
  std::string targets;
  for (const auto& relation : relations) targets += relation.external ? relation.target + " " : "";
  EXPECT_EQ(targets, "http://x.test/a http://x.test/b%20c ");
  std::string notes;
  for (const auto note : document.root("word/footnotes.xml").children())
    notes += std::string(note.attribute("w:id").value()) + ":" + outline_of(note);
  EXPECT_EQ(notes, "0:\n1:note a\n2:note b c\n");
}

TEST(Docx, BothFormsOfATextBoxAreFilled) {
  const std::string box = "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx><w:txbxContent>" + p("{{a}}") +
                          "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>" +
                          p("{{a}}") + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>";
  FilledDocument document({.body = box, .parts = {}, .relations = {}}, R"({"a": "V"})");
  const auto text = document.text_of_part("word/document.xml");
  EXPECT_THAT(text, Not(HasSubstr("{{")));
  EXPECT_NE(text.find("V</w:t>"), text.rfind("V</w:t>"));
}

TEST(Docx, NumbersThatMustBeUniqueAreSoInCopies) {
  const std::string marked = "<w:p><w:bookmarkStart w:id=\"4\" w:name=\"b\"/>" + run("{{n}}") + "<w:bookmarkEnd w:id=\"4\"/></w:p>";
  FilledDocument document({.body = table("<w:tr>" + cell(marked) + "</w:tr>", 1), .parts = {}, .relations = {}}, R"([{"n": 1}, {"n": 2}])");
  const auto text = document.text_of_part("word/document.xml");
  EXPECT_EQ(text.find("bookmarkStart w:id=\"4\""), text.rfind("bookmarkStart w:id=\"4\""));
  EXPECT_EQ(text.find("bookmarkEnd w:id=\"4\""), text.rfind("bookmarkEnd w:id=\"4\""));
}

TEST(Docx, AnAliasDefinesANameAndItsParagraphGoes) {
  EXPECT_EQ(filled(p("{{best = e|top(1)}}") + item("{{best.n}}"), R"({"e": [{"n": 1}, {"n": 2}]})"), "#0 1\n");
}

TEST(DocxModern, BranchesThatDoNotHoldGo) {
  const auto* data = R"({"on": true, "off": false, "n": "N", "rows": [{"a": 1, "ok": true}, {"a": 2, "ok": false}]})";
  const auto modern = [&](const std::string& body) { return filled(body, data, Dialect::Modern); };
  EXPECT_EQ(modern(p("{{#if on}}") + p("shown {{n}}") + p("{{#else}}") + table(row({"{{rows.a}}"})) + p("{{/if}}") + p("end")),
            "shown N\nend\n");
  EXPECT_EQ(modern(p("State: {{#if off}}On{{#else}}Off {{n}}{{/if}}.")), "State: Off N.\n");
  EXPECT_EQ(modern(p("{{#if on}}") + p("{{#if off}}") + p("no") + p("{{/if}}") + p("yes") + p("{{/if}}")), "yes\n");
  EXPECT_EQ(modern(table(row({"{{rows.a}}", "{{#if rows.ok}}good{{#else}}bad{{/if}}"}))), "[1|good]\n[2|bad]\n");
  EXPECT_EQ(modern(table(row({"head"}) + row({"{{#if rows.ok}}"}) + row({"{{rows.a}}"}) + row({"{{/if}}"}))), "[head]\n[1]\n");
  EXPECT_EQ(modern(p("{{#if on}} never closed")), "{{#if on}} never closed\n");
}

TEST(DocxModern, HideIfTakesTheItem) {
  EXPECT_EQ(filled(item("{{e.n}}{{#hide-if e.n == \"B\"}}"), R"({"e": [{"n": "A"}, {"n": "B"}, {"n": "C"}]})", Dialect::Modern),
            "#0 A\n#0 C\n");
}

TEST(DocxMergeFields, FieldsShowPropertiesAndStay) {
  const std::string field =
      "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> MERGEFIELD \"Full Name\" \\* Upper "
      "</w:instrText></w:r><w:r><w:fldChar "
      "w:fldCharType=\"separate\"/></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>«Full</w:t></w:r><w:r><w:t>Name»</w:t></w:r><w:r><w:fldChar "
      "w:fldCharType=\"end\"/></w:r>" +
      run(" {{token}} ") + "<w:fldSimple w:instr=\" MERGEFIELD missing \">" + run("«missing»") + "</w:fldSimple></w:p>";
  const auto bytes = Maker{.body = field, .parts = {}, .relations = {}}.bytes();
  auto package = ooxml::Package::open(bytes);
  Context context;
  context.data = read_json(R"({"full_name": "ada", "token": "T"})").value();
  ASSERT_TRUE(fill_merge_fields(*package, context));
  const auto root = (*package->xml("word/document.xml"))->document_element();
  EXPECT_EQ(outline_of(root.child("w:body")), "ADA {{token}} «missing»\n");
  EXPECT_THAT(package->bytes("word/document.xml").value(), HasSubstr("<w:rPr><w:b/></w:rPr><w:t>ADA"));
}

TEST(DocxLimits, NestingDoesNotMultiplyWithoutBound) {
  std::string list = "[";
  for (int i = 0; i < 100; ++i) list += "{\"a\": 1},";
  list += "]";
  const auto data = "{\"x\": " + list + ", \"y\": " + list + "}";
  const auto bytes = Maker{.body = table(row({"{{x.a}}", "{{y.a}}"})), .parts = {}, .relations = {}}.bytes();
  const auto error_with = [&](const FillLimits& limits) {
    auto package = ooxml::Package::open(bytes);
    Context context;
    context.data = read_json(data).value();
    auto filled = fill(*package, context, limits);
    return filled ? std::string() : std::string(info(filled.error().code()).name) + ": " + filled.error().message();
  };
  EXPECT_EQ(error_with({}), "");
  EXPECT_THAT(error_with({.copies = 5000}), HasSubstr("input_too_complex: The filled document would have more than 5000 repeated rows"));
  EXPECT_THAT(error_with({.elements = 5000}), HasSubstr("5000 elements"));
  EXPECT_THAT(error_with({.slots = 5000}), HasSubstr("5000 filled tokens"));
}

TEST(DocxLimits, AHundredThousandRowsAreWrittenInSeconds) {
  std::string list = "[";
  for (int i = 0; i < 100'000; ++i) list += "{\"a\": " + std::to_string(i) + ", \"b\": \"text\"},";
  FilledDocument document({.body = table(row({"{{a}}", "{{b}}"})), .parts = {}, .relations = {}}, list + "]");
  ASSERT_TRUE(document.result) << document.result.error().describe();
  const auto rows = document.root().child("w:body").child("w:tbl").children("w:tr");
  EXPECT_EQ(std::distance(rows.begin(), rows.end()), 100'000);
}

TEST(DocxLimits, WhatIsNoDocumentIsRefused) {
  Context context;
  for (const std::string body : {"<a/>", "", "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>"}) {
    const auto bytes = ooxml::zip_of({{"[Content_Types].xml", ooxml::kTypesOfNothing},
                                      {"_rels/.rels", ooxml::rels_of(ooxml::rel("rId1", "officeDocument", "word/document.xml"))},
                                      {"word/document.xml", body}});
    auto package = ooxml::Package::open(bytes);
    ASSERT_TRUE(package);
    EXPECT_FALSE(fill(*package, context)) << body;
  }
}

}  // namespace
}  // namespace docmill::templating::docx
