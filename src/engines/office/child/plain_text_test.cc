#include "engines/office/child/plain_text.h"

#include <gmock/gmock.h>

namespace docmill::engines::office {
namespace {

using testing::HasSubstr;
using testing::Not;

/// The paragraphs of a text, a bar between them.
std::string lines_of(const std::string& bytes) {
  const auto flat = flat_text_of(bytes);
  constexpr std::string_view kBegin = "<office:text>";
  const auto begin = flat.find(kBegin) + kBegin.size();
  auto body = flat.substr(begin, flat.find("</office:text>") - begin);
  for (const std::string_view mark : {R"(<text:p text:style-name="Preformatted_20_Text">)", "\n"}) {
    for (auto at = body.find(mark); at != std::string::npos; at = body.find(mark)) body.erase(at, mark.size());
  }
  for (auto at = body.find("</text:p>"); at != std::string::npos; at = body.find("</text:p>")) body.replace(at, 9, "|");
  return body;
}

TEST(PlainText, EveryUsualEncodingIsRead) {
  const std::string wanted = "Grüße €|";
  EXPECT_EQ(lines_of("Grüße €"), wanted);
  EXPECT_EQ(lines_of("\xEF\xBB\xBFGrüße €"), wanted);
  EXPECT_EQ(lines_of("Gr\xFC\xDF"
                     "e \x80"),
            wanted);
  EXPECT_EQ(lines_of(std::string("\xFF\xFEG\0r\0\xFC\0\xDF\0e\0 \0\xAC\x20", 16)), wanted);
  EXPECT_EQ(lines_of(std::string("\xFE\xFF\0G\0r\0\xFC\0\xDF\0e\0 \x20\xAC", 16)), wanted);
}

TEST(PlainText, BrokenSurrogatesAndCutCharactersStayText) {
  EXPECT_EQ(lines_of(std::string("\xFF\xFE\0\xD8", 4)), "\xEF\xBF\xBD|");
  EXPECT_EQ(lines_of("a\xC3"), "aÃ|");
}

TEST(PlainText, LinesEndInEveryUsualWay) {
  EXPECT_EQ(lines_of("a\r\nb\nc\rd\n\ne"), "a|b|c|d||e|");
  EXPECT_EQ(lines_of(""), "");
  EXPECT_EQ(lines_of("a\fb"), "a|<text:p text:style-name=\"Page\">b|");
}

TEST(PlainText, BlanksAreKept) {
  EXPECT_EQ(lines_of("  a b   c \td "), "<text:s text:c=\"2\"/>a b<text:s text:c=\"3\"/>c <text:tab/>d<text:s text:c=\"1\"/>|");
  EXPECT_EQ(lines_of("    "), "<text:s text:c=\"4\"/>|");
}

TEST(PlainText, ATableKeepsItsFields) {
  const auto sheet = flat_spreadsheet_of("Name,Note\r\n\"Smith, J\",\"said \"\"no\"\"\nand left\"\r\n");
  EXPECT_THAT(sheet, HasSubstr("<text:p>Smith, J</text:p>"));
  EXPECT_THAT(sheet, HasSubstr("<text:p>said \"no\"</text:p><text:p>and left</text:p>"));
  EXPECT_THAT(sheet, Not(HasSubstr("\r")));
}

TEST(PlainText, RowsEndInEveryUsualWay) {
  for (const auto* csv : {"a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "a,b\n1,2", "sep=,\r\na,b\r\n1,2", "sep=;\na;b\n1;2"}) {
    const auto sheet = flat_spreadsheet_of(csv);
    EXPECT_THAT(sheet, HasSubstr("<text:p>b</text:p></table:table-cell></table:table-row></table:table-header-rows>\n<table:table-row>"))
        << csv;
    EXPECT_THAT(sheet, HasSubstr("office:value=\"2\"/></table:table-row>\n</table:table>")) << csv;
    EXPECT_THAT(sheet, Not(HasSubstr("sep="))) << csv;
  }
  EXPECT_THAT(flat_spreadsheet_of("a,"), HasSubstr("<text:p>a</text:p></table:table-cell><table:table-cell/></table:table-row>"));
}

TEST(PlainText, ARowOfWordsAtTheTopNamesTheColumnsOnEachPage) {
  EXPECT_THAT(flat_spreadsheet_of("id,name\n1,a\n"), HasSubstr("<table:table-header-rows><table:table-row>"));
  for (const auto* csv : {"1,name\n2,a\n", "id,\n1,a\n", "id,name\n"})
    EXPECT_THAT(flat_spreadsheet_of(csv), Not(HasSubstr("table-header-rows"))) << csv;
}

TEST(PlainText, ColumnsAreAsWideAsTheirFieldsAsk) {
  const auto sheet = flat_spreadsheet_of("id,name\n1,a name of thirty letters or so\n");
  EXPECT_THAT(sheet, testing::ContainsRegex(R"(table:style-name="co12"[^>]*/><table:table-column table:style-name="co64")"));
  EXPECT_THAT(sheet,
              HasSubstr(R"(style:name="co64" style:family="table-column"><style:table-column-properties style:column-width="64mm"/>)"));
  EXPECT_THAT(sheet, HasSubstr("style:print-orientation=\"portrait\""));
  const auto text = std::string(60, 'x');
  EXPECT_THAT(flat_spreadsheet_of(text), HasSubstr("table:style-name=\"co85\""));
  EXPECT_THAT(flat_spreadsheet_of(text), HasSubstr("<table:table-cell table:style-name=\"Long\""));
  EXPECT_THAT(flat_spreadsheet_of(text + "," + text + "," + text), HasSubstr("style:print-orientation=\"landscape\" fo:margin=\"20mm\"/>"));
  EXPECT_THAT(flat_spreadsheet_of(text + "," + text + "," + text + "," + text), HasSubstr("style:scale-to-X=\"1\""));
}

TEST(PlainText, TheSeparatorIsTheCommonestOfTheFirstLine) {
  EXPECT_THAT(flat_spreadsheet_of("a;b;c,d\n"), HasSubstr("<text:p>c,d</text:p>"));
  EXPECT_THAT(flat_spreadsheet_of("a\tb\n"), HasSubstr("<text:p>a</text:p>"));
}

TEST(PlainText, OnlyPlainNumbersBecomeNumbers) {
  const auto sheet = flat_spreadsheet_of("12.5,-3,007,1.,1e5,=1+1,12345678901234567\n");
  EXPECT_THAT(sheet, HasSubstr("office:value=\"12.5\""));
  EXPECT_THAT(sheet, HasSubstr("office:value=\"-3\""));
  for (const auto* text : {"<text:p>007<", "<text:p>1.<", "<text:p>1e5<", "<text:p>=1+1<", "<text:p>12345678901234567<"})
    EXPECT_THAT(sheet, HasSubstr(text));
}

TEST(PlainText, MarkupIsText) {
  EXPECT_THAT(flat_spreadsheet_of("<b>&\x01\n"), HasSubstr("<text:p>&lt;b&gt;&amp;</text:p>"));
  EXPECT_EQ(lines_of("<b>&\x01"), "&lt;b&gt;&amp;|");
}

}  // namespace
}  // namespace docmill::engines::office
