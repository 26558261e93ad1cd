#include "worker/run_action.h"

#include <gtest/gtest.h>

#include "worker/test_engine.h"

namespace docmill::worker {
namespace {

using namespace std::chrono_literals;
using test::bytes_of;
using test::memory_of;
using test::ScriptedEngine;

class RunAction : public testing::Test {
 protected:
  ActionRun run_of(std::vector<model::Step> steps) {
    action_.steps = std::move(steps);
    ActionRun run{.action = &action_, .inputs = {}, .params = {{"Quality", "high"}}, .budgets = {}, .limits = {}};
    run.inputs.push_back({memory_of("text"), "docx"});
    return run;
  }
  Result<engines::StepResult> go(ActionRun run) { return run_to_end(run_action(std::move(run), {{"office", &engine_}}, stop_)); }

  model::Action action_{};
  ScriptedEngine engine_;
  engines::Stop stop_;
};

TEST_F(RunAction, GivesEveryStepWhatTheOneBeforeItMade) {
  auto result = go(run_of({{"office", "convert", "odt"}, {"office", "convert", "pdf"}}));
  ASSERT_TRUE(result) << result.error().describe();
  ASSERT_EQ(result->outputs.size(), 1u);
  EXPECT_EQ(bytes_of(result->outputs[0]), "converted converted text");
  EXPECT_EQ(result->outputs[0].extension, "pdf");
  EXPECT_EQ(engine_.runs(), 2u);
}

TEST_F(RunAction, DocumentsThatAStepIsNotForPassThroughInTheirPlaces) {
  auto run = run_of({{.engine = "office", .operation = "convert", .target = "pdf", .only = {"docx", "odt"}}});
  run.inputs.push_back({.bytes = memory_of("as it is"), .extension = "pdf", .field = "File", .name = "b.pdf"});
  run.inputs.push_back({.bytes = memory_of("more"), .extension = "odt", .field = "Extra", .name = "c.odt"});
  auto result = go(std::move(run));
  ASSERT_TRUE(result) << result.error().describe();
  ASSERT_EQ(result->outputs.size(), 3U);
  EXPECT_EQ(bytes_of(result->outputs[0]), "converted text");
  EXPECT_EQ(bytes_of(result->outputs[1]), "as it is");
  EXPECT_EQ(bytes_of(result->outputs[2]), "converted more");
  EXPECT_EQ(result->outputs[2].field, "Extra");
  EXPECT_EQ(engine_.runs(), 2u);
}

Async<Result<engines::StepResult>> noting(engines::StepRequest request, std::vector<std::string>* was) {
  for (const auto& input : request.inputs) was->push_back(input.was);
  return ScriptedEngine::converting(std::move(request));
}

TEST_F(RunAction, AStepKnowsWhatItsDocumentWasBefore) {
  std::vector<std::string> was;
  for (int i = 0; i < 3; ++i) {
    engine_.then([&was](engines::StepRequest request, engines::Stop&) { return noting(std::move(request), &was); });
  }
  ASSERT_TRUE(go(run_of({{.engine = "office", .operation = "convert", .target = "odt", .only = {"docx"}},
                         {.engine = "office", .operation = "convert", .target = "xlsx", .only = {"odt"}},
                         {.engine = "office", .operation = "convert", .target = "pdf"}})));
  EXPECT_EQ(was, (std::vector<std::string>{"", "docx", "docx"}));
}

TEST(EnginesNeeded, AreThoseThatTheTypesCanComeTo) {
  model::Action action{};
  action.makes = "json";
  action.steps = {{.engine = "office", .operation = "convert", .target = "docx", .only = {"odt"}},
                  {.engine = "ooxml", .operation = "look", .target = "json"}};
  std::vector<engines::Document> inputs;
  inputs.push_back({memory_of("x"), "docx"});
  EXPECT_EQ(engines_needed(action, inputs), (std::set<std::string_view>{"ooxml"}));
  inputs[0].extension = "odt";
  EXPECT_EQ(engines_needed(action, inputs), (std::set<std::string_view>{"office", "ooxml"}));
  // The caller chose a type: what the first step leaves may be for the second one.
  action.makes = "bin";
  action.steps = {{.engine = "ooxml", .operation = "fill", .target = "docx"},
                  {.engine = "office", .operation = "convert", .target = "pdf", .only = {"docm"}}};
  inputs[0].extension = "docx";
  EXPECT_EQ(engines_needed(action, inputs), (std::set<std::string_view>{"office", "ooxml"}));
}

/// A message that becomes its page and two documents that were attached to it.
Async<Result<engines::StepResult>> unpacking(engines::StepRequest) {
  engines::StepResult result;
  for (const std::string name : {"page", "good", "bad"})
    result.outputs.push_back({.bytes = memory_of(name), .extension = "odt", .name = name});
  co_return result;
}

TEST_F(RunAction, WhatCameAlongAndCannotBeConvertedIsLeftOutWithAWarning) {
  const model::Step unpack{.engine = "office", .operation = "unpack", .target = "bin", .only = {"docx"}};
  const model::Step convert{.engine = "office", .operation = "convert", .target = "pdf", .only = {"odt"}};
  engine_.then([](engines::StepRequest request, engines::Stop&) { return unpacking(std::move(request)); });
  for (int i = 0; i < 2; ++i) {
    engine_.then([](engines::StepRequest request, engines::Stop&) { return ScriptedEngine::converting(std::move(request)); });
  }
  engine_.then_fail(ErrorCode::InputDamaged);
  auto result = go(run_of({unpack, convert}));
  ASSERT_TRUE(result) << result.error().describe();
  ASSERT_EQ(result->outputs.size(), 2U);
  EXPECT_EQ(bytes_of(result->outputs[1]), "converted good");
  EXPECT_EQ(result->warnings, std::vector<std::string>{"bad was left out: Scripted failure."});
}

TEST_F(RunAction, TheDocumentItselfIsNeverLeftOutNorIsAnyForTheHousesTrouble) {
  const model::Step unpack{.engine = "office", .operation = "unpack", .target = "bin", .only = {"docx"}};
  const model::Step convert{.engine = "office", .operation = "convert", .target = "pdf", .only = {"odt"}};
  engine_.then([](engines::StepRequest request, engines::Stop&) { return unpacking(std::move(request)); });
  engine_.then_fail(ErrorCode::InputDamaged);
  EXPECT_FALSE(go(run_of({unpack, convert})));
  engine_.then([](engines::StepRequest request, engines::Stop&) { return unpacking(std::move(request)); });
  engine_.then([](engines::StepRequest request, engines::Stop&) { return ScriptedEngine::converting(std::move(request)); });
  engine_.then_fail(ErrorCode::Unavailable);
  const auto failed = go(run_of({unpack, convert}));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code(), ErrorCode::Unavailable);
}

TEST_F(RunAction, AStepForSeveralDocumentsIsLeftOutForOne) {
  const model::Step merge{.engine = "office", .operation = "merge", .target = "pdf", .if_several = true};
  ASSERT_TRUE(go(run_of({{"office", "convert", "pdf"}, merge})));
  EXPECT_EQ(engine_.runs(), 1U);
  auto two = run_of({merge});
  two.inputs.push_back({memory_of("more"), "docx"});
  ASSERT_TRUE(go(std::move(two)));
  EXPECT_EQ(engine_.runs(), 2U);
}

TEST_F(RunAction, WhatIsMadeOfADocumentKeepsItsNameForTheStepsToCome) {
  auto run = run_of({{.engine = "office", .operation = "convert", .target = "pdf", .only = {"docx"}},
                     {.engine = "office", .operation = "merge", .target = "pdf"}});
  run.inputs[0].name = "first.docx";
  ASSERT_TRUE(go(std::move(run)));
  EXPECT_EQ(engine_.input_names(), std::vector<std::string>{"first.docx"});
}

TEST_F(RunAction, AResultHasNoNameButOneThatAnEngineGaveIt) {
  const model::Step convert{.engine = "office", .operation = "convert", .target = "pdf", .only = {"docx"}};
  const model::Step merge{.engine = "office", .operation = "merge", .target = "pdf", .if_several = true};
  for (const std::string extension : {"docx", "pdf"}) {
    auto run = run_of({convert, merge});
    run.inputs[0].extension = extension;
    run.inputs[0].name = "letter." + extension;
    auto result = go(std::move(run));
    ASSERT_TRUE(result) << extension;
    EXPECT_EQ(result->outputs.at(0).name, "") << "converted or not, it is named after the job's first document elsewhere";
  }
}

TEST_F(RunAction, ASingleStepDoesNotNameItsResultAfterItsInput) {
  auto run = run_of({{.engine = "office", .operation = "convert", .target = "pdf", .only = {"docx"}}});
  run.inputs[0].name = "first.docx";
  auto result = go(std::move(run));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->outputs.at(0).name, "");
}

