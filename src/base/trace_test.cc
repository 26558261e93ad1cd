#include "base/trace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace docmill::trace {
namespace {

using testing::ElementsAre;
using testing::Pair;

constexpr std::string_view kTrace = "0af7651916cd43dd8448eb211c80319c";
constexpr std::string_view kCaller = "b7ad6b7169203331";
const std::string kKept = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const std::string kNotKept = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

struct Shelf final : Sink {
  void take(Finished span) override { spans.push_back(std::move(span)); }
  std::vector<Finished> spans;
};

TEST(TraceContext, AWellFormedOneIsReadAndUnknownFlagsAreNot) {
  const auto context = read_context(kKept, "vendor=a:1, other@sys=2");
  EXPECT_EQ(context.parent, kKept);
  EXPECT_EQ(context.state, "vendor=a:1,other@sys=2");
  EXPECT_EQ(context.trace_id(), kTrace);
  EXPECT_EQ(context.span_id(), kCaller);
  EXPECT_EQ(read_context("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff", "").parent, kKept);
  EXPECT_EQ(read_context("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-02", "").parent, kNotKept);
}

TEST(TraceContext, ANewerVersionIsReadAsTheOneWeKnow) {
  EXPECT_EQ(read_context("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "").parent, kKept);
  EXPECT_EQ(read_context("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-comes-later", "").parent, kKept);
  EXPECT_EQ(read_context("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.later", "").parent, "");
}

TEST(TraceContext, WhatIsNotWellFormedCountsAsNone) {
  const std::string wrong[] = {
      "",
      "00",
      "garbage",
      kKept.substr(0, 54),
      kKept + "0",
      kKept + "-extra",
      "ff" + kKept.substr(2),
      "00-00000000000000000000000000000000-b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
      "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g",
      "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
      std::string("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0\0", 55),
      std::string(1'000'000, '0'),
      std::string(55, '-'),
      "00-{\"a\":\"b\"}43dd8448eb211c80319c-b7ad6b7169203331-01",
  };
  for (const auto& text : wrong) {
    const auto context = read_context(text, "vendor=1");
    EXPECT_EQ(context.parent, "") << text.substr(0, 80);
    EXPECT_EQ(context.state, "") << text.substr(0, 80);
    EXPECT_EQ(context.trace_id(), "");
  }
}

TEST(TraceContext, AStateThatIsNotWellFormedIsLeftOutAlone) {
  const std::string line_break = "a=1\r\nX-Injected: yes";
  for (const std::string& state : {std::string("novalue"), std::string("=1"), std::string("Upper=1"), std::string("a=b=c"), line_break,
                                   std::string("a=\x01"), std::string("a=\xff"), "k=" + std::string(257, 'v'), std::string(200'000, 'a')}) {
    const auto context = read_context(kKept, state);
    EXPECT_EQ(context.parent, kKept);
    EXPECT_EQ(context.state, "") << state.substr(0, 40);
  }
  std::string many;
  for (int i = 0; i < 33; ++i) many += "k" + std::to_string(i) + "=1,";
  EXPECT_EQ(read_context(kKept, many).state, "");
}

TEST(TraceContext, ALongStateLosesItsLastMembers) {
  std::string state;
  for (int i = 0; i < 4; ++i) state += (i ? "," : "") + std::string("k") + std::to_string(i) + "=" + std::string(200, 'v');
  const auto kept = read_context(kKept, state).state;
  EXPECT_LE(kept.size(), 512U);
  EXPECT_TRUE(state.starts_with(kept + ","));
  EXPECT_EQ(kept.find("k1="), 204U);
}

TEST(Tracer, WithoutOneTheContextIsPassedOnAsItCame) {
  auto span = start(nullptr, "HTTP", Kind::Server, {kKept, "vendor=1"});
  auto child = span.child("store job");
  child.set("docmill.job.id", "job");
  EXPECT_FALSE(child.recording());
  EXPECT_EQ(child.context().parent, kKept);
  EXPECT_EQ(child.context().state, "vendor=1");
  EXPECT_EQ(start(nullptr, "HTTP", Kind::Server, {}).context().parent, "");
}

TEST(Tracer, ACallersTraceGoesOnWithItsChildrenAndState) {
  Shelf shelf;
  const Tracer tracer(shelf, 0);
  {
    auto span = start(&tracer, "HTTP", Kind::Server, {kKept, "vendor=1"});
    span.rename("POST /x");
    span.set("http.response.status_code", 200);
    auto child = sending(&span, "send jobs", "jobs");
    EXPECT_EQ(child.context().parent, "00-" + std::string(kTrace) + "-" + std::string(child.span_id()) + "-01");
  }
  ASSERT_EQ(shelf.spans.size(), 2U);
  const auto& [child, parent] = std::tie(shelf.spans[0], shelf.spans[1]);
  EXPECT_EQ(parent.name, "POST /x");
  EXPECT_EQ(parent.trace_id, kTrace);
  EXPECT_EQ(parent.parent_id, kCaller);
  EXPECT_EQ(parent.state, "vendor=1");
  EXPECT_THAT(parent.attributes, ElementsAre(Pair("http.response.status_code", Value(std::int64_t{200}))));
  EXPECT_EQ(child.kind, Kind::Producer);
  EXPECT_EQ(child.trace_id, kTrace);
  EXPECT_EQ(child.parent_id, parent.span_id);
  EXPECT_GE(child.start_ns, parent.start_ns);
  EXPECT_LE(child.start_ns, child.end_ns);
  EXPECT_LE(child.end_ns, parent.end_ns);
}

TEST(Tracer, ACallerWhoDoesNotKeepATraceIsFollowed) {
  Shelf shelf;
  const Tracer tracer(shelf, 1);
  EXPECT_EQ(start(&tracer, "HTTP", Kind::Server, {kNotKept, {}}).child("x").context().parent, kNotKept);
  EXPECT_TRUE(shelf.spans.empty());
}

TEST(Tracer, AnInvalidContextBeginsATraceOfItsOwn) {
  Shelf shelf;
  const Tracer tracer(shelf, 1);
  start(&tracer, "process jobs", Kind::Consumer, {"00-zz", "vendor=1"});
  ASSERT_EQ(shelf.spans.size(), 1U);
  EXPECT_EQ(shelf.spans[0].parent_id, "");
  EXPECT_EQ(shelf.spans[0].state, "");
  EXPECT_EQ(shelf.spans[0].trace_id.size(), 32U);
  EXPECT_NE(shelf.spans[0].trace_id, kTrace);
}

TEST(Tracer, TheRatioDecidesAboutTracesThatBeginHereAndAllAfterUsAgree) {
  Shelf shelf;
  const Tracer half(shelf, 0.5);
  const Tracer other(shelf, 0.5);
  std::size_t kept = 0;
  constexpr std::size_t kAll = 2'000;
  for (std::size_t i = 0; i < kAll; ++i) {
    const auto span = start(&half, "HTTP", Kind::Server, {});
    kept += span.recording() ? 1 : 0;
    EXPECT_EQ(read_context(span.context().parent, "").parent, span.context().parent);
    EXPECT_EQ(start(&other, "process jobs", Kind::Consumer, span.context()).recording(), span.recording());
    EXPECT_EQ(other.keeps(span.trace_id()), span.recording());
  }
  EXPECT_GT(kept, kAll * 2 / 5);  // of 2,000 with even chances, 800 is nine standard deviations off
  EXPECT_LT(kept, kAll * 3 / 5);
  EXPECT_FALSE(Tracer(shelf, 0).keeps(std::string(32, '0')));
  EXPECT_TRUE(Tracer(shelf, 1).keeps(std::string(32, 'f')));
}

Async<Result<int>> failing() {
  co_return Failed(fail(ErrorCode::StorageFull, "Report of Ms Customer.docx does not fit."));
}

TEST(Traced, TheSpanEndsWithTheWorkAndTellsNoMoreOfAFailureThanItsCode) {
  Shelf shelf;
  const Tracer tracer(shelf, 1);
  const auto parent = start(&tracer, "HTTP", Kind::Server, {});
  const auto made = run_to_end(traced(parent.child("store job"), failing()));
  EXPECT_FALSE(made);
  ASSERT_EQ(shelf.spans.size(), 1U);
  EXPECT_TRUE(shelf.spans[0].failed);
  EXPECT_THAT(shelf.spans[0].attributes, ElementsAre(Pair("error.type", Value(std::string("storage_full")))));
}

}  // namespace
}  // namespace docmill::trace
