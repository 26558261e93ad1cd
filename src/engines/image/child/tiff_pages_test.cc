#include "engines/image/child/tiff_pages.h"

#include <gtest/gtest.h>

namespace docmill::engines::image {
namespace {

using namespace std::string_literals;

/// Little-endian, with empty directories at 16, 24 and 32, each linked to the next.
std::string three_pages() {
  return "II*\0\x10\0\0\0"s + std::string(8, '\0') + "\0\0\x18\0\0\0\0\0"s + "\0\0\x20\0\0\0\0\0"s + "\0\0\0\0\0\0\0\0"s;
}

TEST(TiffPages, EachPageIsShownAlone) {
  TiffPages pages(three_pages());
  ASSERT_EQ(pages.count(), 3U);
  EXPECT_EQ(pages.alone(1).substr(4, 4), "\x18\0\0\0"s);
  EXPECT_EQ(TiffPages(pages.alone(1)).count(), 1U);
  EXPECT_EQ(TiffPages(pages.alone(2)).count(), 1U);
  EXPECT_EQ(pages.alone(0).substr(26, 4), "\x20\0\0\0"s) << "the chain of the page shown before is whole again";
}

TEST(TiffPages, ACircleOrALinkIntoNowhereHasNoPages) {
  auto circle = three_pages();
  circle[34] = '\x10';
  EXPECT_EQ(TiffPages(circle).count(), 0U);
  auto nowhere = three_pages();
  nowhere[28] = '\x7F';
  EXPECT_EQ(TiffPages(nowhere).count(), 0U);
  auto entries = three_pages();
  entries[24] = '\xFF';
  EXPECT_EQ(TiffPages(entries).count(), 0U);
  constexpr std::size_t kEnd = 38;  // of the last link
  for (std::size_t size = 0; size < kEnd; ++size) EXPECT_EQ(TiffPages(three_pages().substr(0, size)).count(), 0U) << size;
}

TEST(TiffPages, BothOrdersOfBytesAndLargeOffsetsAreRead) {
  const auto big_endian = "MM\0*\0\0\0\x10"s + std::string(8, '\0') + "\0\0\0\0\0\x18\0\0"s + std::string(8, '\0');
  EXPECT_EQ(TiffPages(big_endian).count(), 2U);
  const auto large = "II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0"s + std::string(8, '\0') + "\x20\0\0\0\0\0\0\0"s + std::string(16, '\0');
  TiffPages pages(large);
  ASSERT_EQ(pages.count(), 2U);
  EXPECT_EQ(pages.alone(1).substr(8, 8), "\x20\0\0\0\0\0\0\0"s);
}

}  // namespace
}  // namespace docmill::engines::image
