#include "actions/processes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "actions/catalogue.h"
#include "actions/document_types.h"
#include "actions/openapi.h"

namespace docmill::actions {
namespace {

TEST(Processes, TheirActionsAreFoundButStandInNoList) {
  for (const auto& action : process_actions()) {
    EXPECT_EQ(find_action(action.id), &action);
    EXPECT_TRUE(std::ranges::none_of(catalogue(), [&](const auto& listed) { return listed.id == action.id; })) << action.id;
  }
  EXPECT_EQ(find_action("process/form"), nullptr);
}

TEST(Processes, EveryTemplateIsOfOneKindAndCanBeChecked) {
  std::set<std::string_view> seen;
  for (const auto& action : process_actions()) {
    const auto kind = action.operation();
    EXPECT_EQ(process_action(kind), &action);
    const auto* check = find_action(process_check(kind));
    ASSERT_NE(check, nullptr) << kind;
    for (const auto& type : action.accepts) {
      EXPECT_TRUE(seen.insert(type).second) << type;
      EXPECT_EQ(process_kind(type), kind);
      EXPECT_NE(type_with_extension(type), nullptr) << type;
      EXPECT_NE(std::ranges::find(check->accepts, type), check->accepts.end()) << type;
      // What the door knows of a stored template is its content type.
      EXPECT_EQ(process_kind(type_with_content_type(type_with_extension(type)->content_type)->extension), kind) << type;
    }
  }
  EXPECT_EQ(process_kind("json"), "") << "it could not be told from the data";
  EXPECT_EQ(process_kind("png"), "");
  EXPECT_EQ(process_action("png"), nullptr);
}

TEST(Processes, AFormOfAChangeHasNoDefaultsThatWouldUndoWhatIsKept) {
  const auto fresh = validate(process_form(true), {{"Name", "x"}});
  ASSERT_TRUE(fresh) << fresh.error().describe();
  EXPECT_EQ(fresh->at("Mode"), "Testing");
  EXPECT_EQ(fresh->at("RequireKey"), "false");
  EXPECT_EQ(fresh->at("LockFormFields"), "true");
  const auto change = validate(process_form(false), {{"Mode", "active"}});
  ASSERT_TRUE(change) << change.error().describe();
  EXPECT_EQ(*change, (Params{{"Mode", "Active"}}));
  EXPECT_FALSE(validate(process_form(true), {}));
}

TEST(Processes, SettingsBecomeTheWordsOfTheSteps) {
  const Params settings{{"Name", "x"}, {"OutputType", "Own"}, {"Locale", "de-DE"}};
  const auto active = process_params(settings, true);
  EXPECT_EQ(active, (Params{{"Locale", "de-DE"}, {"Mode", "Active"}}));
  const auto testing = process_params({{"OutputType", "Pdf"}, {"OutputFilename", "{{a}}"}}, false);
  EXPECT_EQ(testing.at("OutputType"), "Pdf");
  EXPECT_EQ(testing.at("Named"), "true");
  EXPECT_EQ(testing.at("Text"), "TEST");
}

TEST(Processes, TheDescriptionOfTheApiHasTheirAddresses) {
  const auto document = boost::json::parse(openapi_json("1", ""));
  const auto& paths = document.at("paths").as_object();
  for (const auto* path : {"/api/v2/processes", "/api/v2/processes/{process}", "/api/v1/processes/{user}/{process}/start",
                           "/api/v2/processes/{user}/{process}/start", "/api/v2/processes/jobs/{user}/{process}/start/{jobId}"}) {
    EXPECT_TRUE(paths.contains(path)) << path;
  }
  const auto& form = paths.at("/api/v2/processes").at_pointer("/post/requestBody/content/multipart~1form-data/schema");
  EXPECT_TRUE(form.at("properties").as_object().contains("OutputFilename"));
  EXPECT_FALSE(form.at("properties").as_object().contains("FileUrl"));
}

}  // namespace
}  // namespace docmill::actions
