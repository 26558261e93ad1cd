#include "model/job_result.h"

#include <gtest/gtest.h>

namespace docmill::model {
namespace {

JobResult full_result() {
  JobResult result;
  result.job = JobId::trusted("j1");
  result.tenant = TenantId::trusted("acme");
  result.action = "convert/docx-to-pdf";
  result.outputs = {Output{"t/acme/j1/out/1-0", "a \"b\".pdf", "application/pdf", 12'345'678'901ULL, "ab12"}};
  result.fonts = {Font{"Calibri", "Carlito"}, Font{"Broken\xFF", "DejaVu Sans"}};
  result.warnings = {"Calibri was substituted."};
  result.phase_ms = {{"load", 45}, {"export", 12}};
  result.peak_memory = 20'000'000;
  result.pages = 3;
  result.engine = "office/7.4.7.2";
  result.attempt = 2;
  result.documents = 4;
  result.has_callback = true;
  result.finished_at = Timestamp(std::chrono::milliseconds(1'763'918'400'123));
  result.expires_at = result.finished_at + std::chrono::hours(6);
  return result;
}

TEST(ResultRecord, AFullResultReadsBackAsItWasWritten) {
  const auto result = full_result();
  const auto text = to_json(result);
  const auto back = result_from_json(text);
  ASSERT_TRUE(back) << back.error().describe();
  EXPECT_EQ(to_json(*back), text);
  EXPECT_EQ(back->outcome, Outcome::Succeeded);
  ASSERT_EQ(back->outputs.size(), 1U);
  EXPECT_EQ(back->outputs[0].size, 12'345'678'901ULL);
  EXPECT_EQ(back->outputs[0].filename, "a \"b\".pdf");
  EXPECT_TRUE(back->fonts.at(0).substituted());
  EXPECT_EQ(back->fonts.at(1).requested, "Broken\uFFFD");
  EXPECT_EQ(back->phase_ms, result.phase_ms);
  EXPECT_EQ(back->documents, 4U);
  EXPECT_TRUE(back->has_callback);
  EXPECT_EQ(back->expires_at, result.expires_at);
  EXPECT_FALSE(back->error);
}

TEST(ResultRecord, EveryOutcomeAndErrorCodeSurvives) {
  for (const auto outcome : {Outcome::Failed, Outcome::Cancelled}) {
    for (std::size_t code = 0; code <= static_cast<std::size_t>(ErrorCode::Internal); ++code) {
      auto result = full_result();
      result.outcome = outcome;
      result.outputs.clear();
      result.error = PublicError{static_cast<ErrorCode>(code), "No.", code % 2 == 0 ? std::optional(Phase::Export) : std::nullopt};
      const auto back = result_from_json(to_json(result));
      ASSERT_TRUE(back) << back.error().describe();
      EXPECT_EQ(back->outcome, outcome);
      ASSERT_TRUE(back->error);
      EXPECT_EQ(back->error->code, result.error->code);
      EXPECT_EQ(back->error->phase, result.error->phase);
    }
  }
}

TEST(ResultRecord, AnErrorCodeOfANewerReleaseIsInternalAndKeepsItsSentence) {
  auto result = full_result();
  result.outcome = Outcome::Failed;
  result.error = PublicError{ErrorCode::EngineFailed, "The engine is tired.", {}};
  auto text = to_json(result);
  text.replace(text.find("engine_failed"), 13, "engine_melted");
  const auto back = result_from_json(text);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->error->code, ErrorCode::Internal);
  EXPECT_EQ(back->error->detail, "The engine is tired.");
}

TEST(ResultRecord, AnUnknownOutcomeAndAFailureWithoutAnErrorAreCorrupt) {
  auto text = to_json(full_result());
  text.replace(text.find("succeeded"), 9, "exploded!");
  EXPECT_EQ(result_from_json(text).error().code(), ErrorCode::Corrupt);
  auto failed = full_result();
  failed.outcome = Outcome::Failed;
  EXPECT_EQ(result_from_json(to_json(failed)).error().code(), ErrorCode::Corrupt);
}

}  // namespace
}  // namespace docmill::model
