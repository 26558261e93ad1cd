#include "engines/data/data_engine.h"

#include "data/data_runner.h"

namespace docmill::engines::data {
namespace {

using testing::HasSubstr;

using RegexTest = DataEngineTest;

TEST_F(RegexTest, SaysWhatItIs) {
  EXPECT_EQ(host().engine().name(), "data");
  EXPECT_THAT(host().engine().version(), HasSubstr("data/10."));
}

TEST_F(RegexTest, MatchesAreObjectsOfTheirGroups) {
  expect_json(made("regex-match", "Task 1:Approve\nTask 2:Reject\nTask 33:Approve\n",
                   {{"Pattern", R"(Task (?<TaskId>\d+):(?<status>Approve|Reject))"}}),
              R"({"isSuccess":true,"matches":[
                {"Match0":"Task 1:Approve","TaskId":"1","status":"Approve"},
                {"Match0":"Task 2:Reject","TaskId":"2","status":"Reject"},
                {"Match0":"Task 33:Approve","TaskId":"33","status":"Approve"}]})");
  expect_json(made("regex-match", "a \"b\"", {{"Pattern", R"x("(\w)"(x)?)x"}}),
              R"({"isSuccess":true,"matches":[{"Match0":"\"b\"","Match1":"b","Match2":""}]})");
  expect_json(made("regex-match", "abc", {{"Pattern", "x"}}), R"({"isSuccess":false,"matches":[]})");
}

TEST_F(RegexTest, ReplacesTestsAndSplits) {
  expect_json(made("regex-replace", "Zoë Mü\n", {{"Pattern", R"((?<a>\w+) (\w+))"}, {"Replacement", "$1, ${a}"}}),
              R"({"result":"Mü, Zoë\n"})");
  expect_json(made("regex-replace", "a1b2", {{"Pattern", R"(\d)"}}), R"({"result":"ab"})");
  expect_json(made("regex-test", "abc", {{"Pattern", "^A(?i)"}}), R"({"isSuccess":false})");
  expect_json(made("regex-test", "abc", {{"Pattern", "(?i)^A"}}), R"({"isSuccess":true})");
  expect_json(made("regex-split", "a, b;c", {{"Pattern", R"(\s*([,;])\s*)"}}), R"({"result":["a",",","b",";","c"]})");
  expect_json(made("regex-test", std::string("\xFF\xFE") + std::string("h\0\xE9\0", 4), {{"Pattern", "^hé$"}}), R"({"isSuccess":true})");
}

TEST_F(RegexTest, HostilePatternsAndTextsAreRefusedInTime) {
  expect_refused(run("regex-test", "a", {{"Pattern", "a("}}), ErrorCode::BadRequest, "Pattern, at character 3");
  expect_refused(run("regex-test", std::string(50, 'a') + "!", {{"Pattern", "(a+)+$"}}), ErrorCode::InputTooComplex, "too many steps");
  expect_refused(run("regex-match", std::string(100'001, 'a'), {{"Pattern", "a"}}), ErrorCode::InputTooComplex, "100000 times");
  expect_refused(run("regex-test", std::string("a\0b\x01\0\0", 6), {{"Pattern", "a"}}), ErrorCode::InputDamaged, "no text");
  auto small = request("regex-replace", {{std::string(1000, 'a')}}, {{"Pattern", "a"}, {"Replacement", "$_"}});
  small.limits.output_size = 100'000;
  expect_refused(host().convert(std::move(small)), ErrorCode::InputTooComplex, "larger than 100000 B");
}

TEST_F(RegexTest, ATextThatWastesTimeWhereNoStepsAreCountedEndsAfterFiveSeconds) {
  const auto began = std::chrono::steady_clock::now();
  expect_refused(run("regex-test", std::string(3'000'000, '1') + "!x", {{"Pattern", R"(\d+x)"}}), ErrorCode::InputTooComplex,
                 "longer than 5s");
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(20));
}

TEST_F(RegexTest, AnUnknownOperationIsRefused) {
  expect_refused(run("draw", "a"), ErrorCode::EngineFailed, "does not know");
}

}  // namespace
}  // namespace docmill::engines::data
