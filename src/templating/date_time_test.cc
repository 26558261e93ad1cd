#include "templating/date_time.h"

#include <gtest/gtest.h>

#include <limits>

namespace docmill::templating {
namespace {

const TimeZone& zone_named(std::string_view name) {
  const auto zone = TimeZone::named(name);
  EXPECT_TRUE(zone.has_value()) << name;
  return zone ? **zone : TimeZone::utc();
}

std::string clock_of(DateTime moment) {
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", moment.year(), moment.month(), moment.day(), moment.hour(),
                moment.minute(), moment.second());
  return text;
}

std::string clock_of(std::optional<DateTime> moment) {
  return moment ? clock_of(*moment) : "none";
}

TEST(DateTime, CountsTicksAsNetDoes) {
  // DateTime.Ticks of these moments in .NET.
  EXPECT_EQ(DateTime::of(1, 1, 1)->ticks(), 0);
  EXPECT_EQ(DateTime::of(1970, 1, 1)->ticks(), 621'355'968'000'000'000);
  EXPECT_EQ(DateTime::of(9999, 12, 31, 23, 59, 59, 9'999'999)->ticks(), DateTime::kMostTicks);
}

TEST(DateTime, KnowsItsPartsBackToTheFirstYear) {
  const auto moment = *DateTime::of(2012, 4, 21, 18, 25, 43, 1'234'567);
  EXPECT_EQ(clock_of(moment), "2012-04-21T18:25:43");
  EXPECT_EQ(moment.millisecond(), 123);
  EXPECT_EQ(moment.day_of_week(), 6);  // a Saturday
  EXPECT_EQ(moment.day_of_year(), 112);
  EXPECT_EQ(clock_of(moment.date()), "2012-04-21T00:00:00");
  EXPECT_EQ(DateTime().day_of_week(), 1);
  EXPECT_EQ(DateTime::of(2020, 12, 31)->day_of_year(), 366);
}

TEST(DateTime, RefusesWhatIsNoDate) {
  EXPECT_FALSE(DateTime::of(2019, 2, 29));
  EXPECT_TRUE(DateTime::of(2020, 2, 29));
  EXPECT_FALSE(DateTime::of(1900, 2, 29));
  EXPECT_FALSE(DateTime::of(0, 1, 1));
  EXPECT_FALSE(DateTime::of(10000, 1, 1));
  EXPECT_FALSE(DateTime::of(2020, 13, 1));
  EXPECT_FALSE(DateTime::of(2020, 1, 1, 24));
  EXPECT_FALSE(DateTime::of(2020, 1, 1, 0, 0, 60));
  EXPECT_FALSE(DateTime::of(std::int64_t{-1}));
}

TEST(DateTime, IsNotMovedOutOfItsRange) {
  const auto last = *DateTime::of(DateTime::kMostTicks);
  EXPECT_FALSE(last.plus({1}));
  EXPECT_FALSE(DateTime().plus({-1}));
  EXPECT_FALSE(last.plus({std::numeric_limits<std::int64_t>::max()}));
  EXPECT_EQ(clock_of(DateTime::of(2012, 4, 30)->plus({kTicksPerDay})), "2012-05-01T00:00:00");
}

TEST(DateTime, ConvertsToTheSerialNumbersOfSpreadsheets) {
  EXPECT_EQ(DateTime::of(1899, 12, 30)->to_serial(), 0);
  EXPECT_EQ(DateTime::of(1900, 1, 1)->to_serial(), 2);
  EXPECT_EQ(DateTime::of(2018, 5, 21, 12)->to_serial(), 43241.5);
  EXPECT_EQ(DateTime::of(1899, 12, 29, 6)->to_serial(), -1.25);
  EXPECT_EQ(clock_of(DateTime::from_serial(43241.5)), "2018-05-21T12:00:00");
  EXPECT_EQ(clock_of(DateTime::from_serial(-1.25)), "1899-12-29T06:00:00");
  EXPECT_FALSE(DateTime::from_serial(1e9));
  EXPECT_FALSE(DateTime::from_serial(std::numeric_limits<double>::quiet_NaN()));
}

/// A text, a zone, and the clock there; "none" when it is not taken for a date-time.
struct Recognised {
  const char* text;
  const char* zone;
  const char* expected;
};

void PrintTo(const Recognised& c, std::ostream* out) {
  *out << c.text << " in " << c.zone;
}

class DateTimeTexts : public testing::TestWithParam<Recognised> {};

TEST_P(DateTimeTexts, AreRecognisedAsTheServiceDoes) {
  EXPECT_EQ(clock_of(recognise_date_time(GetParam().text, zone_named(GetParam().zone))), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(All, DateTimeTexts,
                         testing::Values(
                             // The published results of conditionally-hide-blocks: 2018 on a server in Moscow, 2021 in UTC.
                             Recognised{"2012-04-21T18:25:43-05:00", "Europe/Moscow", "2012-04-22T03:25:43"},
                             Recognised{"2012-04-21T18:25:43-05:00", "UTC", "2012-04-21T23:25:43"},
                             Recognised{"2016-01-10T00:00:00Z", "Europe/Moscow", "2016-01-10T03:00:00"},
                             Recognised{"2012-01-10T00:00:00Z", "Europe/Moscow", "2012-01-10T04:00:00"},
                             Recognised{"2010-07-10T00:00:00Z", "Europe/Moscow", "2010-07-10T04:00:00"},
                             Recognised{"2010-01-10T00:00:00Z", "Russian Standard Time", "2010-01-10T03:00:00"},
                             Recognised{"2018-05-21T10:00:00", "Europe/Moscow", "2018-05-21T10:00:00"},
                             Recognised{"2018-05-21T10:00:00Z", "America/New_York", "2018-05-21T06:00:00"},
                             Recognised{"2018-12-21T10:00:00Z", "america/new_york", "2018-12-21T05:00:00"},
                             Recognised{"2018-05-21T10:00:00+0530", "UTC", "2018-05-21T04:30:00"},
                             Recognised{"2018-05-21T10:00:00+05", "UTC", "2018-05-21T05:00:00"},
                             Recognised{"2018-05-21T10:00+05:00", "UTC", "2018-05-21T05:00:00"},
                             Recognised{"2018-05-21T10:00:00.1234567890Z", "UTC", "2018-05-21T10:00:00"},
                             Recognised{"2018-05-21T24:00:00", "UTC", "2018-05-22T00:00:00"},
                             Recognised{"2018-05-21T10:00:00Z", "Asia/Kolkata", "2018-05-21T15:30:00"},
                             Recognised{"2018-05-21", "UTC", "none"}, Recognised{"2018-05-21T10:00", "UTC", "none"},
                             Recognised{"2018-05-21 10:00:00", "UTC", "none"}, Recognised{"2018-02-30T10:00:00", "UTC", "none"},
                             Recognised{"2018-05-21T25:00:00", "UTC", "none"}, Recognised{"2018-05-21T10:61:00", "UTC", "none"},
                             Recognised{"2018-05-21T10:00:00+15:00", "UTC", "none"}, Recognised{"2018-05-21T10:00:00Zx", "UTC", "none"},
                             Recognised{"2018-05-21T10:00:00 ", "UTC", "none"}, Recognised{"2018-05-21T10:00:00.", "UTC", "none"},
                             Recognised{"0000-05-21T10:00:00", "UTC", "none"}, Recognised{"0001-01-01T00:00:00+05:00", "UTC", "none"},
                             Recognised{"9999-12-31T23:59:59-05:00", "UTC", "none"},
                             Recognised{"2018-05-21T10:00:00.00000000000000000000000000000", "UTC", "none"},
                             Recognised{"aaaaaaaaaaTaaaaaaaaa", "UTC", "none"}));

TEST(DateTimeTexts, ForFormatsMayBeDatesAlone) {
  const auto& utc = TimeZone::utc();
  EXPECT_EQ(clock_of(parse_iso("2018-05-21", utc)), "2018-05-21T00:00:00");
  EXPECT_EQ(clock_of(parse_iso(" 2018-05-21 10:20 ", utc)), "2018-05-21T10:20:00");
  EXPECT_EQ(clock_of(parse_iso("2018-05-21T10:20Z", utc)), "2018-05-21T10:20:00");
  EXPECT_FALSE(parse_iso("21.05.2018", utc));
  EXPECT_FALSE(parse_iso("10/02/2017", utc));
  EXPECT_FALSE(parse_iso("", utc));
  EXPECT_FALSE(parse_iso("2018", utc));
}

TEST(DateTime, GoesToUtcAndBackThroughTheChangeOfClocks) {
  const auto& berlin = zone_named("Europe/Berlin");
  for (const auto utc_hour : {0, 1, 2}) {
    // 2020-10-25, 01:00 UTC: clocks go back, so 02:30 comes twice.
    const auto utc = *DateTime::of(2020, 10, 25, utc_hour, 30, 0, 0, DateTime::Kind::Utc);
    EXPECT_EQ(utc.to_local(berlin).to_utc(berlin), utc) << utc_hour;
  }
  EXPECT_EQ(DateTime::of(2020, 10, 25, 0, 30, 0, 0, DateTime::Kind::Utc)->to_local(berlin).kind(), DateTime::Kind::LocalSummer);
  EXPECT_EQ(DateTime::of(2020, 10, 25, 1, 30, 0, 0, DateTime::Kind::Utc)->to_local(berlin).kind(), DateTime::Kind::Local);
  EXPECT_TRUE(DateTime::of(2020, 7, 1)->is_summer_time(berlin));
  EXPECT_FALSE(DateTime::of(2020, 1, 1)->is_summer_time(berlin));
  EXPECT_EQ(DateTime::of(2020, 7, 1)->offset(berlin), 7200);
  EXPECT_EQ(DateTime::of(1, 1, 1)->to_utc(berlin).ticks(), 0);
}

TEST(TimeZones, HaveOneObjectForAllSpellings) {
  EXPECT_EQ(&zone_named("Europe/Berlin"), &zone_named(" europe/BERLIN "));
  EXPECT_TRUE(zone_named("Etc/UTC").is_utc());
  EXPECT_TRUE(zone_named("Zulu").is_utc());
  EXPECT_FALSE(zone_named("Europe/London").is_utc());
}

TEST(TimeZones, ThatAreUnknownAreNamedInTheError) {
  for (const char* name : {"", "Mars/Olympus", "GMT+25", "Etc/Unknown", "Europe/", "../etc/passwd"}) {
    const auto zone = TimeZone::named(name);
    ASSERT_FALSE(zone.has_value()) << name;
    EXPECT_EQ(zone.error().code(), ErrorCode::BadRequest);
    EXPECT_NE(zone.error().message().find(std::string("\"") + name + "\""), std::string::npos);
  }
  EXPECT_LT(TimeZone::named(std::string(100'000, 'x')).error().message().size(), 300U);
}

/// A span as .NET reads and writes it.
struct SpanCase {
  const char* text;
  const char* expected;
};

TEST(TimeSpans, AreReadAsNetReadsThem) {
  for (const auto& c : {SpanCase{"1", "1.00:00:00"}, SpanCase{"-1", "-1.00:00:00"}, SpanCase{"3:00", "03:00:00"},
                        SpanCase{"1.12:30", "1.12:30:00"}, SpanCase{"-2.03:04:05", "-2.03:04:05"},
                        SpanCase{"00:00:00.5", "00:00:00.5000000"}, SpanCase{" 7 ", "7.00:00:00"}, SpanCase{"0", "00:00:00"}}) {
    const auto span = parse_time_span(c.text);
    ASSERT_TRUE(span) << c.text;
    EXPECT_EQ(to_text(*span), c.expected);
  }
  for (const char* text : {"", "-", "a", "24:00", "1:60", "1:00:60", "1.", "1.1", "1:", "1:00:00.", "99999999", "1 2", "1.2.3:00"})
    EXPECT_FALSE(parse_time_span(text)) << text;
}

}  // namespace
}  // namespace docmill::templating
