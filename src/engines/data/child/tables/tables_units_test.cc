#include <fmt/format.h>
#include <gmock/gmock.h>

#include "engines/data/child/tables/bounds.h"
#include "engines/data/child/tables/csv.h"
#include "engines/data/child/tables/json_rows.h"
#include "engines/data/child/tables/locale_values.h"
#include "engines/data/child/tables/mappings.h"
#include "engines/data/child/tables/number_kind.h"
#include "engines/data/child/tables/sheet_sink.h"
#include "engines/data/child/text/json_text.h"

namespace docmill::engines::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Rows with bars around their fields: "|a|b|".
std::string csv(std::string_view text, std::string_view delimiter = ",") {
  std::string out;
  const auto read = read_csv(text, delimiter, [&](const CsvRow& row) -> Result<bool> {
    out += '|';
    for (const auto field : row) out += std::string(field) + "|";
    return true;
  });
  return read ? out : read.error().message();
}

TEST(Csv, RowsAndFieldsAreFoundAsRfc4180Says) {
  EXPECT_EQ(csv("a,b\r\nc,d\r\n"), "|a|b||c|d|");
  EXPECT_EQ(csv("a,b\nc,d"), "|a|b||c|d|");
  EXPECT_EQ(csv("a,b\rc,d\r"), "|a|b||c|d|");
  EXPECT_EQ(csv(",\n,,"), "||||||" + std::string("|"));
  EXPECT_EQ(csv("a,"), "|a||");
  EXPECT_EQ(csv(""), "");
  EXPECT_EQ(csv("\r\n\n\na\n\n"), "|a|");
  EXPECT_EQ(csv(" a , b "), "| a | b |");
}

TEST(Csv, QuotesProtectDelimitersLineEndsAndQuotes) {
  EXPECT_EQ(csv("\"a,b\",\"c\r\nd\",\"e\"\"f\""), "|a,b|c\r\nd|e\"f|");
  EXPECT_EQ(csv("\"\",\"\"\"\""), "||\"|");
  EXPECT_EQ(csv("5\" disk,3\""), "|5\" disk|3\"|");
  EXPECT_EQ(csv("\"a\"b,\"c\" ,d"), "|ab|c |d|");
  EXPECT_EQ(csv("\"a\"\"b\"c\"d,e"), "|a\"bc\"d|e|");
  EXPECT_THAT(csv("a\nb,\"c\nd"), HasSubstr("Line 2 of the CSV begins a quoted value"));
  EXPECT_THAT(csv("\""), HasSubstr("Line 1"));
}

TEST(Csv, ADelimiterMayBeAnyCharacter) {
  EXPECT_EQ(csv("a§b§\"c§\"\n", "§"), "|a|b|c§|");
  EXPECT_EQ(csv("a\tb", "\t"), "|a|b|");
  EXPECT_EQ(csv("a\xC2\xA3"
                "b",
                "§"),
            "|a£b|")
      << "half a delimiter is none";
  EXPECT_EQ(*csv_delimiter("PIPE"), "|");
  EXPECT_EQ(*csv_delimiter(""), ",");
  EXPECT_EQ(*csv_delimiter("§"), "§");
  for (const auto* bad : {"\"", "\n", "ab", "\xC2"}) EXPECT_FALSE(csv_delimiter(bad)) << bad;
}

TEST(Csv, WhatIsWrittenIsReadBack) {
  const std::vector<std::string> fields{"a", "", "x,y", "say \"hi\"", "two\r\nlines", " spaced ", "=1+1", "ü"};
  for (const std::string delimiter : {",", ";", "§"}) {
    auto out = OutputFile::create(1000);
    CsvWriter writer(*out, delimiter);
    for (const auto& field : fields) writer.field(field);
    writer.end_row();
    const auto size = out->size();
    const auto text = read_at(out->finish()->get(), 0, size).value();
    std::vector<std::string> back;
    ASSERT_TRUE(read_csv(text, delimiter, [&](const CsvRow& row) -> Result<bool> {
      back.assign(row.begin(), row.end());
      return true;
    }));
    EXPECT_EQ(back, fields);
  }
}

TEST(Csv, EveryCutAndEveryShuffleOfSignsIsReadToTheEnd) {
  std::uint32_t seed = 1;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (int i = 0; i < 12; ++i) {
      seed = seed * 1'664'525 + 1'013'904'223;
      text += "a\",\n\r\"b"[seed >> 29];
    }
    std::size_t fields = 0;
    const auto read = read_csv(text, ",", [&](const CsvRow& row) -> Result<bool> {
      fields += row.size();
      return true;
    });
    EXPECT_LE(fields, text.size() + 1);
    if (!read) EXPECT_EQ(read.error().code(), ErrorCode::InputDamaged);
  }
}

LocaleValues locale(const std::string& culture) {
  auto values = LocaleValues::of(culture);
  EXPECT_TRUE(values) << culture;
  return *std::move(values);
}

