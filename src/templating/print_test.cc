#include "templating/print.h"

#include <gtest/gtest.h>

#include <limits>

#include "templating/composite_format.h"
#include "templating/json.h"

namespace docmill::templating {
namespace {

std::string printed_json(std::string_view json, std::string_view culture = "en-US") {
  return print(read_json(json).value(), {.culture = Culture::find(culture)});
}

TEST(Print, EveryKindOfValue) {
  EXPECT_EQ(printed_json("null"), "");
  EXPECT_EQ(printed_json("true"), "True");
  EXPECT_EQ(printed_json("false"), "False");
  EXPECT_EQ(printed_json("\"text\""), "text");
  EXPECT_EQ(printed_json("[1, \"a\", null, [true]]"), "1, a, , True");
  EXPECT_EQ(printed_json("{\"a\": 1}"), "");
  EXPECT_EQ(printed_json("[{\"a\": 1}, {\"a\": 2}]"), "");
  EXPECT_EQ(printed_json("\"2012-04-21T23:25:43\""), "4/21/2012 11:25:43 PM");
}

TEST(Print, NumbersInTheirShortestForm) {
  // Published: invoice-result-document.docx.
  EXPECT_EQ(printed_json("99"), "99");
  EXPECT_EQ(printed_json("12.44"), "12.44");
  EXPECT_EQ(printed_json("18872.94"), "18872.94");
  EXPECT_EQ(printed_json("12.440"), "12.44");
  EXPECT_EQ(printed_json("1e20"), "1E+20");
  EXPECT_EQ(printed_json("-5"), "-5");
  EXPECT_EQ(printed_json("12.44", "de-DE"), "12,44");
  EXPECT_EQ(printed_json("12345678901234567890.5", "fr-FR"), "12345678901234567890,5");
}

TEST(Print, WithoutACultureIsTheSameEverywhere) {
  EXPECT_EQ(print_invariant(Value::of(-1.5)), "-1.5");
  EXPECT_EQ(print_invariant(Value::of(true)), "True");
}

TEST(CompositeFormat, FormatsWhatHasFormatsAndLeavesTheRest) {
  const Region region;
  EXPECT_EQ(format_value(Value::of(1234.5), "N2", region), "1,234.50");
  EXPECT_EQ(format_value(Value::of(*DateTime::of(2017, 10, 2)), "dd/MM/yyyy", region), "02/10/2017");
  EXPECT_EQ(format_value(Value::of("10/02/2017"), "MM/dd/yyyy", region), "10/02/2017");
  EXPECT_EQ(format_value(Value(), "N2", region), "");
  EXPECT_EQ(format_value(Value::of(1.5), "", region), "1.5");
  EXPECT_FALSE(format_value(Value::of(1.5), "D", region).has_value());
}

TEST(CompositeFormat, AlignsByCharacters) {
  EXPECT_EQ(align("ab", 4), "  ab");
  EXPECT_EQ(align("ab", -4), "ab  ");
  EXPECT_EQ(align("äöü", 4), " äöü");
  EXPECT_EQ(align("abcdef", 4), "abcdef");
  EXPECT_EQ(align("", std::numeric_limits<int>::min()).size(), 1000U);
}

TEST(CompositeFormat, TakesAlignmentAndFormatApart) {
  EXPECT_EQ(parse_placement("")->format, "");
  EXPECT_EQ(parse_placement(":C")->format, "C");
  EXPECT_EQ(parse_placement(",10:N2")->width, 10);
  EXPECT_EQ(parse_placement(",10:N2")->format, "N2");
  EXPECT_EQ(parse_placement(",-10")->width, -10);
  EXPECT_EQ(parse_placement(",+7")->width, 7);
  EXPECT_EQ(parse_placement(":HH:mm")->format, "HH:mm");
  EXPECT_EQ(parse_placement(",99999999999999")->width, 1000);
  EXPECT_FALSE(parse_placement(",").has_value());
  EXPECT_FALSE(parse_placement("x").has_value());
  EXPECT_FALSE(parse_placement(",5x").has_value());
}

}  // namespace
}  // namespace docmill::templating
