#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/dice.h"
#include "templating/docx_maker.h"

// Merge fields as Word and people write them.

namespace docmill::templating::docx {
namespace {

using ::testing::HasSubstr;

std::string mark(const std::string& type) {
  return "<w:fldChar w:fldCharType=\"" + type + "\"/>";
}
std::string code_text(const std::string& text) {
  return "<w:instrText xml:space=\"preserve\">" + escaped(text) + "</w:instrText>";
}
std::string in_run(const std::string& content) {
  return "<w:r>" + content + "</w:r>";
}
/// A field as Word writes it: each of its marks in a run of its own.
std::string merge_field(const std::string& code, const std::string& shown = run("«x»")) {
  return in_run(mark("begin")) + in_run(code_text(code)) + in_run(mark("separate")) + shown + in_run(mark("end"));
}
std::string simple(const std::string& code, const std::string& content) {
  return "<w:fldSimple w:instr=\"" + code + "\">" + content + "</w:fldSimple>";
}
std::string paragraph(const std::string& content) {
  return "<w:p>" + content + "</w:p>";
}

class FilledFields {
 public:
  FilledFields(const Maker& maker, std::string_view json, const char* culture = "en-US") : bytes_(maker.bytes()) {
    package_.emplace(ooxml::Package::open(bytes_).value());
    context_.data = read_json(json).value();
    context_.region.culture = Culture::named(culture).value();
    result_ = fill_merge_fields(*package_, context_);
  }
  std::string error() const { return result_ ? "" : result_.error().message(); }
  std::string part(const std::string& name) { return package_->bytes(name).value(); }
  std::string text() {
    if (!result_) return error();
    auto tree = package_->xml("word/document.xml");
    auto text = outline_of((*tree)->document_element().child("w:body"));
    if (text.ends_with('\n')) text.pop_back();
    return text;
  }

