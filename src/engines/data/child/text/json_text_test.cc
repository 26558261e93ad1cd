#include "engines/data/child/text/json_text.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace docmill::engines::data {
namespace {

using namespace std::string_literals;

TEST(JsonText, StringsAreEscapedAndNumbersAreShort) {
  EXPECT_EQ(json_quoted("a\"b\\c\n\x01ü"), "\"a\\\"b\\\\c\\n\\u0001ü\"");
  EXPECT_EQ(json_number(0.1), "0.1");
  EXPECT_EQ(json_number(5), "5");
  EXPECT_EQ(json_compact(boost::json::value{{"a", 1.5}, {"b", {1, nullptr, true}}}), R"({"a":1.5,"b":[1,null,true]})");
}

}  // namespace
}  // namespace docmill::engines::data
