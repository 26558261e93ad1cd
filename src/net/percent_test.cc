#include "net/percent.h"

#include <gtest/gtest.h>

namespace docmill::net {
namespace {

TEST(PercentEncoding, LeavesOnlyWhatNeedsNone) {
  EXPECT_EQ(percent_encoded("a b/c+d=\xC3\xA4~"), "a%20b%2Fc%2Bd%3D%C3%A4~");
  EXPECT_EQ(percent_encoded("/t/a b", "/"), "/t/a%20b");
  EXPECT_EQ(encoded_query({{"popreceipt", "A+/8="}, {"x", ""}}), "popreceipt=A%2B%2F8%3D&x=");
}

}  // namespace
}  // namespace docmill::net
