#include "base/lengths.h"

#include <gmock/gmock.h>

namespace docmill {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

double inches(std::string_view text, BareUnit bare = BareUnit::Pixels) {
  const auto read = read_length("Width", text, bare);
  return read ? *read : -1;
}

TEST(Lengths, UnitsOfCssAreReadAndNumbersWithoutOneAreInTheCallersUnit) {
  EXPECT_DOUBLE_EQ(inches("25.4mm"), 1);
  EXPECT_DOUBLE_EQ(inches(" 2.54 CM "), 1);
  EXPECT_DOUBLE_EQ(inches("1in"), 1);
  EXPECT_DOUBLE_EQ(inches("72pt"), 1);
  EXPECT_DOUBLE_EQ(inches("6pc"), 1);
  EXPECT_DOUBLE_EQ(inches("96"), 1);
  EXPECT_DOUBLE_EQ(inches("72", BareUnit::Points), 1);
  for (const auto* text : {"", "mm", "-1", "1e3", "1e400", "nan", "inf", "1m", "1em", "10%", "1 2", "0x10", "1,5", "10mm;"})
    EXPECT_EQ(inches(text), -1) << text;
  EXPECT_THAT(read_length("Width", "wide", BareUnit::Points).error().message(), HasSubstr("Width: send a length"));
}

TEST(Lengths, MarginsAreCsssShorthand) {
  EXPECT_THAT(read_margins("Margins", "96", BareUnit::Pixels).value(), ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(read_margins("Margins", "72 144", BareUnit::Points).value(), ElementsAre(1, 2, 1, 2));
  EXPECT_THAT(read_margins("Margins", "96 192 288", BareUnit::Pixels).value(), ElementsAre(1, 2, 3, 2));
  EXPECT_THAT(read_margins("Margins", "1in 2in  3in\t4in ;", BareUnit::Pixels).value(), ElementsAre(1, 2, 3, 4));
  for (const std::string text : {"", ";", "1 2 3 4 5", "1,2", "a", "1;2"})
    EXPECT_FALSE(read_margins("Margins", text, BareUnit::Pixels)) << text;
  EXPECT_FALSE(read_margins("Margins", std::string(1'000'000, '1'), BareUnit::Pixels));
}

}  // namespace
}  // namespace docmill
