#include "engines/browser/browser_engine.h"

#include <gmock/gmock.h>

#include "engines/browser/test_browser.h"

namespace docmill::engines::browser {
namespace {

using testing::HasSubstr;
using testing::Not;

class BrowserEngineTest : public testing::Test {
 protected:
  static BrowserHost& host() {
    static BrowserHost shared;
    return shared;
  }
  void SetUp() override {
    host().guard.answers.clear();
    host().guard.asked.clear();
  }

  static Result<StepResult> run(const std::string& html, Fields params = {}) {
    return host().convert(page_request(html, std::move(params)));
  }
  static StepResult good(StepRequest request) {
    auto got = host().convert(std::move(request));
    if (got) return *std::move(got);
    ADD_FAILURE() << got.error().describe();
    return {};
  }
  static StepResult good(const std::string& html, Fields params = {}) { return good(page_request(html, std::move(params))); }
  static void expect_refused(const Result<StepResult>& got, ErrorCode code, const std::string& words) {
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code(), code) << got.error().describe();
    EXPECT_THAT(got.error().message(), HasSubstr(words));
  }
};

TEST_F(BrowserEngineTest, SaysWhatItIs) {
  EXPECT_THAT(host().engine().version(), testing::MatchesRegex("browser/[0-9.]+"));
  EXPECT_TRUE(host().engine().ready());
}

TEST_F(BrowserEngineTest, MakesAPdfOfAPage) {
  const auto got = good("<h1>Hello, world</h1>");
  ASSERT_EQ(got.outputs.size(), 1u);
  EXPECT_THAT(text_of(got), HasSubstr("Hello, world"));
  EXPECT_THAT(said_of(got, "qpdf --check"), HasSubstr("No syntax or stream encoding errors"));
  EXPECT_EQ(got.pages, 1u);
  EXPECT_EQ(got.engine, host().engine().version());
  EXPECT_TRUE(got.warnings.empty());
}

}  // namespace
}  // namespace docmill::engines::browser
