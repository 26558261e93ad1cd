#include "model/page_list.h"

#include <gmock/gmock.h>

namespace docmill::model {
namespace {

using testing::ElementsAre;

std::vector<std::uint32_t> pages(std::string_view text, std::uint32_t count, std::uint32_t most = 100) {
  const auto list = parse_page_list(text);
  EXPECT_TRUE(list) << text;
  const auto out = pages_of(*list, count, most);
  EXPECT_TRUE(out) << text;
  return out.value_or(std::vector<std::uint32_t>{});
}

std::string refusal(std::string_view text) {
  const auto list = parse_page_list(text);
  return list ? "accepted" : list.error().message();
}

TEST(PageList, KeepsOrderAndRepeats) {
  EXPECT_THAT(pages("1-3;9-11;5", 20), ElementsAre(1, 2, 3, 9, 10, 11, 5));
  EXPECT_THAT(pages("2;1;2", 3), ElementsAre(2, 1, 2));
}

TEST(PageList, ToleratesSpacesCommasAndALastSemicolon) {
  EXPECT_THAT(pages(" 1 - 2 ; 4 ;", 5), ElementsAre(1, 2, 4));
  EXPECT_THAT(pages("1,3", 5), ElementsAre(1, 3));
}

TEST(PageList, AnEmptyOneMeansAllPages) {
  EXPECT_THAT(pages("", 3), ElementsAre(1, 2, 3));
  EXPECT_THAT(pages(" ; ", 2), ElementsAre(1, 2));
}

TEST(PageList, WhatLiesBeyondTheLastPageIsLeftOut) {
  EXPECT_THAT(pages("2-9", 3), ElementsAre(2, 3));
  EXPECT_THAT(pages("1-4294967295", 2), ElementsAre(1, 2));
  EXPECT_FALSE(pages_of({{7, 9}}, 3, 100));
  EXPECT_FALSE(pages_of({}, 0, 100));
}

TEST(PageList, ARepeatCannotGrowWithoutEnd) {
  EXPECT_FALSE(pages_of({{1, 60}, {1, 60}}, 60, 100));
}

TEST(PageList, ARefusalSaysWhatIsWrong) {
  EXPECT_EQ(refusal("1;x"), "\"x\" is no page; send pages like 1-3;5, counted from 1.");
  EXPECT_EQ(refusal("0"), "\"0\" is no page; send pages like 1-3;5, counted from 1.");
  EXPECT_EQ(refusal("-3"), "\"-3\" is no page; send pages like 1-3;5, counted from 1.");
  EXPECT_EQ(refusal("5-2"), "\"5-2\" runs backwards; send 2-5.");
  EXPECT_EQ(refusal("99999999999"), "\"99999999999\" is no page; send pages like 1-3;5, counted from 1.");
}

}  // namespace
}  // namespace docmill::model
