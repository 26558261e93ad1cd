#include <gmock/gmock.h>

#include "base/trace.h"
#include "engines/browser/test_browser.h"

namespace docmill::engines::browser {
namespace {

using testing::ElementsAre;

struct Shelf final : trace::Sink {
  void take(trace::Finished span) override { spans.push_back(std::move(span)); }
  std::vector<trace::Finished> spans;
};

class PhasesOfAPageTest : public BrowserTest {
 protected:
  /// Runs it as a step of a trace, and tells the names of the step's spans; those that failed with a "!".
  std::vector<std::string> spans_of(StepRequest request) {
    Shelf shelf;
    const trace::Tracer tracer(shelf, 1);
    auto step = trace::start(&tracer, "step", trace::Kind::Internal, {});
    request.span = &step;
    host().convert(std::move(request));
    std::vector<std::string> names;
    for (const auto& span : shelf.spans) {
      EXPECT_EQ(span.parent_id, step.span_id());
      names.push_back(span.name + (span.failed ? "!" : ""));
    }
    return names;
  }
};

TEST_F(PhasesOfAPageTest, AreSpansOfItsStep) {
  EXPECT_THAT(spans_of(page_request("<p>x")), ElementsAre("take page", "load", "layout", "export"));
  EXPECT_THAT(spans_of(page_request("<p>x", {{"Width", "300"}, {"Height", "200"}}, "png")),
              ElementsAre("take page", "load", "layout", "export"));
}

TEST_F(PhasesOfAPageTest, TellWhichOfThemFailed) {
  EXPECT_THAT(spans_of(page_request("<img src=gone.png>", {{"Strict", "true"}})), ElementsAre("take page", "load!"));
  EXPECT_THAT(spans_of(page_request("<p>x", {{"PageRanges", "7"}})), ElementsAre("take page", "load", "layout!"));
}

}  // namespace
}  // namespace docmill::engines::browser
