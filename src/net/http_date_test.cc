#include "net/http_date.h"

#include <gtest/gtest.h>

namespace docmill::net {
namespace {

using namespace std::chrono_literals;

TEST(HttpDate, MomentsComeBackToTheSecond) {
  const Timestamp moment(1'795'519'864'999ms);
  EXPECT_EQ(to_http_date(moment), "Tue, 24 Nov 2026 11:31:04 GMT");
  EXPECT_EQ(from_http_date("Tue, 24 Nov 2026 11:31:04 GMT"), Timestamp(1'795'519'864'000ms));
  EXPECT_EQ(to_http_date(Timestamp{}), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_TRUE(from_http_date("Tue, 29 Feb 2028 23:59:59 GMT"));
}

TEST(HttpDate, AnythingElseIsRefused) {
  for (const auto* text : {"", "Tue, 24 Nov 2026 11:31:04 UTC", "Mon, 24 Nov 2026 11:31:04 GMT", "Tue, 31 Feb 2026 11:31:04 GMT",
                           "Tue, 24 Foo 2026 11:31:04 GMT", "Tue, 24 Nov 2026 24:31:04 GMT", "Tue, 24 Nov 2026 11:31:04 GMT ",
                           "2026-11-24T11:31:04Z", "Tue, 2x Nov 2026 11:31:04 GMT"})
    EXPECT_FALSE(from_http_date(text)) << text;
}

}  // namespace
}  // namespace docmill::net
