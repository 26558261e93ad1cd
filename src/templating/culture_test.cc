#include "templating/culture.h"

#include <gtest/gtest.h>

namespace docmill::templating {
namespace {

TEST(Cultures, AreFoundWithoutRegardToCase) {
  const auto culture = Culture::named(" DE-de ");
  ASSERT_TRUE(culture.has_value());
  EXPECT_EQ((*culture)->name(), "de-DE");
  EXPECT_EQ(*culture, Culture::find("de-DE"));
  EXPECT_EQ(*culture, Culture::find("de_DE"));
  EXPECT_EQ(&Culture::en_us(), Culture::find("EN-US"));
  EXPECT_EQ(Culture::find(""), &Culture::invariant());
}

TEST(Cultures, ThatAreUnknownBringTheNearestNames) {
  const auto unknown = Culture::named("de-DX");
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(unknown.error().code(), ErrorCode::BadRequest);
  EXPECT_NE(unknown.error().message().find("\"de-DX\""), std::string::npos);
  EXPECT_NE(unknown.error().message().find("de"), std::string::npos);
  EXPECT_NE(Culture::named("en-UX").error().message().find("en"), std::string::npos);
  EXPECT_NE(Culture::named("eng-US").error().message().find("en-US"), std::string::npos);
  EXPECT_NE(Culture::named("klingon").error().message().find("Use a name like"), std::string::npos);
  EXPECT_LT(Culture::named(std::string(100'000, 'x')).error().message().size(), 300U);
  EXPECT_EQ(Culture::find("d"), nullptr);
  EXPECT_EQ(Culture::find(std::string_view("de\0DE", 5)), nullptr);
}

TEST(Cultures, AllHaveWhatFormattingNeeds) {
  EXPECT_GE(Culture::names().size(), 840U);
  for (const auto name : Culture::names()) {
    const auto* culture = Culture::find(name);
    ASSERT_NE(culture, nullptr) << name;
    EXPECT_EQ(culture->name(), name);
    const auto& number = culture->number();
    EXPECT_FALSE(number.number.decimal.empty()) << name;
    EXPECT_NE(number.number.decimal, number.number.group) << name;
    EXPECT_FALSE(number.number.group_sizes.empty()) << name;
    EXPECT_FALSE(number.currency_symbol.empty()) << name;
    EXPECT_LE(number.currency.digits, 4) << name;
    const auto& date = culture->date();
    for (const auto& month : date.month_names)
      if (&month != &date.month_names.back()) EXPECT_FALSE(month.empty()) << name;
    for (const auto& day : date.day_names) EXPECT_FALSE(day.empty()) << name;
    EXPECT_NE(date.short_date.find('y'), std::string::npos) << name;
    EXPECT_NE(date.long_date.find("yy"), std::string::npos) << name;
    EXPECT_NE(date.short_time.find('m'), std::string::npos) << name << ' ' << date.short_time;
    EXPECT_NE(date.long_time.find('s'), std::string::npos) << name << ' ' << date.long_time;
    EXPECT_NE(date.month_day.find('d'), std::string::npos) << name << ' ' << date.month_day;
    EXPECT_NE(date.year_month.find("yyyy"), std::string::npos) << name << ' ' << date.year_month;
    EXPECT_FALSE(date.date_separator.empty()) << name;
  }
}

TEST(Cultures, ThatAreNeutralWriteLikeTheirMainCountry) {
  EXPECT_EQ(Culture::find("de")->date().short_date, "dd.MM.yyyy");
  EXPECT_EQ(Culture::find("en")->date().short_date, "M/d/yyyy");
  EXPECT_EQ(Culture::find("zh-Hans")->date().short_date, "yyyy/M/d");
  EXPECT_EQ(Culture::find("pt")->number().currency_symbol, "R$");
  EXPECT_EQ(Culture::find("sr")->date().day_names[1], "ponedeljak");
}

TEST(Cultures, HaveNetsSeparators) {
  EXPECT_EQ(Culture::find("de-DE")->date().date_separator, ".");
  EXPECT_EQ(Culture::find("nl-NL")->date().date_separator, "-");
  EXPECT_EQ(Culture::find("en-GB")->date().date_separator, "/");
  EXPECT_EQ(Culture::find("fi-FI")->date().time_separator, ".");
  EXPECT_EQ(Culture::find("fr-FR")->number().number.group, "\u00A0");
  EXPECT_EQ(Culture::find("sv-SE")->number().negative_sign, "-");
}

TEST(Cultures, OnlyOrdinarySpacesStandInPatterns) {
  for (const auto name : Culture::names()) {
    const auto& date = Culture::find(name)->date();
    for (const auto* pattern : {&date.short_time, &date.long_time, &date.short_date})
      EXPECT_EQ(pattern->find("\u202F"), std::string::npos) << name;
  }
}

TEST(Cultures, ChangeLettersByTheirRules) {
  EXPECT_EQ(Culture::find("tr-TR")->to_upper("istanbul"), "İSTANBUL");
  EXPECT_EQ(Culture::en_us().to_upper("istanbul straße é"), "ISTANBUL STRASSE É");
  EXPECT_EQ(Culture::en_us().to_lower("ÀÉ ЖЗ"), "àé жз");
  EXPECT_EQ(Culture::en_us().to_upper("a\xFF"), "A\uFFFD");
}

}  // namespace
}  // namespace docmill::templating