TEST(LocaleValues, NumbersAreReadAsThePlaceWritesThem) {
  EXPECT_EQ(locale("en-US").number("1,234.50"), 1234.5);
  EXPECT_EQ(locale("").number("-7"), -7);
  EXPECT_EQ(locale("de-DE").number("1.234,50"), 1234.5);
  EXPECT_EQ(locale("de").number("1234,5"), 1234.5);
  EXPECT_EQ(locale("fr-FR").number("1 234,5"), 1234.5);
  EXPECT_EQ(locale("fr_FR").number("1\u00A0234,5"), 1234.5);
  EXPECT_EQ(locale("fr-FR").number("1\u202F234,5"), 1234.5);
  EXPECT_EQ(locale("en-IN").number("12,34,567"), 1234567);
  EXPECT_EQ(locale("de-CH").number("1'234.5"), 1234.5);
  EXPECT_EQ(locale("en-US").number("1.5E3"), 1500);
  for (const auto* bad : {"", "abc", "1,23", "1.2.3", "12x", "--1", "1 2", "NaN", "∞", "1,,000"}) {
    EXPECT_EQ(locale("en-US").number(bad), std::nullopt) << bad;
  }
}

TEST(LocaleValues, AnUntypedValueBecomesANumberOnlyWithoutLoss) {
  const auto here = locale("en-US");
  EXPECT_EQ(here.plain_number("12.5"), 12.5);
  EXPECT_EQ(here.plain_number("-0.5"), -0.5);
  for (const auto* text : {"007", "+49", "1234567890123456", "1E5", "2024-01-31", ".5", " 5", "5 ", "1/2", "10%"}) {
    EXPECT_EQ(here.plain_number(text), std::nullopt) << text;
  }
}

TEST(LocaleValues, PercentagesAreFractions) {
  EXPECT_DOUBLE_EQ(*locale("en-US").fraction("45%"), 0.45);
  EXPECT_DOUBLE_EQ(*locale("de-DE").fraction("4,5\u00A0%"), 0.045);
  EXPECT_DOUBLE_EQ(*locale("en-US").fraction("0.45"), 0.45);
  EXPECT_EQ(locale("en-US").fraction("%"), std::nullopt);
}

std::string date(const std::string& culture, std::string_view text) {
  const auto found = locale(culture).date(text);
  if (!found) return "none";
  return fmt::format("{}-{}-{} {}:{}:{}", found->year, found->month, found->day, found->hour, found->minute, found->second);
}

TEST(LocaleValues, DatesAreReadAsThePlaceWritesThem) {
  EXPECT_EQ(date("en-US", "1/31/2024"), "2024-1-31 0:0:0");
  EXPECT_EQ(date("en-US", "1/31/24"), "2024-1-31 0:0:0");
  EXPECT_EQ(date("en-US", "1/31/2024 3:45 PM"), "2024-1-31 15:45:0");
  EXPECT_EQ(date("en-US", "Jan 31, 2024"), "2024-1-31 0:0:0");
  EXPECT_EQ(date("en-US", "January 31, 2024"), "2024-1-31 0:0:0");
  EXPECT_EQ(date("en-GB", "31/01/2024 15:45:10"), "2024-1-31 15:45:10");
  EXPECT_EQ(date("de-DE", "31.01.2024"), "2024-1-31 0:0:0");
  EXPECT_EQ(date("de-DE", "1.2.24"), "2024-2-1 0:0:0");
  EXPECT_EQ(date("en-US", "01/02/2024"), "2024-1-2 0:0:0");
  EXPECT_EQ(date("fr-FR", "01/02/24"), "2024-2-1 0:0:0");
  EXPECT_EQ(date("pt-BR", "31 de janeiro de 2024"), "2024-1-31 0:0:0");
  EXPECT_EQ(date("de-DE", "31. Januar 2024"), "2024-1-31 0:0:0");
  EXPECT_EQ(date("fr-FR", "31 janvier 2024"), "2024-1-31 0:0:0");
  EXPECT_EQ(date("ja-JP", "2024/01/31"), "2024-1-31 0:0:0");
  EXPECT_EQ(date("de-DE", "2024-01-31T09:05:00.250+02:00"), "2024-1-31 9:5:0.25");
  for (const auto* bad : {"", "31/1/2024", "2/30/2024", "1/31/2024 x", "2024-02-30", "2024-13-01", "soon", "2024-01-31T25:00"}) {
    EXPECT_EQ(date("en-US", bad), "none") << bad;
  }
}

TEST(LocaleValues, AnUnknownCultureIsRefused) {
  for (const auto* bad : {"xx-YY", "nonsense!", "e"}) EXPECT_FALSE(LocaleValues::of(bad)) << bad;
}

