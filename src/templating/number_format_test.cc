#include "templating/number_format.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace docmill::templating {
namespace {

/// A number in JSON's spelling, a format, and what .NET prints in a culture. "!" stands for a FormatException.
struct NumberCase {
  const char* number;
  const char* format;
  const char* expected;
  const char* culture = "en-US";
};

void PrintTo(const NumberCase& c, std::ostream* out) {
  *out << c.number << " as \"" << c.format << "\" in " << c.culture;
}

std::string formatted(const Value& value, std::string_view format, std::string_view culture = "en-US") {
  return format_number(value.number(), format, Culture::named(culture).value()->number()).value_or("!");
}

class NumberFormats : public testing::TestWithParam<NumberCase> {};

TEST_P(NumberFormats, PrintWhatNetPrints) {
  const auto& c = GetParam();
  EXPECT_EQ(formatted(Value::number(c.number), c.format, c.culture), c.expected);
}

// The language page's own examples for 8 (specification 5.1), the page's C with fr-FR as .NET prints it.
INSTANTIATE_TEST_SUITE_P(Published, NumberFormats,
                         testing::Values(NumberCase{"8", "C", "$8.00"}, NumberCase{"8", "P", "800.00%"}, NumberCase{"8", "N2", "8.00"},
                                         NumberCase{"8", "C", "8,00\u00A0€", "fr-FR"}));

// From Microsoft's page "Standard numeric format strings": the examples of its table.
INSTANTIATE_TEST_SUITE_P(
    StandardOfTheManual, NumberFormats,
    testing::Values(NumberCase{"123.456", "C", "$123.46"}, NumberCase{"123.456", "C", "123,46\u00A0€", "fr-FR"},
                    NumberCase{"123.456", "C", "¥123", "ja-JP"}, NumberCase{"-123.456", "C3", "($123.456)"},
                    NumberCase{"-123.456", "C3", "-123,456\u00A0€", "fr-FR"}, NumberCase{"-123.456", "C3", "-¥123.456", "ja-JP"},
                    NumberCase{"1234", "D", "1234"}, NumberCase{"-1234", "D6", "-001234"},
                    NumberCase{"1052.0329112756", "E", "1.052033E+003"}, NumberCase{"1052.0329112756", "e", "1,052033e+003", "fr-FR"},
                    NumberCase{"-1052.0329112756", "e2", "-1.05e+003"}, NumberCase{"-1052.0329112756", "E2", "-1,05E+003", "fr-FR"},
                    NumberCase{"1234.567", "F", "1234.57"}, NumberCase{"1234.567", "F", "1234,57", "de-DE"},
                    NumberCase{"1234", "F1", "1234.0"}, NumberCase{"1234", "F1", "1234,0", "de-DE"},
                    NumberCase{"-1234.56", "F4", "-1234.5600"}, NumberCase{"-1234.56", "F4", "-1234,5600", "de-DE"},
                    NumberCase{"-123.456", "G", "-123.456"}, NumberCase{"-123.456", "G", "-123,456", "sv-SE"},
                    NumberCase{"123.4546", "G4", "123.5"}, NumberCase{"123.4546", "G4", "123,5", "sv-SE"},
                    NumberCase{"-1.234567890e-25", "G", "-1.23456789E-25"}, NumberCase{"-1.234567890e-25", "G", "-1,23456789E-25", "sv-SE"},
                    NumberCase{"1234.567", "N", "1,234.57"}, NumberCase{"1234.567", "N", "1\u00A0234,57", "ru-RU"},
                    NumberCase{"1234", "N1", "1,234.0"}, NumberCase{"1234", "N1", "1\u00A0234,0", "ru-RU"},
                    NumberCase{"-1234.56", "N3", "-1,234.560"}, NumberCase{"-1234.56", "N3", "-1\u00A0234,560", "ru-RU"},
                    NumberCase{"1", "P", "100.00%"}, NumberCase{"1", "P", "100,00\u00A0%", "fr-FR"}, NumberCase{"-0.39678", "P1", "-39.7%"},
                    NumberCase{"-0.39678", "P1", "-39,7\u00A0%", "fr-FR"}, NumberCase{"255", "X", "FF"},
                    NumberCase{"-1", "x", "ffffffffffffffff"}, NumberCase{"255", "x4", "00ff"},
                    NumberCase{"-1", "X4", "FFFFFFFFFFFFFFFF"}));

// From Microsoft's page "Custom numeric format strings": the examples of its table and of its sections.
INSTANTIATE_TEST_SUITE_P(
    CustomOfTheManual, NumberFormats,
    testing::Values(
        NumberCase{"1234.5678", "00000", "01235"}, NumberCase{"0.45678", "0.00", "0.46"}, NumberCase{"0.45678", "0.00", "0,46", "fr-FR"},
        NumberCase{"1234.5678", "#####", "1235"}, NumberCase{"0.45678", "#.##", ".46"}, NumberCase{"0.45678", "#.##", ",46", "fr-FR"},
        NumberCase{"2147483647", "##,#", "2,147,483,647"}, NumberCase{"2147483647", "##,#", "2.147.483.647", "es-ES"},
        NumberCase{"2147483647", "#,#,,", "2,147"}, NumberCase{"2147483647", "#,#,,", "2.147", "es-ES"},
        NumberCase{"0.3697", "%#0.00", "%36.97"}, NumberCase{"0.3697", "%#0.00", "%36,97", "el-GR"},
        NumberCase{"0.3697", "##.0 %", "37.0 %"}, NumberCase{"0.03697", "#0.00‰", "36.97‰"},
        NumberCase{"0.03697", "#0.00‰", "36,97‰", "ru-RU"}, NumberCase{"987654", "#0.0e0", "98.8e4"},
        NumberCase{"1503.92311", "0.0##e+00", "1.504e+03"}, NumberCase{"1.8901385E-16", "0.0e+00", "1.9e-16"},
        NumberCase{"987654", "\\###00\\#", "#987654#"}, NumberCase{"68", "# 'degrees'", "68 degrees"},
        NumberCase{"12.345", "#0.0#;(#0.0#);-\\0-", "12.35"}, NumberCase{"0", "#0.0#;(#0.0#);-\\0-", "-0-"},
        NumberCase{"-12.345", "#0.0#;(#0.0#);-\\0-", "(12.35)"}, NumberCase{"12.345", "#0.0#;(#0.0#)", "12.35"},
        NumberCase{"-12.345", "#0.0#;(#0.0#)", "(12.35)"}, NumberCase{"123", "00000", "00123"}, NumberCase{"1.2", "0.00", "1.20"},
        NumberCase{"1.2", "00.00", "01.20"}, NumberCase{"1.2", "00.00", "01,20", "da-DK"}, NumberCase{"0.56", "0.0", "0.6"},
        NumberCase{"1234567890", "0,0", "1,234,567,890"}, NumberCase{"1234567890", "0,0", "1.234.567.890", "el-GR"},
        NumberCase{"1234567890.123456", "0,0.0", "1,234,567,890.1"}, NumberCase{"1234.567890", "0,0.00", "1,234.57"},
        NumberCase{"1.2", "#.##", "1.2"}, NumberCase{"123", "#####", "123"}, NumberCase{"123456", "[##-##-##]", "[12-34-56]"},
        NumberCase{"1234567890", "#", "1234567890"}, NumberCase{"1234567890", "(###) ###-####", "(123) 456-7890"},
        NumberCase{"1234567890", "#,#", "1,234,567,890"}, NumberCase{"1234567890", "#,##0,,", "1,235"},
        NumberCase{"1234567890", "#,,", "1235"}, NumberCase{"1234567890", "#,,,", "1"}, NumberCase{"0.086", "#0.##%", "8.6%"},
        NumberCase{"0.00354", "#0.00‰", "3.54‰"}, NumberCase{"86000", "0.###E+0", "8.6E+4"}, NumberCase{"86000", "0.###E+000", "8.6E+004"},
        NumberCase{"86000", "0.###E-000", "8.6E004"},
        NumberCase{"123", "\\#\\#\\# ##0 dollars and \\0\\0 cents \\#\\#\\#", "### 123 dollars and 00 cents ###"},
        NumberCase{"123", "\\\\\\\\\\\\ ##0 dollars and \\0\\0 cents \\\\\\\\\\\\", "\\\\\\ 123 dollars and 00 cents \\\\\\"},
        NumberCase{"1234", "##;(##)", "1234"}, NumberCase{"-1234", "##;(##)", "(1234)"}, NumberCase{"0", "##;(##);**Zero**", "**Zero**"}));

INSTANTIATE_TEST_SUITE_P(Rounding, NumberFormats,
                         testing::Values(NumberCase{"2.5", "N0", "3"}, NumberCase{"-2.5", "N0", "-3"}, NumberCase{"0.5", "0", "1"},
                                         NumberCase{"1.5", "0", "2"}, NumberCase{"2.675", "N2", "2.68"}, NumberCase{"1.005", "F2", "1.01"},
                                         NumberCase{"0.125", "0.##", "0.13"}, NumberCase{"999.995", "C", "$1,000.00"},
                                         NumberCase{"0.9999", "P0", "100%"}, NumberCase{"9.99", "E1", "1.0E+001"},
                                         NumberCase{"99999", "G3", "1E+05"}, NumberCase{"0.05", "0.0", "0.1"},
                                         NumberCase{"0.04", "0.0", "0.0"}, NumberCase{"0.04", "#.#", ""},
                                         NumberCase{"9007199254740993", "N0", "9,007,199,254,740,993"},
                                         NumberCase{"123456789012345678901234567890", "N0", "123,456,789,012,345,678,901,234,567,890"},
                                         NumberCase{"0.1234567890123456789", "F19", "0.1234567890123456789"},
                                         NumberCase{"12345678901234567890.5", "#,##0", "12,345,678,901,234,567,891"}));

INSTANTIATE_TEST_SUITE_P(SignsAndZeros, NumberFormats,
                         testing::Values(NumberCase{"-0.001", "N2", "0.00"}, NumberCase{"-0.0", "G", "0"}, NumberCase{"-0", "N2", "0.00"},
                                         NumberCase{"-0.001", "C", "$0.00"}, NumberCase{"-0.001", "0.00", "0.00"},
                                         NumberCase{"-0.3", "0.0", "-0.3"}, NumberCase{"-0.3", "#.#", "-.3"}, NumberCase{"0", "#", ""},
                                         NumberCase{"0", "#,##0.00", "0.00"}, NumberCase{"0", "0%", "0%"},
                                         NumberCase{"-0.001", "0.00;neg;zero", "zero"}, NumberCase{"-5", "0;;zero", "-5"},
                                         NumberCase{"5", "'plus';'minus';'none'", "plus"},
                                         NumberCase{"-5", "'plus';'minus';'none'", "minus"}, NumberCase{"-5", "0;0", "5"},
                                         NumberCase{"-5", "'a'0", "-a5"}, NumberCase{"0", ";;", ""}, NumberCase{"-7", "+0;-0", "-7"},
                                         NumberCase{"7", "+0;-0", "+7"}, NumberCase{"0", "E2", "0.00E+000"}));

INSTANTIATE_TEST_SUITE_P(General, NumberFormats,
                         testing::Values(NumberCase{"99", "", "99"}, NumberCase{"12.44", "", "12.44"}, NumberCase{"1.10", "G", "1.1"},
                                         NumberCase{"100.0", "G", "100"}, NumberCase{"1e15", "G", "1E+15"},
                                         NumberCase{"1e14", "G", "100000000000000"}, NumberCase{"1e20", "G", "1E+20"},
                                         NumberCase{"0.0001", "G", "0.0001"}, NumberCase{"0.00001", "G", "1E-05"},
                                         NumberCase{"1.5e-7", "g", "1.5e-07"}, NumberCase{"12345", "G3", "1.23E+04"},
                                         NumberCase{"12345", "G5", "12345"}, NumberCase{"12345", "G0", "12345"},
                                         NumberCase{"0.5", "R", "0.5"}, NumberCase{"12345678901234567890", "G", "12345678901234567890"}));

INSTANTIATE_TEST_SUITE_P(Cultures, NumberFormats,
                         testing::Values(NumberCase{"1234567.891", "N2", "1.234.567,89", "de-DE"},
                                         NumberCase{"1234567.891", "N2", "1\u00A0234\u00A0567,89", "fr-FR"},
                                         NumberCase{"1234567.891", "N2", "1’234’567.89", "de-CH"},
                                         NumberCase{"1234567.891", "N2", "12,34,567.89", "hi-IN"},
                                         NumberCase{"1234567.891", "N2", "12,34,567.89", "en-IN"},
                                         NumberCase{"1234567.891", "#,##0.0", "12,34,567.9", "en-IN"},
                                         NumberCase{"-5", "C", "-£5.00", "en-GB"}, NumberCase{"-5", "C", "€\u00A0-5,00", "nl-NL"},
                                         NumberCase{"5", "C", "R$\u00A05,00", "pt-BR"}, NumberCase{"5", "C", "CHF\u00A05.00", "de-CH"},
                                         NumberCase{"-5", "C", "CHF-5.00", "de-CH"}, NumberCase{"5", "C", "5,00\u00A0zł", "pl-PL"},
                                         NumberCase{"5", "C", "5,00\u00A0₽", "ru-RU"}, NumberCase{"5", "C", "kr\u00A05,00", "nb-NO"},
                                         NumberCase{"-5", "C", "(5,00\u00A0$)", "fr-CA"}, NumberCase{"0.25", "P0", "25%", "ru-RU"},
                                         NumberCase{"0.25", "P0", "%25", "tr-TR"}, NumberCase{"5", "C", "₩5", "ko-KR"},
                                         NumberCase{"-1234.5", "N1", "-1\u00A0234,5", "sv-SE"},
                                         NumberCase{"1234.5", "N2", "1.234,50", "de"}, NumberCase{"5", "C", "5,00\u00A0€", "de"},
                                         NumberCase{"1234.5", "N2", "1,234.50", "ar-SA"}, NumberCase{"1234.5", "C", "¤1,234.50", ""},
                                         NumberCase{"-1", "C", "(¤1.00)", ""}, NumberCase{"1", "P", "100.00\u00A0%", ""}));

INSTANTIATE_TEST_SUITE_P(Refused, NumberFormats,
                         testing::Values(NumberCase{"1.5", "D", "!"}, NumberCase{"1.5", "X", "!"}, NumberCase{"1", "Q", "!"},
                                         NumberCase{"1", "Z2", "!"}, NumberCase{"1", "N1000", "!"},
                                         NumberCase{"1", "N99999999999999999999", "!"}, NumberCase{"123456789012345678901", "X", "!"},
                                         NumberCase{"123456789012345678901", "D", "123456789012345678901"}));

INSTANTIATE_TEST_SUITE_P(Unclosed, NumberFormats,
                         testing::Values(NumberCase{"5", "0'abc", "5abc"}, NumberCase{"5", "0\"", "5"}, NumberCase{"5", "0\\", "5"},
                                         NumberCase{"5", "'", ""}, NumberCase{"5", "0E", "5E"}, NumberCase{"5", "0E+", "5E+"},
                                         NumberCase{"5", "0\\‰", "5‰"}, NumberCase{"5", "0 €", "5 €"}, NumberCase{"5", "1.2.3", "1523"}));

TEST(NumberFormat, WhatWasReckonedIsRoundedToFifteenDigitsFirst) {
  EXPECT_EQ(formatted(Value::of(0.1 + 0.2), "0.####################"), "0.3");
  EXPECT_EQ(formatted(Value::of(8.325 * 100), "N0"), "833");
  EXPECT_EQ(formatted(Value::of(0.1 + 0.2), "R"), "0.30000000000000004");
}

TEST(NumberFormat, WhatIsNoFiniteNumberPrintsItsNameInAnyFormat) {
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_EQ(formatted(Value::of(std::numeric_limits<double>::quiet_NaN()), "N2"), "NaN");
  EXPECT_EQ(formatted(Value::of(infinite), "0.00", ""), "Infinity");
  EXPECT_EQ(formatted(Value::of(-infinite), "C", ""), "-Infinity");
}

TEST(NumberFormat, ErrorsNameTheFormatAndTheRemedy) {
  const auto refused = format_number(Value::number("1.5").number(), "D3", Culture::en_us().number());
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code(), ErrorCode::BadRequest);
  EXPECT_EQ(refused.error().message(), "\"D3\" is not a format for this number: D is for whole numbers. Use N0 or F0.");
}