 private:
  std::string bytes_;
  std::optional<ooxml::Package> package_;
  Context context_;
  Result<void> result_;
};

/// What a document's only paragraph says.
std::string shown(const std::string& content, std::string_view json, const char* culture = "en-US") {
  return FilledFields({.body = paragraph(content), .parts = {}, .relations = {}}, json, culture).text();
}
std::string shown_by_code(const std::string& code, std::string_view json, const char* culture = "en-US") {
  return shown(merge_field(code), json, culture);
}

TEST(DocxFields, NothingHasToStandBetweenASwitchAndWhatItSays) {
  EXPECT_EQ(shown_by_code(" MERGEFIELD name \\*Upper ", R"({"name": "ada"})"), "ADA");
  EXPECT_EQ(shown_by_code(" MERGEFIELD name\\*Upper\\* MERGEFORMAT", R"({"name": "ada"})"), "ADA");
  EXPECT_EQ(shown_by_code("MERGEFIELD d \\@\"d MMMM yyyy\"", R"({"d": "2018-05-21T13:45:00"})"), "21 May 2018");
  EXPECT_EQ(shown_by_code("MERGEFIELD \u00A0name\u00A0\\b\u00A0\"Dear \\\"A\\\" \" \\f!", R"({"name": "ada"})"), "Dear \"A\" ada!");
  EXPECT_EQ(shown_by_code("MERGEFIELD", R"({"": "ada"})"), "«x»");
  EXPECT_EQ(shown_by_code("MERGEFIELD \\* Upper", R"({"Upper": "ada"})"), "«x»");
}

TEST(DocxFields, PicturesMeanWhatTheyMeanInWord) {
  const auto* const data = R"({"d": "2018-05-21", "t": "2018-05-21T13:45:00", "n": 1234.5, "text": "5000", "part": 25, "name": "ada"})";
  EXPECT_EQ(shown_by_code("MERGEFIELD d \\@ \"dd.MM.yyyy\"", data), "21.05.2018") << "a date without a time";
  EXPECT_EQ(shown_by_code("MERGEFIELD t \\@ \"DD/MM/YYYY h:mm am/pm\"", data), "21/05/2018 1:45 PM") << "D and Y";
  EXPECT_EQ(shown_by_code("MERGEFIELD t \\@ \"DD/MM/YYYY 'Day' HH:mm\"", data, "de-DE"), "21/05/2018 Day 13:45");
  EXPECT_EQ(shown_by_code("MERGEFIELD t \\@ \"d. MMMM\"", data, "de-DE"), "21. Mai");
  EXPECT_EQ(shown_by_code("MERGEFIELD n \\# $,0.00", data), "$1,234.50") << "a comma before the first digit";
  EXPECT_EQ(shown_by_code("MERGEFIELD n \\# \"#,##0.00 €\"", data, "de-DE"), "1.234,50 €");
  EXPECT_EQ(shown_by_code("MERGEFIELD part \\# 0%", data), "25%") << "a percent sign does not multiply";
  EXPECT_EQ(shown_by_code("MERGEFIELD text \\# \"#,##0.00\"", data), "5,000.00") << "a text that spells a number";
  EXPECT_EQ(shown_by_code("MERGEFIELD name \\# \"0.00\"", data), "ada");
  EXPECT_EQ(shown_by_code("MERGEFIELD name \\@ \"dd.MM.yyyy\"", data), "ada");
}

TEST(DocxFields, PicturesAreThoseOfTheLanguageToo) {
  const auto* const data = R"({"t": "2018-05-21T13:45:00", "n": 1234.5})";
  const auto shown = [&](const std::string& picture, const char* culture) { return shown_by_code("MERGEFIELD " + picture, data, culture); };
  EXPECT_EQ(shown("t \\@ \"TT.MM.JJJJ HH:mm\"", "de-DE"), "21.05.2018 13:45");
  EXPECT_EQ(shown("t \\@ \"dd.MM.yyyy\"", "de-DE"), "21.05.2018");
  EXPECT_EQ(shown("t \\@ \"jj/MM/aaaa\"", "fr-FR"), "21/05/2018");
  EXPECT_EQ(shown("t \\@ \"gg/MM/aaaa\"", "it-IT"), "21/05/2018");
  EXPECT_EQ(shown("t \\@ \"d MMMM jjjj\"", "nl-NL"), "21 mei 2018");
  EXPECT_EQ(shown("t \\@ \"yyyy-MM-dd HH:mm\"", "fr-CA"), "2018-05-21 13:45");
  EXPECT_EQ(shown("n \\# \"#.##0,00 €\"", "de-DE"), "1.234,50 €");
  EXPECT_EQ(shown("n \\# \"#,##0.00 €\"", "de-DE"), "1.234,50 €");
  EXPECT_EQ(shown("n \\# 0,00", "de-DE"), "1234,50");
  EXPECT_EQ(shown("n \\# 0,000", "de-DE"), "1.235") << "a group";
  EXPECT_EQ(shown("n \\# ,0", "de-DE"), "1.235");
  EXPECT_EQ(shown("n \\# \"# ##0,0\"", "cs-CZ"), "1\u00A0234,5");
  EXPECT_EQ(shown("n \\# 0,00", "en-US"), "1,235");
}

TEST(DocxFields, CapitalsAreThoseOfTheLanguage) {
  EXPECT_EQ(shown_by_code("MERGEFIELD a \\* FirstCap", R"({"a": "élan vital"})"), "Élan vital");
  EXPECT_EQ(shown_by_code("MERGEFIELD a \\* Caps", R"({"a": "élan öl x"})"), "Élan Öl X");
}

TEST(DocxFields, AFieldMayStandInOneRunWithWhatIsAroundIt) {
  const auto text = [](const std::string& s) { return "<w:t>" + s + "</w:t>"; };
  const auto begin = text("a") + mark("begin") + code_text("MERGEFIELD n");
  const auto* const data = R"({"n": "N"})";
  EXPECT_EQ(shown(in_run(begin + mark("separate") + text("«n»") + mark("end") + text("z")), data), "aNz");
  EXPECT_EQ(shown(in_run(begin + mark("separate") + mark("end") + text("z")), data), "aNz");
  EXPECT_EQ(shown(in_run(begin + mark("end") + text("z")), data), "aNz");
}

TEST(DocxFields, WhatAFieldShowedGoesWhateverItWas) {
  const auto odd = in_run("<w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:cr/><w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/><w:tab/>");
  FilledFields document({.body = paragraph(merge_field("MERGEFIELD n", odd)), .parts = {}, .relations = {}}, R"({"n": "N"})");
  EXPECT_EQ(document.text(), "N");
  for (const auto* const name : {"noBreakHyphen", "w:cr", "w:sym", "w:tab"})
    EXPECT_THAT(document.part("word/document.xml"), ::testing::Not(HasSubstr(name)));
  EXPECT_EQ(shown(simple("MERGEFIELD n", "<w:smartTag>" + run("«n") + "</w:smartTag>" + run("»")), R"({"n": "N"})"), "N");
}

TEST(DocxFields, FieldsWithinOneThatIsFilledGo) {
  const auto* const data = R"({"n": "N", "m": "M"})";
  EXPECT_EQ(shown(merge_field("MERGEFIELD n", merge_field("MERGEFIELD m")) + run("."), data), "N.");
  EXPECT_EQ(shown(merge_field("MERGEFIELD n", simple("MERGEFIELD m", run("«m»")) + run("«n»")) + run("."), data), "N.");
  EXPECT_EQ(shown(merge_field("MERGEFIELD n", run("«n»") + simple("MERGEFIELD m", run("«m»"))) + run("."), data), "N.");
  EXPECT_EQ(shown(simple("MERGEFIELD n", merge_field("MERGEFIELD m")) + run("."), data), "N.");
  EXPECT_EQ(shown(merge_field("DATE", run("on ") + merge_field("MERGEFIELD m")), data), "on M") << "the outer one is none of ours";
  const auto condition = in_run(mark("begin")) + in_run(code_text("IF ")) + merge_field("MERGEFIELD n") +
                         in_run(code_text(" = \"N\" 1 2")) + in_run(mark("separate")) + run("2") + in_run(mark("end"));
  EXPECT_EQ(shown(condition, data), "1") << "an IF leaves nothing but what it shows";
  EXPECT_EQ(shown(merge_field("MERGEFIELD none", merge_field("MERGEFIELD m")), data), "M");
}

/// What an IF shows: pieces of its instruction, merge fields among them, and what stood there before.
std::string decided(const std::vector<std::string>& pieces, std::string_view json) {
  std::string code;
  for (const auto& piece : pieces) code += piece.starts_with("<") ? piece : in_run(code_text(piece));
  FilledFields document({.body = paragraph(in_run(mark("begin")) + code + in_run(mark("separate")) +
                                           "<w:r><w:rPr><w:b/></w:rPr><w:t>old</w:t></w:r>" + in_run(mark("end"))),
                         .parts = {},
                         .relations = {}},
                        json);
  const auto text = document.part("word/document.xml");
  const auto at = text.find("<w:b/></w:rPr>");
  const auto shown = text.substr(at, text.find("</w:r>", at) - at);
  const auto begin = shown.find("<w:t");
  return begin == std::string::npos ? "" : shown.substr(shown.find('>', begin) + 1, shown.find("</w:t>") - shown.find('>', begin) - 1);
}

TEST(DocxFields, AnIfShowsWhatItsMergeFieldsDecide) {
  const auto name = merge_field("MERGEFIELD n");
  const auto amount = merge_field("MERGEFIELD m \\# 0.00");
  const auto* const data = R"({"n": "New \"York\" \\ x", "m": 1500, "e": ""})";
  EXPECT_EQ(decided({" IF ", name, " = \"New \\\"York\\\" \\\\ x\" \"yes\" \"no\" \\* MERGEFORMAT"}, data), "yes");
  EXPECT_EQ(decided({"IF ", name, "=\"New*\" yes no"}, data), "yes") << "a sign that touches what is behind it";
  EXPECT_EQ(decided({"IF ", name, " <> \"?ew*x\" yes no"}, data), "no");
  EXPECT_EQ(decided({"if \"", name, "\" = new yes \"no, ", amount, " it is\""}, data), "no, 1500.00 it is");
  EXPECT_EQ(decided({"IF ", amount, " >= 1500 yes no"}, data), "yes") << "1500.00 and 1500";
  EXPECT_EQ(decided({"IF ", amount, " < 200 yes no"}, data), "no") << "by number, not by letter";
  EXPECT_EQ(decided({"IF ", merge_field("MERGEFIELD e"), " = \"\" \"none\" \"some\""}, data), "none");
  EXPECT_EQ(decided({"IF ", name, " = x yes"}, data), "");
  const auto inner = in_run(mark("begin")) + in_run(code_text("IF ")) + amount + in_run(code_text(" > 1000 many few")) +
                     in_run(mark("separate")) + run("few") + in_run(mark("end"));
  EXPECT_EQ(decided({"IF ", name, " = \"New*\" \"", inner, "\" \"no\""}, data), "many") << "one IF in another";
}