TEST_F(RunAction, AddsUpTimesAndFontsAndKeepsTheHighestMemory) {
  auto result = go(run_of({{"office", "convert", "odt"}, {"office", "convert", "pdf"}}));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->phase_ms.at("load"), 6u);
  EXPECT_EQ(result->fonts.size(), 2u);
  EXPECT_EQ(result->peak_memory, 1000u);
  EXPECT_EQ(result->engine, "office/test");
}

TEST_F(RunAction, PassesParametersAndTargetOn) {
  ASSERT_TRUE(go(run_of({{"office", "convert", "pdf"}})));
  EXPECT_EQ(engine_.params().at("Quality"), "high");
  EXPECT_EQ(engine_.target(), "pdf");
}

TEST_F(RunAction, NoPhaseGetsMoreThanIsLeftOfTheWhole) {
  auto run = run_of({{"office", "convert", "pdf"}});
  run.budgets = {.load = 60s, .layout = 60s, .export_ = 60s, .total = 5s};
  ASSERT_TRUE(go(std::move(run)));
  EXPECT_LE(engine_.budgets().load, 5s);
  EXPECT_LE(engine_.budgets().export_, 5s);
}

TEST_F(RunAction, AFailedStepEndsTheRun) {
  engine_.then_fail(ErrorCode::PasswordRequired);
  auto result = go(run_of({{"office", "convert", "odt"}, {"office", "convert", "pdf"}}));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code(), ErrorCode::PasswordRequired);
  EXPECT_EQ(result.error().phase(), Phase::Load);
  EXPECT_EQ(engine_.runs(), 1u);
}

