#include "templating/date_format.h"

#include <gtest/gtest.h>

#include "templating/number_format.h"

namespace docmill::templating {
namespace {

/// A moment in ISO form, a format, and what .NET prints. "!" stands for a FormatException.
struct DateCase {
  const char* moment;
  const char* format;
  const char* expected;
  const char* culture = "en-US";
  const char* zone = "UTC";
};

void PrintTo(const DateCase& c, std::ostream* out) {
  *out << c.moment << " as \"" << c.format << "\" in " << c.culture << ", " << c.zone;
}

Region region_of(const char* culture, const char* zone) {
  return {.culture = Culture::named(culture).value(), .zone = TimeZone::named(zone).value()};
}

class DateFormats : public testing::TestWithParam<DateCase> {};

TEST_P(DateFormats, PrintWhatNetPrints) {
  const auto& c = GetParam();
  const auto region = region_of(c.culture, c.zone);
  const auto moment = parse_iso(c.moment, *region.zone);
  ASSERT_TRUE(moment);
  EXPECT_EQ(format_date_time(*moment, c.format, region).value_or("!"), c.expected);
}

constexpr const char* kPublishedMoment = "2012-04-21T18:25:43-05:00";

// The language's examples (specification 1.4, 1.5 and 5.1): results and screenshots of the service.
INSTANTIATE_TEST_SUITE_P(Published, DateFormats,
                         testing::Values(DateCase{kPublishedMoment, "dd.MM.yyyy", "21.04.2012"},
                                         DateCase{kPublishedMoment, "MM/dd", "04/21"},
                                         DateCase{kPublishedMoment, "U", "Saturday, April 21, 2012 11:25:43 PM"},
                                         DateCase{kPublishedMoment, "", "4/22/2012 3:25:43 AM", "en-US", "Europe/Moscow"},
                                         DateCase{kPublishedMoment, "U", "Saturday, April 21, 2012 11:25:43 PM", "en-US", "Europe/Moscow"},
                                         DateCase{"2020-07-15", "yyyyddmm", "20201500"},
                                         DateCase{"2012-04-21", "dd MMMM yyyy", "21 April 2012"}));

// From Microsoft's page "Standard date and time format strings": the examples of its table.
constexpr const char* kJune = "2009-06-15T13:45:30";
INSTANTIATE_TEST_SUITE_P(
    StandardOfTheManual, DateFormats,
    testing::Values(DateCase{kJune, "d", "6/15/2009"}, DateCase{kJune, "d", "15/06/2009", "fr-FR"},
                    DateCase{kJune, "d", "2009/06/15", "ja-JP"}, DateCase{kJune, "D", "15 มิถุนายน 2552", "th-TH"},
                    DateCase{kJune, "D", "15 يونيو, 2009", "ar-EG"}, DateCase{kJune, "tt", "अपराह्न", "hi-IN"},
                    DateCase{kJune, "D", "Monday, June 15, 2009"}, DateCase{kJune, "D", "15 июня 2009 г.", "ru-RU"},
                    DateCase{kJune, "D", "Montag, 15. Juni 2009", "de-DE"}, DateCase{kJune, "f", "Monday, June 15, 2009 1:45 PM"},
                    DateCase{kJune, "f", "den 15 juni 2009 13:45", "sv-SE"}, DateCase{kJune, "F", "Monday, June 15, 2009 1:45:30 PM"},
                    DateCase{kJune, "F", "den 15 juni 2009 13:45:30", "sv-SE"}, DateCase{kJune, "g", "6/15/2009 1:45 PM"},
                    DateCase{kJune, "g", "15/06/2009 13:45", "es-ES"}, DateCase{kJune, "g", "2009/6/15 13:45", "zh-CN"},
                    DateCase{kJune, "G", "6/15/2009 1:45:30 PM"}, DateCase{kJune, "G", "15/06/2009 13:45:30", "es-ES"},
                    DateCase{kJune, "G", "2009/6/15 13:45:30", "zh-CN"}, DateCase{kJune, "M", "June 15"},
                    DateCase{kJune, "m", "15. juni", "da-DK"}, DateCase{kJune, "O", "2009-06-15T13:45:30.0000000"},
                    DateCase{"2009-06-15T13:45:30Z", "O", "2009-06-15T13:45:30.0000000Z"},
                    DateCase{"2009-06-15T20:45:30Z", "o", "2009-06-15T13:45:30.0000000-07:00", "en-US", "America/Los_Angeles"},
                    DateCase{kJune, "R", "Mon, 15 Jun 2009 13:45:30 GMT"}, DateCase{kJune, "s", "2009-06-15T13:45:30"},
                    DateCase{kJune, "t", "1:45 PM"}, DateCase{kJune, "t", "13:45", "hr-HR"}, DateCase{kJune, "T", "1:45:30 PM"},
                    DateCase{kJune, "T", "13:45:30", "hr-HR"}, DateCase{kJune, "u", "2009-06-15 13:45:30Z"},
                    DateCase{"2009-06-15T20:45:30Z", "U", "Monday, June 15, 2009 8:45:30 PM", "en-US", "America/Los_Angeles"},
                    DateCase{kJune, "Y", "June 2009"}, DateCase{kJune, "R", "Mon, 15 Jun 2009 13:45:30 GMT", "de-DE"}));

// From Microsoft's page "Custom date and time format strings": the examples of its table.
INSTANTIATE_TEST_SUITE_P(
    CustomOfTheManual, DateFormats,
    testing::Values(
        DateCase{"2009-06-01T13:45:30", "%d", "1"}, DateCase{"2009-06-15T13:45:30", "%d", "15"},
        DateCase{"2009-06-01T13:45:30", "dd", "01"}, DateCase{kJune, "ddd", "Mon"}, DateCase{kJune, "ddd", "Пн", "ru-RU"},
        DateCase{kJune, "ddd", "lun.", "fr-FR"}, DateCase{kJune, "dddd", "Monday"}, DateCase{kJune, "dddd", "понедельник", "ru-RU"},
        DateCase{kJune, "dddd", "lundi", "fr-FR"}, DateCase{"2009-06-15T13:45:30.6170000", "%f", "6"},
        DateCase{"2009-06-15T13:45:30.05", "%f", "0"}, DateCase{"2009-06-15T13:45:30.6170000", "ff", "61"},
        DateCase{"2009-06-15T13:45:30.0050000", "ff", "00"}, DateCase{"2009-06-15T13:45:30.6170000", "fff", "617"},
        DateCase{"2009-06-15T13:45:30.0005000", "fff", "000"}, DateCase{"2009-06-15T13:45:30.6175000", "ffff", "6175"},
        DateCase{"2009-06-15T13:45:30.6175400", "fffff", "61754"}, DateCase{"2009-06-15T13:45:30.6175420", "ffffff", "617542"},
        DateCase{"2009-06-15T13:45:30.6175425", "fffffff", "6175425"}, DateCase{"2009-06-15T13:45:30.0001150", "fffffff", "0001150"},
        DateCase{"2009-06-15T13:45:30.6170000", "%F", "6"}, DateCase{"2009-06-15T13:45:30.0500000", "%F", ""},
        DateCase{"2009-06-15T13:45:30.0050000", "FF", ""}, DateCase{"2009-06-15T13:45:30.6170000", "FFF", "617"},
        DateCase{"2009-06-15T13:45:30.5275000", "FFFF", "5275"}, DateCase{"2009-06-15T13:45:30.6175400", "FFFFF", "61754"},
        DateCase{"2009-06-15T13:45:30.0000050", "FFFFFF", "000005"}, DateCase{"2009-06-15T13:45:30.0001150", "FFFFFFF", "000115"},
        DateCase{kJune, "%g", "A.D."}, DateCase{"2009-06-15T01:45:30", "%h", "1"}, DateCase{kJune, "%h", "1"},
        DateCase{"2009-06-15T01:45:30", "hh", "01"}, DateCase{"2009-06-15T01:45:30", "%H", "1"}, DateCase{kJune, "%H", "13"},
        DateCase{"2009-06-15T01:45:30", "HH", "01"}, DateCase{kJune, "%K", ""}, DateCase{"2009-06-15T13:45:30Z", "%K", "Z"},
        DateCase{"2009-06-15T20:45:30Z", "%K", "-07:00", "en-US", "America/Los_Angeles"}, DateCase{"2009-06-15T01:09:30", "%m", "9"},
        DateCase{"2009-06-15T13:29:30", "%m", "29"}, DateCase{"2009-06-15T01:09:30", "mm", "09"}, DateCase{kJune, "%M", "6"},
        DateCase{kJune, "MM", "06"}, DateCase{kJune, "MMM", "Jun"}, DateCase{kJune, "MMM", "juin", "fr-FR"},
        DateCase{kJune, "MMMM", "June"}, DateCase{kJune, "MMMM", "juni", "da-DK"}, DateCase{"2009-06-15T13:45:09", "%s", "9"},
        DateCase{"2009-06-15T13:45:09", "ss", "09"}, DateCase{kJune, "%t", "P"}, DateCase{kJune, "%t", "午", "ja-JP"},
        DateCase{kJune, "%t", "", "fr-FR"}, DateCase{kJune, "tt", "PM"}, DateCase{kJune, "tt", "午後", "ja-JP"},
        DateCase{kJune, "tt", "", "fr-FR"}, DateCase{"0001-01-01T00:00:00", "%y", "1"}, DateCase{"0900-01-01", "%y", "0"},
        DateCase{"1900-01-01", "%y", "0"}, DateCase{kJune, "%y", "9"}, DateCase{"2019-06-15", "%y", "19"},
        DateCase{"0001-01-01", "yy", "01"}, DateCase{"0001-01-01", "yyy", "001"}, DateCase{"0900-01-01", "yyy", "900"},
        DateCase{kJune, "yyy", "2009"}, DateCase{"0001-01-01", "yyyy", "0001"}, DateCase{kJune, "yyyyy", "02009"},
        DateCase{kJune, "%z", "-7", "en-US", "America/Los_Angeles"}, DateCase{kJune, "zz", "-07", "en-US", "America/Los_Angeles"},
        DateCase{kJune, "zzz", "-07:00", "en-US", "America/Los_Angeles"}, DateCase{kJune, "h \\h m \\m", "1 h 45 m"},
        DateCase{kJune, "'arr:' h:m t", "arr: 1:45 P"}, DateCase{kJune, "\"day\" d", "day 15"}, DateCase{kJune, "%%", "!"},
        DateCase{kJune, "%", "!"}, DateCase{kJune, "yyyy'", "!"}, DateCase{kJune, "yyyy\"x", "!"}, DateCase{kJune, "yyyy\\", "!"},
        DateCase{kJune, "'\\", "!"}, DateCase{kJune, "ffffffff", "!"}, DateCase{kJune, "x", "!"}, DateCase{kJune, "/", "!"},
        DateCase{kJune, "'a\\'b'", "a'b"}));

INSTANTIATE_TEST_SUITE_P(
    Details, DateFormats,
    testing::Values(DateCase{"2018-05-21T00:05:00", "h:mm tt", "12:05 AM"}, DateCase{"2018-05-21T12:05:00", "hh:mm tt", "12:05 PM"},
                    DateCase{"2018-05-21T10:00:00.5", "ss.FFF", "00.5"}, DateCase{"2018-05-21T10:00:00", "ss.FFF", "00"},
                    DateCase{"2018-05-21", "MM/dd/yyyy", "05.21.2018", "de-DE"}, DateCase{"2018-05-21", "MM\\/dd", "05/21", "de-DE"},
                    DateCase{"2018-05-21T10:20:00", "HH:mm", "10.20", "fi-FI"}, DateCase{"2018-05-21", "d MMMM", "21 мая", "ru-RU"},
                    DateCase{"2018-05-21", "MMMM yyyy", "Май 2018", "ru-RU"},
                    DateCase{"2018-05-21", "dddd MMMM", "понедельник Май", "ru-RU"}, DateCase{"2018-05-21", "MMMM dd", "мая 21", "ru-RU"},
                    DateCase{"2018-05-21", "d MMMM yyyy", "21 maja 2018", "pl-PL"}, DateCase{"2018-05-21", "MMMM", "maj", "pl-PL"},
                    DateCase{"2018-05-21", "d MMM yyyy", "21 Mai 2018", "de-DE"}, DateCase{"2018-09-21", "MMM", "Sep", "en-GB"},
                    DateCase{"2018-05-21", "D", "21 May 2018", "en-GB"}, DateCase{"2018-05-21", "D", "lundi 21 mai 2018", "fr-FR"},
                    DateCase{"2018-05-21", "D", "lunes, 21 de mayo de 2018", "es-ES"},
                    DateCase{"2018-05-21", "D", "2018年5月21日", "ja-JP"}, DateCase{"2018-05-21", "Y", "2018年5月", "zh-CN"},
                    DateCase{"2018-05-21T13:04:05", "G", "2018-05-21 오후 1:04:05", "ko-KR"},
                    DateCase{"2018-05-21", "dd/MM/yyyy", "21/05/2561", "th-TH"},
                    DateCase{"2018-05-21", "dd/MM/yyyy", "06/09/1439", "ar-SA"}, DateCase{"2018-05-21", "MMMM", "رمضان", "ar-SA"},
                    DateCase{"2018-05-21", "yyyy/MM/dd", "1397/02/31", "fa-IR"},
                    DateCase{"2018-05-21", "R", "Mon, 21 May 2018 00:00:00 GMT", "ar-SA"},
                    DateCase{"2018-05-21T13:04:05", "G", "05/21/2018 13:04:05", ""}, DateCase{"2018-05-21", "D", "Monday, 21 May 2018", ""},
                    DateCase{"2018-05-21", "yyyy年", "2018年"}, DateCase{"2018-05-21", "\\é\\dd", "éd21"},
                    DateCase{"2018-05-21", "dd de MMMM", "21 21e May"}));

TEST(DateFormat, ErrorsNameTheFormatAndTheRemedy) {
  const auto refused = format_date_time(DateTime(), "yyyy'", {});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code(), ErrorCode::BadRequest);
  EXPECT_NE(refused.error().message().find("\"yyyy'\" is not a format for a date: it has a ' without a second one."), std::string::npos);
}

TEST(DateFormat, HostileFormatsStayWithinBounds) {
  EXPECT_FALSE(format_date_time(DateTime(), std::string(kLongestFormat + 1, 'y'), {}).has_value());
  EXPECT_EQ(format_date_time(DateTime(), std::string(kLongestFormat, 'y'), {}).value().size(), kLongestFormat);
  EXPECT_EQ(format_date_time(DateTime(), std::string(1000, '%') + "d", {}).value_or("!"), "!");
}

}  // namespace
}  // namespace docmill::templating