TEST(DocxFields, ADecidedIfIsNoFieldAnyMore) {
  const auto begin = in_run(mark("begin")) + in_run(code_text("IF "));
  const auto end = in_run(mark("separate")) + run("old") + in_run(mark("end"));
  const auto condition = in_run(code_text(" = N \"")) + simple("MERGEFIELD n", run("«n»")) + in_run(code_text(" yes\" no"));
  const auto* const data = R"({"n": "N"})";
  const auto document = [&](const std::string& content) {
    return FilledFields({.body = paragraph(run("a ") + content + run(" z")), .parts = {}, .relations = {}}, data);
  };
  auto plain = document(begin + merge_field("MERGEFIELD n") + condition + end);
  EXPECT_EQ(plain.text(), "a N yes z");
  for (const auto* const name : {"w:fldChar", "w:instrText", "w:fldSimple"})
    EXPECT_THAT(plain.part("word/document.xml"), ::testing::Not(HasSubstr(name)));
  // A picture in a branch would come to light.
  auto pictured = document(begin + merge_field("MERGEFIELD n") + condition + "<w:r><w:drawing/></w:r>" + end);
  EXPECT_THAT(pictured.part("word/document.xml"), HasSubstr("N yes"));
  EXPECT_THAT(pictured.part("word/document.xml"), HasSubstr("IF "));
  auto apart = document(begin + merge_field("MERGEFIELD n") + condition + "</w:p><w:p>" + end);
  EXPECT_THAT(apart.part("word/document.xml"), HasSubstr("IF "));
}