TEST_F(RunAction, AMissingEngineIsNotTheDocumentsFault) {
  auto result = go(run_of({{"browser", "print", "pdf"}}));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code(), ErrorCode::Unavailable);
}

TEST_F(RunAction, NoStepBeginsAfterAStop) {
  stop_.request();
  auto result = go(run_of({{"office", "convert", "pdf"}}));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code(), ErrorCode::Cancelled);
  EXPECT_EQ(engine_.runs(), 0u);
}

TEST_F(RunAction, AStepThatNeedsAValueRunsWhenTheJobHasIt) {
  const model::Step wanted{.engine = "office", .operation = "convert", .target = "pdf", .when = {"Quality", "high"}};
  const model::Step unwanted{.engine = "office", .operation = "convert", .target = "pdf", .when = {"Quality", "low"}};
  const model::Step unknown{.engine = "office", .operation = "convert", .target = "pdf", .when = {"Other", "high"}};
  ASSERT_TRUE(go(run_of({unwanted, wanted, unknown})));
  EXPECT_EQ(engine_.runs(), 1U);
}

Async<Result<engines::StepResult>> naming(engines::StepRequest) {
  engines::StepResult result;
  result.outputs.push_back({.bytes = memory_of("data"), .extension = "json", .name = "Invoice 7"});
  co_return result;
}

Async<Result<engines::StepResult>> filling(engines::StepRequest) {
  engines::StepResult result;
  result.outputs.push_back({.bytes = memory_of("filled"), .extension = "pdf"});
  co_return result;
}

TEST_F(RunAction, ANameThatAStepGivesIsThatOfTheOneResult) {
  engine_.then([](engines::StepRequest request, engines::Stop&) { return naming(std::move(request)); });
  engine_.then([](engines::StepRequest request, engines::Stop&) { return filling(std::move(request)); });
  auto run = run_of({{.engine = "office", .operation = "name", .target = "json", .only = {"json"}, .names = true},
                     {.engine = "office", .operation = "convert", .target = "pdf"}});
  run.inputs.push_back({.bytes = memory_of("data"), .extension = "json", .field = "Data", .name = "data.json"});
  const auto result = go(std::move(run));
  ASSERT_TRUE(result) << result.error().describe();
  ASSERT_EQ(result->outputs.size(), 1U);
  EXPECT_EQ(result->outputs[0].name, "Invoice 7");
}

}  // namespace
}  // namespace docmill::worker
