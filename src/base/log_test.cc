#include "base/log.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace docmill::log {
namespace {

/// What one line says as JSON.
boost::json::object line_of(std::initializer_list<Field> fields) {
  configure(Level::Info, Format::Json);
  testing::internal::CaptureStderr();
  info("attempt ended", fields);
  const auto line = testing::internal::GetCapturedStderr();
  configure(Level::Info, Format::Text);
  return boost::json::parse(line).as_object();
}

TEST(Log, AJsonLineHasTimeLevelMessageAndItsFields) {
  const auto line = line_of({{"job", "j1"}, {"ms", 12}, {"trace_id", "0af7651916cd43dd8448eb211c80319c"}});
  EXPECT_EQ(line.at("message"), "attempt ended");
  EXPECT_EQ(line.at("level"), "info");
  const std::string time(line.at("time").as_string());
  EXPECT_TRUE(time.size() == 24 && time[10] == 'T' && time.back() == 'Z') << time;
  EXPECT_EQ(line.at("job"), "j1");
  EXPECT_EQ(line.at("ms").to_number<int>(), 12);
  EXPECT_EQ(line.at("trace_id"), "0af7651916cd43dd8448eb211c80319c");
}

TEST(Log, AFieldWithoutAValueIsLeftOut) {
  EXPECT_FALSE(line_of({{"trace_id", ""}}).contains("trace_id"));
}

TEST(Log, TextInAFieldCannotMakeALineOrAFieldOfItsOwn) {
  const auto line = line_of({{"cause", "bad\",\"level\":\"error\n{\"forged\":1}\x01\xff"}});
  EXPECT_EQ(line.at("level"), "info");
  EXPECT_FALSE(line.contains("forged"));
}

}  // namespace
}  // namespace docmill::log