TEST(NumberFormat, HostileFormatsStayWithinBounds) {
  EXPECT_EQ(formatted(Value::number("1"), std::string(kLongestFormat + 1, '0')), "!");
  const auto percents = formatted(Value::number("1e300"), std::string(kLongestFormat, '%'));
  EXPECT_EQ(percents.size(), kLongestFormat);
  const auto scaled = formatted(Value::number("1e300"), std::string(kLongestFormat - 1, '%') + "0");
  EXPECT_LT(scaled.size(), 4 * kLongestFormat);
  EXPECT_EQ(formatted(Value::number("1"), "F999").size(), 1001U);
  EXPECT_EQ(formatted(Value::number("5"), std::string("0\0\x01", 3)), std::string("5\0\x01", 3));
}

TEST(NumberFormat, TheShortestFormLeadsBackToTheNumber) {
  for (const double number : {0.1, 1.0 / 3, 123456.789, 5e-324, 1.7976931348623157e308, -2.5e-10, 18872.94})
    EXPECT_EQ(std::strtod(shortest(Value::of(number).number()).c_str(), nullptr), number);
  EXPECT_EQ(shortest(Value::number("-12345678901234567890.123456789").number()), "-12345678901234567890.123456789");
}

TEST(NumberFormat, NumbersAsTheyAreDoNotDependOnTheLettersCase) {
  // r and g go the long way, on which every format is written.
  for (const auto* culture : {"en-US", "de-DE", "fa-IR", "sv-SE"}) {
    const auto& info = (*Culture::named(culture))->number();
    for (const auto* spelling : {"0",
                                 "-0",
                                 "0.0",
                                 "-0.0",
                                 "7",
                                 "-7",
                                 "9223372036854775807",
                                 "-9223372036854775808",
                                 "0.5",
                                 "-12.25",
                                 "1e3",
                                 "1e14",
                                 "123456789012345",
                                 "99999999999999.5",
                                 "0.001",
                                 "0.0010000000000000001",
                                 "0.000999",
                                 "-1e-7",
                                 "1.1",
                                 "3.3000000000000003",
                                 "1e300",
                                 "12345.678901234567"}) {
      const auto value = Value::number(spelling);
      for (const std::string format : {"R", "G"}) {
        const std::string small(1, static_cast<char>(format[0] | 0x20));
        auto longer = *format_number(value.number(), small, info);
        std::ranges::replace(longer, 'e', 'E');
        EXPECT_EQ(*format_number(value.number(), format, info), longer) << spelling << " " << culture;
      }
    }
  }
}

}  // namespace
}  // namespace docmill::templating
