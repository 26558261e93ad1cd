#include "net/xml.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/xml_escaped.h"

namespace docmill::net {
namespace {

TEST(Xml, ABombOfEntitiesStaysSmall) {
  std::string bomb = "<!DOCTYPE Error [<!ENTITY a \"aaaaaaaaaa\">";
  for (char c = 'b'; c < 'z'; ++c)
    bomb += fmt::format("<!ENTITY {0} \"&{1};&{1};&{1};&{1};&{1};&{1};&{1};&{1};\">", c, static_cast<char>(c - 1));
  const auto document = parse_xml(bomb + "]><Error><Code>&y;</Code></Error>", "Error");
  if (document) {
    EXPECT_LT(text_of((*document)->document_element(), "Code").size(), 10U);
  }
}

TEST(Xml, DepthAndNonsenseAreAnErrorNotACrash) {
  std::string deep = "<Error>";
  for (int i = 0; i < 200'000; ++i) deep += "<a>";
  EXPECT_FALSE(parse_xml(deep, "Error"));
  for (int i = 0; i < 200'000; ++i) deep += "</a>";
  EXPECT_TRUE(parse_xml(deep + "</Error>", "Error"));
  EXPECT_EQ(parse_xml("<Error", "Error").error().code(), ErrorCode::Corrupt);
  EXPECT_EQ(parse_xml("<Other/>", "Error").error().code(), ErrorCode::Corrupt);
}

TEST(Xml, EscapedTextComesBack) {
  const std::string text = "a <b> & \"c\" ]]>";
  EXPECT_EQ(text_of((*parse_xml("<E><T>" + xml_escaped(text) + "</T></E>", "E"))->document_element(), "T"), text);
}

}  // namespace
}  // namespace docmill::net
