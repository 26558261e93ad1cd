#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "templating/pptx_maker.h"

namespace docmill::templating::pptx {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kTwo = R"({"title": "T", "r": [{"n": "A", "x": 1}, {"n": "B", "x": null}]})";

TEST(Pptx, ATokenCutOverRunsIsReplacedInTheFormatOfTheFirst) {
  const std::string text =
      "<a:p>" + run("Hello {", "<a:latin typeface=\"Bold\"/>") + run("{na") + run("me}") + run("}, welcome") + "</a:p>";
  FilledShow show({.slides = {{.shapes = box(text)}}}, R"({"name": "Mark"})");
  EXPECT_EQ(show.outline(), "Hello Mark, welcome\n");
  const auto runs = show.root("ppt/slides/slide1.xml").child("p:cSld").child("p:spTree").child("p:sp").child("p:txBody").child("a:p");
  const auto value = runs.child("a:r").next_sibling("a:r");
  EXPECT_STREQ(value.child("a:t").text().get(), "Mark");
  EXPECT_STREQ(value.child("a:rPr").child("a:latin").attribute("typeface").value(), "Bold");
}

TEST(Pptx, TokensTouchAndRepeatAndBlanksStay) {
  EXPECT_EQ(filled(box(split({" {{a}}{{b}} and {{", "a}} "})), R"({"a": "x", "b": 7})"), " x7 and x \n");
}

TEST(Pptx, ALineFeedIsABreakAndSpecialCharactersAreText) {
  EXPECT_EQ(filled(box(p("{{a}}")), R"({"a": "one\ntwo\r\n<b> & \u0001"})"), "one/two/<b> & \n");
}

TEST(Pptx, ATokenInAFieldBecomesTextAndOtherFieldsStay) {
  const std::string text = R"(<a:p><a:fld id="{1}" type="datetime1"><a:rPr lang="en-US"/><a:pPr/><a:t>{{name}}</a:t></a:fld>)"
                           R"(<a:fld id="{2}" type="slidenum"><a:rPr lang="en-US"/><a:t>7</a:t></a:fld></a:p>)";
  FilledShow show({.slides = {{.shapes = box(text)}}}, R"({"name": "Mark"})");
  const auto runs = show.root("ppt/slides/slide1.xml").child("p:cSld").child("p:spTree").child("p:sp").child("p:txBody").child("a:p");
  EXPECT_STREQ(runs.child("a:r").child("a:t").text().get(), "Mark");
  EXPECT_STREQ(runs.child("a:fld").attribute("type").value(), "slidenum");
  EXPECT_FALSE(runs.child("a:fld").next_sibling("a:fld"));
}

TEST(Pptx, AnUnknownNameStaysAndIsNamedWithItsSlide) {
  FilledShow show({.slides = {{.shapes = box(p("-"))}, {.shapes = box(split({"{{nowhere", "}} x"}))}}}, "{}");
  EXPECT_EQ(show.outline(), "-\n---\n{{nowhere}} x\n");
  ASSERT_EQ(show.context.warnings.list().size(), 1U);
  EXPECT_EQ(show.context.warnings.list()[0].part, "ppt/slides/slide2.xml");
  EXPECT_EQ(show.context.warnings.list()[0].place, "slide 2, “Box”");
}

TEST(Pptx, LayoutsMastersAndSlidesWithoutTokensStayAsTheyAre) {
  FilledShow show({.slides = {{.shapes = box(p("plain {x}"))}, {.shapes = box(p("{{title}}"))}}}, R"({"title": "T", "master": "M"})");
  EXPECT_THAT(show.text_of_part("ppt/slideMasters/slideMaster1.xml"), HasSubstr("{{master}}"));
  EXPECT_EQ(show.text_of_part("ppt/slides/slide1.xml"), part_of_show("sld", box(p("plain {x}"))));
}

TEST(Pptx, TableRowsRepeatWithWhatStandsBetweenThem) {
  FilledShow show({.slides = {{.shapes = table(row({"Name", "X"}, 1) + row({"{{r.n}}", "{{title}}"}, 2) + row({"-", "{{r.x}}"}, 3) +
                                               row({"end", ""}, 4))}}},
                  kTwo);
  EXPECT_EQ(show.outline(), "[Name|X]\n[A|T]\n[-|1]\n[B|T]\n[-|]\n[end|]\n");
  const auto frame = show.root("ppt/slides/slide1.xml").child("p:cSld").child("p:spTree").child("p:graphicFrame");
  EXPECT_EQ(frame.child("p:xfrm").child("a:ext").attribute("cy").as_int(), 6 * 370840);
  std::set<std::string> numbers;
  for (const auto& found : frame.select_nodes(".//a16:rowId")) numbers.insert(found.node().attribute("val").value());
  EXPECT_EQ(numbers.size(), 6U);
}

TEST(Pptx, ItemsOfListsRepeatAndPullDeeperOnesAlong) {
  EXPECT_EQ(filled(box(p("Countries") + item("{{country}}") + item("{{cities.name}}", 1) + item("static", 2) + p("End")),
                   R"([{"country": "C", "cities": [{"name": "S"}, {"name": "B"}]}, {"country": "I", "cities": [{"name": "D"}]}])"),
            "Countries\n* C\n** S\n*** static\n** B\n*** static\n* I\n** D\n*** static\nEnd\n");
}

TEST(Pptx, ABulletOfTheMasterMakesAnItemAndATitleNone) {
  const auto body = placeholder("<p:ph idx=\"1\"/>", p("{{r.n}}"));
  EXPECT_EQ(filled(body, kTwo), "A\nB\n");
  EXPECT_EQ(filled(placeholder("<p:ph type=\"title\"/>", p("{{r.n}}")), kTwo), "A\n---\nB\n");
  const auto without = placeholder("<p:ph idx=\"1\"/>", "<a:p><a:pPr><a:buNone/></a:pPr>" + run("{{r.n}}") + "</a:p>");
  EXPECT_EQ(filled(without, kTwo), "A\n---\nB\n");
}

TEST(Pptx, ListsInCellsRepeatInsideEachRow) {
  EXPECT_EQ(filled(table("<a:tr h=\"1\">" + cell(p("{{r.n}}") + item("{{r.k.v}}")) + "</a:tr>", 1),
                   R"({"r": [{"n": "A", "k": [{"v": 1}, {"v": 2}]}, {"n": "B", "k": [{"v": 3}]}]})"),
            "[A;* 1;* 2]\n[B;* 3]\n");
}

TEST(Pptx, ASharedCollectionRepeatsInEachPlace) {
  EXPECT_EQ(filled(table(row({"{{r.n}}"}), 1) + box(item("{{r.n}}")), kTwo), "[A]\n[B]\n* A\n* B\n");
}

TEST(Pptx, AnEmptyCollectionTakesItsRowsAndItemsAlong) {
  EXPECT_EQ(
      filled(table(row({"Name"}) + row({"{{e.n}}"}), 1) + table(row({"{{e.n}}"}), 1) + box(item("{{e.n}}") + p("End")), R"({"e": []})"),
      "[Name]\nEnd\n");
}

TEST(Pptx, AnEmptyCollectionTakesItsSlidesButNotAllThereAre) {
  EXPECT_EQ(FilledShow({.slides = {{.shapes = box(p("{{e.n}}"))}, {.shapes = box(p("rest"))}}}, R"({"e": []})").outline(), "rest\n");
  EXPECT_EQ(filled(box(p("Name: {{e.n}}")), R"({"e": []})"), "Name: \n");
}

TEST(Pptx, SlidesThatStayWithoutItemsSayAllElse) {
  EXPECT_EQ(
      filled(box(p("{{e.n}} of {{t}}{{e.n}:hide-block-if-empty}") + item("{{f.n}}")), R"({"e": [], "t": "T", "f": [{"n": 1}, {"n": 2}]})"),
      " of T\n* 1\n* 2\n");
}

TEST(Pptx, AGroupOfSlidesRepeatsInItsOrder) {
  FilledShow show({.slides = {{.shapes = box(p("Cover"))},
                              {.shapes = box(p("{{r.n}}")), .relations = {}, .notes = box(p("about {{r.n}}"))},
                              {.shapes = box(p("between"))},
                              {.shapes = box(p("{{r.n}} again"))},
                              {.shapes = box(p("Back"))}}},
                  kTwo);
  EXPECT_EQ(show.outline(),
            "Cover\n---\nA\nnotes: about A\n---\nbetween\n---\nA again\n---\nB\nnotes: about B\n---\nbetween\n---\nB again\n---\nBack\n");
  const auto parts = show.slides();
  EXPECT_EQ(std::set<std::string>(parts.begin(), parts.end()).size(), 8U);
  std::set<std::string> numbers;
  for (const auto slide : show.root("ppt/presentation.xml").child("p:sldIdLst").children()) numbers.insert(slide.attribute("id").value());
  EXPECT_EQ(numbers.size(), 8U);
  for (const auto& part : parts) {
    EXPECT_THAT(show.package().content_type(part), HasSubstr("presentationml.slide+xml"));
    EXPECT_TRUE(show.package().find(part, "slideLayout"));
    if (const auto notes = show.package().find(part, "notesSlide")) {
      EXPECT_EQ(show.package().find(notes->target, "slide")->target, part);
    }
  }
}

TEST(Pptx, SlidesRepeatWithinRepeatedSlides) {
  FilledShow show({.slides = {{.shapes = box(p("{{d.n}}"))}, {.shapes = box(p("{{d.e.n}} of {{d.n}}"))}}},
                  R"({"d": [{"n": "X", "e": [{"n": "a"}, {"n": "b"}]}, {"n": "Y", "e": [{"n": "c"}]}, {"n": "Z", "e": []}]})");
  EXPECT_EQ(show.outline(), "X\n---\na of X\n---\nb of X\n---\nY\n---\nc of Y\n---\nZ\n");
}

TEST(Pptx, AListInNotesRepeatsByItselfAndProseRepeatsTheSlide) {
  const std::vector<MadeSlide> list{{.shapes = box(p("S")), .relations = {}, .notes = box(item("{{r.n}}"))}};
  EXPECT_EQ(FilledShow({.slides = list}, kTwo).outline(), "S\nnotes: * A\n* B\n");
  const std::vector<MadeSlide> prose{{.shapes = box(p("S")), .relations = {}, .notes = box(p("{{r.n}}"))}};
  EXPECT_EQ(FilledShow({.slides = prose}, kTwo).outline(), "S\nnotes: A\n---\nS\nnotes: B\n");
}

TEST(Pptx, HidingTakesTheItemTheRowOrTheSlide) {
  EXPECT_EQ(filled(table(row({"{{r.n}}", "{{r.x}:hide-block-if-empty}"})), kTwo), "[A|]\n");
  EXPECT_EQ(filled(box(item("{{r.n}}{{r.x}:hide-block-if(1)}") + p("End")), kTwo), "* B\nEnd\n");
  EXPECT_EQ(filled(box(p("{{r.n}}{{r.x}:hide-block-if-empty}")), kTwo), "A\n");
  EXPECT_EQ(filled(box(p("kept {{none}:hide-block-if-empty}")), R"({"none": null})"), "kept \n");
}

TEST(Pptx, WhatWasHiddenIsNotLeftInTheFile) {
  FilledShow show({.slides = {{.shapes = box(p("{{r.n}}{{r.x}:hide-block-if-empty}")), .relations = {}, .notes = box(p("{{r.secret}}"))}}},
                  R"({"r": [{"n": "A", "x": 1, "secret": "open"}, {"n": "B", "x": null, "secret": "hidden"}]})");
  EXPECT_EQ(show.outline(), "A\nnotes: open\n");
  for (const auto& part : show.package().parts()) EXPECT_THAT(show.text_of_part(part), Not(HasSubstr("hidden"))) << part;
  EXPECT_FALSE(show.package().has("ppt/slides/slide2.xml"));
}

TEST(Pptx, SectionsAndCustomShowsNameTheCopies) {
  const std::string more =
      "<p:custShowLst><p:custShow name=\"short\" id=\"0\"><p:sldLst><p:sld r:id=\"rId2\"/><p:sld "
      "r:id=\"rId3\"/></p:sldLst></p:custShow></p:custShowLst>"
      "<p:extLst><p:ext uri=\"{521415D9-36F7-43E2-AB2F-B90AF26B5E84}\"><p14:sectionLst "
      "xmlns:p14=\"http://schemas.microsoft.com/office/powerpoint/2010/main\"><p14:section name=\"One\" "
      "id=\"{00000000-0000-0000-0000-000000000001}\"><p14:sldIdLst><p14:sldId id=\"256\"/><p14:sldId "
      "id=\"257\"/></p14:sldIdLst></p14:section><p14:section name=\"Two\" "
      "id=\"{00000000-0000-0000-0000-000000000002}\"><p14:sldIdLst><p14:sldId "
      "id=\"258\"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>";
  FilledShow show({.slides = {{.shapes = box(p("Cover"))}, {.shapes = box(p("{{r.n}}"))}, {.shapes = box(p("{{e.n}}"))}},
                   .parts = {},
                   .types = {},
                   .more = more},
                  R"({"r": [{"n": "A"}, {"n": "B"}], "e": []})");
  EXPECT_EQ(show.outline(), "Cover\n---\nA\n---\nB\n");
  std::string sections;
  for (const auto& found : show.root("ppt/presentation.xml").select_nodes(".//p14:section")) {
    sections += found.node().attribute("name").value() + std::string(":");
    for (const auto slide : found.node().child("p14:sldIdLst").children()) sections += std::string(" ") + slide.attribute("id").value();
    sections += "\n";
  }
  EXPECT_EQ(sections, "One: 256 257 259\nTwo:\n");
  const auto custom = show.root("ppt/presentation.xml").child("p:custShowLst").child("p:custShow").child("p:sldLst");
  EXPECT_EQ(std::distance(custom.begin(), custom.end()), 2);
  EXPECT_FALSE(show.package().relationship("ppt/presentation.xml", "rId3"));
}

TEST(Pptx, WhatRemembersASlideThatIsGoneForgetsIt) {
  const std::string view =
      "<p:viewPr " + std::string(kSpaces) +
      "><p:outlineViewPr><p:sldLst><p:sld r:id=\"rId1\"/><p:sld r:id=\"rId2\"/></p:sldLst></p:outlineViewPr></p:viewPr>";
  FilledShow show({.slides = {{.shapes = box(p("{{e.n}}"))}, {.shapes = box(p("rest"))}},
                   .parts = {{"ppt/viewProps.xml", view},
                             {"ppt/_rels/viewProps.xml.rels", ooxml::rels_of(ooxml::rel("rId1", "slide", "slides/slide1.xml") +
                                                                             ooxml::rel("rId2", "slide", "slides/slide2.xml"))}},
                   .types = {},
                   .more = {},
                   .relations = ooxml::rel("rIdV", "viewProps", "viewProps.xml")},
                  R"({"e": []})");
  EXPECT_EQ(show.outline(), "rest\n");
  EXPECT_EQ(show.root("ppt/viewProps.xml").select_nodes(".//p:sld").size(), 1U);
  EXPECT_EQ(show.package().relationships("ppt/viewProps.xml")->size(), 1U);
}

TEST(Pptx, LinksBetweenSlidesStayWithinTheirCopy) {
  const std::string jump = "<a:hlinkClick r:id=\"rIdJ\" action=\"ppaction://hlinksldjump\"/>";
  const auto to = [](const std::string& slide) { return ooxml::rel("rIdJ", "slide", slide); };
  FilledShow show({.slides = {{.shapes = box(p("{{r.n}}"), 2, jump), .relations = to("slide2.xml")},
                              {.shapes = box(p("{{r.n}}"), 2, jump), .relations = to("slide1.xml")},
                              {.shapes = box(p("end"), 2, jump), .relations = to("slide4.xml")},
                              {.shapes = box(p("{{e.n}}"))}}},
                  R"({"r": [{"n": "A"}, {"n": "B"}], "e": []})");
  const auto parts = show.slides();
  ASSERT_EQ(parts.size(), 5U);
  const auto target = [&](std::size_t i) {
    const auto relation = show.package().relationship(parts[i], "rIdJ");
    return relation ? relation->target : std::string("none");
  };
  EXPECT_EQ(target(0), parts[1]);
  EXPECT_EQ(target(1), parts[0]);
  EXPECT_EQ(target(2), parts[3]);
  EXPECT_EQ(target(3), parts[2]);
  EXPECT_EQ(target(4), "none");
  EXPECT_THAT(show.text_of_part(parts[4]), Not(HasSubstr("hlinkClick")));
}

TEST(Pptx, TargetsOfLinksAreFilledForEachCopy) {
  const std::string link = "<a:p>" + run("{{r.n}}", "<a:hlinkClick r:id=\"rIdL\"/>") + "</a:p>";
  FilledShow show({.slides = {{.shapes = table("<a:tr h=\"1\">" + cell(link) + "</a:tr>", 1),
                               .relations = ooxml::rel("rIdL", "hyperlink", "http://x.test/%7b%7br.n%7d%7d", "TargetMode=\"External\"")}}},
                  R"({"r": [{"n": "a"}, {"n": "b c"}]})");
  EXPECT_EQ(show.outline(), "[a]\n[b c]\n");
  std::vector<std::string> targets;
  for (const auto& found : show.root("ppt/slides/slide1.xml").select_nodes(".//a:hlinkClick")) {
    targets.push_back(show.package().relationship("ppt/slides/slide1.xml", found.node().attribute("r:id").value())->target);
  }
  EXPECT_THAT(targets, ElementsAre("http://x.test/a", "http://x.test/b%20c"));
}

TEST(Pptx, AnAnimationOfWhatIsGoneGoesToo) {
  const std::string timing = "<p:timing><p:tnLst><p:par><p:cTn><p:spTgt spid=\"5\"/></p:cTn></p:par></p:tnLst></p:timing>";
  const auto shapes = table(row({"{{e.n}}"}), 1) + box(p("rest"));
  FilledShow gone({.slides = {{.shapes = shapes, .relations = {}, .notes = {}, .more = timing}}}, R"({"e": []})");
  EXPECT_EQ(gone.outline(), "rest\n");
  EXPECT_THAT(gone.text_of_part("ppt/slides/slide1.xml"), Not(HasSubstr("p:timing")));
  FilledShow stays({.slides = {{.shapes = shapes, .relations = {}, .notes = {}, .more = timing}}}, R"({"e": [{"n": 1}]})");
  EXPECT_THAT(stays.text_of_part("ppt/slides/slide1.xml"), HasSubstr("p:timing"));
}

TEST(Pptx, AnAliasDefinesANameAndItsParagraphGoes) {
  EXPECT_EQ(filled(box(p("{{best = r|top(1)}}") + item("{{best.n}}")), kTwo), "* A\n");
}

TEST(PptxModern, BranchesThatDoNotHoldGo) {
  const auto* data = R"({"on": true, "off": false, "n": "N", "rows": [{"a": 1, "ok": true}, {"a": 2, "ok": false}]})";
  const auto modern = [&](const std::string& shapes) { return filled(shapes, data, Dialect::Modern); };
  EXPECT_EQ(modern(box(p("{{#if on}}") + p("shown {{n}}") + p("{{#else}}") + p("{{n}}") + p("{{/if}}") + p("end"))), "shown N\nend\n");
  EXPECT_EQ(modern(box(p("State: {{#if off}}On{{#else}}Off {{n}}{{/if}}."))), "State: Off N.\n");
  EXPECT_EQ(modern(table(row({"{{rows.a}}", "{{#if rows.ok}}good{{#else}}bad{{/if}}"}))), "[1|good]\n[2|bad]\n");
  EXPECT_EQ(modern(table(row({"head"}) + row({"{{#if rows.ok}}"}) + row({"{{rows.a}}"}) + row({"{{/if}}"}), 1)), "[head]\n[1]\n");
  EXPECT_EQ(modern(box(p("{{#if off}}a")) + table(row({"x"}), 1) + box(p("b{{/if}}c"))), "\nc\n");
  EXPECT_EQ(modern(box(item("{{rows.a}}{{#hide-if rows.ok}}"))), "* 2\n");
}

TEST(PptxModern, ASlideWithinABranchThatDoesNotHoldGoes) {
  const std::vector<MadeSlide> slides{{.shapes = box(p("first"))},
                                      {.shapes = box(p("{{#if more}}Appendix")) + table(row({"{{n}}"}), 1) + box(p("{{/if}}"))},
                                      {.shapes = box(p("last"))}};
  EXPECT_EQ(FilledShow({.slides = slides}, R"({"more": false, "n": 1})", Dialect::Modern).outline(), "first\n---\nlast\n");
  EXPECT_EQ(FilledShow({.slides = slides}, R"({"more": true, "n": 1})", Dialect::Modern).outline(),
            "first\n---\nAppendix\n[1]\n\n---\nlast\n");
}

TEST(Pptx, TheTextOfSlidesTellsTheDialect) {
  const auto bytes = Maker{.slides = {{.shapes = box(split({"{{n|for", "mat(C)}}"})), .relations = {}, .notes = box(p("noted"))}}}.bytes();
  auto package = ooxml::Package::open(bytes);
  const auto text = text_of(*package).value();
  EXPECT_THAT(text, HasSubstr("noted"));
  EXPECT_EQ(guess_dialect(text), Dialect::Modern);
}

}  // namespace
}  // namespace docmill::templating::pptx
