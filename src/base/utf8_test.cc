#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace docmill {
namespace {

TEST(Utf8, ThePrefixEndsBeforeTheFirstByteThatIsNone) {
  for (std::size_t before = 0; before < 20; ++before) {
    const std::string letters(before, 'a');
    EXPECT_EQ(utf8_prefix(letters), before);
    EXPECT_EQ(utf8_prefix(letters + "\xFF" + letters), before);
    EXPECT_EQ(utf8_prefix(letters + "é日🙂" + letters + "\xC3"), before + 9 + before);
    EXPECT_EQ(utf8_prefix(letters + "\xED\xA0\x80" + letters), before) << "half of a surrogate pair";
    EXPECT_EQ(utf8_prefix(letters + "\xC0\x80"), before) << "overlong";
    EXPECT_TRUE(is_utf8(letters + "é" + letters));
    EXPECT_FALSE(is_utf8(letters + "\x80" + letters));
  }
}

}  // namespace
}  // namespace docmill