std::string json_rows(std::string_view text, std::string_view path = "") {
  std::string out;
  const auto done = each_json_row(text, path, [&](const boost::json::value& row) -> Result<bool> {
    out += json_compact(row) + ";";
    return true;
  });
  return done ? out : done.error().message();
}

TEST(JsonRows, ThePathLeadsThroughObjectsToAnArray) {
  EXPECT_EQ(json_rows(R"([{"a":1},2,"x\u00e9",[3,[4]],null])"), R"({"a":1};2;"xé";[3,[4]];null;)");
  EXPECT_EQ(json_rows(R"({"x":{"rows":[0]},"a":{"rows":[1,2],"b":[9]},"c":3})", "a.rows"), "1;2;");
  EXPECT_EQ(json_rows(R"({"a":{"b":{"c":[{"c":[1]}]}}})", "a.b.c"), R"({"c":[1]};)");
  EXPECT_EQ(json_rows(R"({"a":{"b":1}})", "a"), R"({"b":1};)");
  EXPECT_EQ(json_rows(R"({"a":5})", "a"), "5;");
  EXPECT_EQ(json_rows("true"), "true;");
  EXPECT_EQ(json_rows("[]"), "");
  EXPECT_EQ(json_rows("[1.50,1e3,-0.0,123456789012345678901234567890]"), "1.5;1000;-0;\"123456789012345678901234567890\";");
  EXPECT_THAT(json_rows(R"({"a":[{"b":[1]}]})", "a.b"), HasSubstr("nothing at \"a.b\""));
  EXPECT_THAT(json_rows(R"({"b":[1],"a":{}})", "a.b"), HasSubstr("nothing"));
  EXPECT_THAT(json_rows(R"({"a":1,"b":{"a":[2]}})", "b.a.c"), HasSubstr("nothing"));
}

TEST(JsonRows, LongStringsAndKeysComeWhole) {
  const std::string longest(100'000, 'x');
  EXPECT_EQ(json_rows("[{\"" + longest + "\\n\":\"" + longest + "\\u00e9\"}]").size(), 200'012);
  EXPECT_EQ(json_rows("{\"" + longest + "\":[1]}", longest), "1;");
}

TEST(JsonRows, NoCutIsTakenForAWholeDocument) {
  const std::string whole = R"({"a":[{"b":"x\u00e9","c":[1.5,true,null]},-2]})";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_THAT(json_rows(whole.substr(0, size), "a"), HasSubstr("not valid")) << size;
  }
  EXPECT_THAT(json_rows("[1,]"), HasSubstr("line 1"));
  EXPECT_THAT(json_rows("[\n\"\x01\"]"), HasSubstr("line 2"));
  EXPECT_THAT(json_rows(std::string(65, '[') + std::string(65, ']')), HasSubstr("not valid"));
}

TEST(Mappings, NamesAreMadeDistinct) {
  EXPECT_THAT(distinct_names({"a", "", "a", "a (2)", "a"}), ElementsAre("a", "Column2", "a (2)", "a (2) (2)", "a (3)"));
  EXPECT_EQ(distinct_names(std::vector<std::string>(kMostColumns, "x")).back(), "x (16384)");
}

TEST(NumberKind, FormatsThatShowDatesAreKnown) {
  EXPECT_EQ(kind_of_code("dd/mm/yyyy"), NumberKind::Date);
  EXPECT_EQ(kind_of_code("mmm-yy"), NumberKind::Date);
  EXPECT_EQ(kind_of_code("[$-F800]dddd\\,\\ mmmm\\ dd"), NumberKind::Date);
  EXPECT_EQ(kind_of_code("yyyy-mm-dd hh:mm"), NumberKind::DateTime);
  EXPECT_EQ(kind_of_code("[mm]:ss"), NumberKind::Time);
  for (const auto* number : {"General", "0.00", "#,##0\\ \"days\"", "[Red]0;[Blue]-0", "0.0E+00", "\"d\"0", "\\d0", "@", ""}) {
    EXPECT_EQ(kind_of_code(number), NumberKind::Number) << number;
  }
}

TEST(Sheets, ReferencesAndEscapesAreRead) {
  EXPECT_EQ(column_of_reference("A1"), 0u);
  EXPECT_EQ(column_of_reference("bc23"), 54u);
  EXPECT_EQ(column_of_reference("XFD1"), 16'383u);
  EXPECT_EQ(column_of_reference("XFE1"), std::nullopt);
  EXPECT_EQ(column_of_reference("12"), std::nullopt);
  EXPECT_EQ(unescaped_cell("a_x000A_b_x00e9__x20AC_"), "a\nbé€");
  EXPECT_EQ(unescaped_cell("_x_ _xD800_ _x00_ _x0000_ _x12"), "_x_ _xD800_ _x00_ _x0000_ _x12");
  EXPECT_EQ(unescaped_cell("_x005F_x0041_"), "_x0041_");
}

}  // namespace
}  // namespace docmill::engines::data
