#include "engines/office/child/plain_text.h"

#include <gmock/gmock.h>

namespace docmill::engines::office {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(PlainText, EveryUsualEncodingBecomesUtf8) {
  const std::string wanted = "\xEF\xBB\xBFGrüße €";
  EXPECT_EQ(as_marked_utf8("Grüße €"), wanted);
  EXPECT_EQ(as_marked_utf8(wanted), wanted);
  EXPECT_EQ(as_marked_utf8("Gr\xFC\xDF"
                           "e \x80"),
            wanted);
  EXPECT_EQ(as_marked_utf8(std::string("\xFF\xFEG\0r\0\xFC\0\xDF\0e\0 \0\xAC\x20", 16)), wanted);
  EXPECT_EQ(as_marked_utf8(std::string("\xFE\xFF\0G\0r\0\xFC\0\xDF\0e\0 \x20\xAC", 16)), wanted);
}

TEST(PlainText, BrokenSurrogatesAndCutCharactersStayText) {
  EXPECT_EQ(as_marked_utf8(std::string("\xFF\xFE\0\xD8", 4)), "\xEF\xBB\xBF\xEF\xBF\xBD");
  EXPECT_EQ(as_marked_utf8("a\xC3"),
            "\xEF\xBB\xBF"
            "aÃ");
}

TEST(PlainText, ATableKeepsItsFields) {
  const auto sheet = flat_spreadsheet_of("Name,Note\r\n\"Smith, J\",\"said \"\"no\"\"\nand left\"\r\n");
  EXPECT_THAT(sheet, HasSubstr("<text:p>Smith, J</text:p>"));
  EXPECT_THAT(sheet, HasSubstr("<text:p>said \"no\"</text:p><text:p>and left</text:p>"));
  EXPECT_THAT(sheet, Not(HasSubstr("\r")));
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
}

}  // namespace
}  // namespace docmill::engines::office
