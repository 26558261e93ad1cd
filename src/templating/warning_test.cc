#include "templating/warning.h"

#include <gtest/gtest.h>

namespace docmill::templating {
namespace {

TEST(Warnings, KeepTheFirstAndCountTheRest) {
  Warnings warnings(2);
  for (int n = 0; n < 5; ++n) warnings.add({"part", "place", "{{" + std::to_string(n) + "}}", "message"});
  EXPECT_EQ(warnings.list().size(), 2U);
  EXPECT_EQ(warnings.dropped(), 3U);
  EXPECT_EQ(warnings.list()[1].token, "{{1}}");
}

TEST(Warnings, SayTheSameOnce) {
  Warnings warnings;
  for (int n = 0; n < 5; ++n) warnings.add({"part", "place", "{{a}}", "message"});
  EXPECT_EQ(warnings.list().size(), 1U);
  EXPECT_EQ(warnings.dropped(), 0U);
}

TEST(Warnings, CutLongTextsBetweenCharacters) {
  Warnings warnings;
  std::string token = "x";
  for (int n = 0; n < 1000; ++n) token += "é";
  warnings.add({"", "", token, ""});
  const auto& cut = warnings.list()[0].token;
  EXPECT_LE(cut.size(), Warnings::kLongestText + 3);
  EXPECT_TRUE(cut.ends_with("é…"));
}

}  // namespace
}  // namespace docmill::templating