TEST(DocxFields, AnIfThatCannotBeDecidedStays) {
  const auto* const data = R"({"n": "N"})";
  const auto name = merge_field("MERGEFIELD n");
  EXPECT_EQ(decided({"IF ", merge_field("MERGEFIELD none"), " = N yes no"}, data), "old") << "no value";
  EXPECT_EQ(decided({"IF ", name, " = ", merge_field("MERGEFIELD none"), " yes no"}, data), "old");
  EXPECT_EQ(decided({"IF N = N yes no"}, data), "old") << "nothing of ours";
  EXPECT_EQ(decided({"IF ", name, " ~ N yes no"}, data), "old");
  EXPECT_EQ(decided({"IF ", name, " = N"}, data), "old");
  EXPECT_EQ(decided({"COMPARE ", name, " = N yes no"}, data), "old");
  EXPECT_EQ(decided({"IF ", name, " = N \"", std::string(70'000, 'x'), "\" no"}, data), "old") << "longer than anybody writes";
}

TEST(DocxFields, BrokenFieldsAreLeftAlone) {
  const auto* const data = R"({"n": "N"})";
  EXPECT_EQ(shown(in_run(mark("begin")) + in_run(code_text("MERGEFIELD n")) + in_run(mark("separate")) + run("x"), data), "x");
  EXPECT_EQ(shown(in_run(mark("end")) + in_run(mark("separate")) + run("x"), data), "x");
  EXPECT_EQ(shown(simple("MERGEFIELD n", run("x") + in_run(mark("begin")) + in_run(code_text("MERGEFIELD n"))) + run("y"), data), "Ny");
  EXPECT_EQ(shown(simple("MERGEFIELD n", ""), data), "N");
}

TEST(DocxFields, AnInstructionMayBeCutOverRunsInAHeaderToo) {
  const auto cut = paragraph(in_run(mark("begin")) + in_run(code_text(" MERGE")) + in_run(code_text("FIELD n ")) +
                             in_run(mark("separate")) + run("«n»") + in_run(mark("end")));
  FilledFields document(
      {.body = cut,
       .parts = {{"word/header1.xml", "<w:hdr " + std::string(kSpaces) + ">" + cut + "</w:hdr>"},
                 {"word/footer1.xml", "<w:ftr " + std::string(kSpaces) + ">" + paragraph(merge_field("MergeField n")) + "</w:ftr>"}},
       .relations = ooxml::rel("rIdH", "header", "header1.xml") + ooxml::rel("rIdF", "footer", "footer1.xml")},
      R"({"n": "Nora"})");
  EXPECT_EQ(document.text(), "Nora");
  EXPECT_THAT(document.part("word/header1.xml"), HasSubstr("Nora"));
  EXPECT_THAT(document.part("word/footer1.xml"), HasSubstr("Nora"));
}

/// Fields, marks and texts in any order, at times within each other.
std::string anything(trial::Dice& dice, int depth) {
  std::string out;
  for (auto left = dice.from(1, 6); left > 0; --left) {
    switch (dice.below(depth == 0 ? 6 : 9)) {
      case 0: out += in_run(mark(dice.of(std::vector<std::string>{"begin", "separate", "end", "odd"}))); break;
      case 1: out += in_run(code_text("MERGEFIELD n")); break;
      case 2: out += in_run(mark("begin") + code_text("MERGEFIELD n") + mark("separate") + "<w:t>x</w:t>" + mark("end")); break;
      case 3: out += run("text"); break;
      case 4: out += "<w:r><w:tab/><w:br/></w:r>"; break;
      case 5: out += "</w:p><w:p>"; break;
      case 6: out += merge_field("MERGEFIELD n", anything(dice, depth - 1)); break;
      case 7: out += "<w:ins>" + merge_field(anything(dice, 0).substr(0, 5), run("y")) + "</w:ins>"; break;
      default:
        out += simple("MERGEFIELD n", merge_field("MERGEFIELD n") + run("z")) + simple("DATE", run("d") + merge_field("MERGEFIELD n"));
    }
  }
  return out;
}

TEST(DocxFields, MarksInAnyOrderAreFilledOrLeftAlone) {
  for (const auto seed : trial::seeds(300)) {
    trial::Dice dice(seed);
    FilledFields document({.body = paragraph(anything(dice, 3)), .parts = {}, .relations = {}}, R"({"n": "N"})");
    ASSERT_EQ(document.error(), "") << seed;
    EXPECT_THAT(document.part("word/document.xml"), ::testing::Not(HasSubstr("dm:"))) << seed;
  }
}

TEST(DocxFields, OneRecordIsShown) {
  EXPECT_EQ(shown_by_code("MERGEFIELD n", R"([{"n": "N"}])"), "N");
  EXPECT_THAT(shown_by_code("MERGEFIELD n", R"([{"n": "N"}, {"n": "M"}])"), HasSubstr("a list of 2 items"));
  EXPECT_THAT(shown_by_code("MERGEFIELD n", "[]"), HasSubstr("a list of 0 items"));
  EXPECT_THAT(shown_by_code("MERGEFIELD n", "5"), HasSubstr("send a JSON object"));
}

}  // namespace
}  // namespace docmill::templating::docx
