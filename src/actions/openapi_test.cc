#include "actions/openapi.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>

#include "actions/catalogue.h"
#include "actions/fields.h"
#include "actions/openapi_examples.h"
#include "actions/validate.h"

namespace docmill::actions::openapi {
namespace {

TEST(ApiExamples, EveryActionWouldTakeItsExample) {
  for (const auto& action : catalogue()) {
    Params values;
    std::vector<std::string_view> given;
    for (const auto& field : example_form(action)) {
      const auto known = find_field(action, field.name);
      ASSERT_NE(known.field, nullptr) << action.id << " has no field " << field.name;
      given.push_back(field.name);
      if (known.field->type != model::FieldType::File) values[std::string(field.name)] = field.value;
    }
    const auto checked = validate(action, values);
    EXPECT_TRUE(checked) << action.id << ": " << (checked ? "" : checked.error().describe());
    for (const auto& field : action.fields) {
      if (field.required) EXPECT_NE(std::ranges::find(given, field.name), given.end()) << action.id << " lacks " << field.name;
    }
  }
}

TEST(ApiExamples, EveryQuestionHasAnAnswerWhoseMembersAreDescribed) {
  for (const auto& action : catalogue()) {
    const auto* shape = answer_shape(action.id);
    ASSERT_EQ(shape != nullptr, action.answer == model::Answer::Json) << action.id;
    if (shape == nullptr) continue;
    const auto schema = json::parse(shape->schema);
    const auto example = json::parse(shape->example);
    const bool list = schema.at("type") == "array";
    ASSERT_EQ(example.is_array(), list) << action.id;
    const auto& one = list ? example.as_array().at(0) : example;
    const auto& described = list ? schema.at("items") : schema;
    if (described.as_object().contains("additionalProperties")) continue;
    for (const auto& member : one.as_object()) {
      EXPECT_TRUE(described.at("properties").as_object().contains(member.key())) << action.id << " " << member.key();
    }
  }
}

TEST(ApiExamples, ACommandCanBePastedIntoAShell) {
  EXPECT_EQ(example_curl(*find_action("regex/test"), "/api/v2/regex/test"),
            R"(curl -H "Authorization: $DOCMILL_KEY" -F 'Text=Order 12 of Ada' -F 'Pattern=[Oo]rder (?<number>\d+)' )"
            "https://docs.example.com/api/v2/regex/test");
  const auto split = example_curl(*find_action("pdf/split"), "/api/v2/pdf/split");
  EXPECT_NE(split.find("--form-string 'ExtractRange=1-3;5'"), std::string::npos) << "curl would cut it at the semicolon: " << split;
  const auto merge = example_curl(*find_action("pdf/merge"), "/api/v2/pdf/merge");
  EXPECT_NE(merge.find("-F File=@report.pdf -F File=@second-report.pdf"), std::string::npos) << merge;
}

TEST(OpenApi, WhatFlowsDoWithProcessesIsDescribed) {
  const auto document = json::parse(openapi_json("1", ""));
  const auto& paths = document.at("paths").as_object();
  for (const auto* path : {"jobs/ExecuteProcess", "jobs/ExecuteProcess/{jobId}", "jobs/ExecuteProcessWithGeneratedData", "triggers",
                           "triggers/{hook}", "triggers/{process}/schema", "Schema/GetProcesses", "Schema/GetJsonData"}) {
    EXPECT_TRUE(paths.contains(std::string("/flow/v1/ProcessesFlow/") + path)) << path;
  }
}

TEST(OpenApi, EveryTagIsExplained) {
  const auto document = json::parse(openapi_json("1", ""));
  std::vector<std::string> known;
  for (const auto& tag : document.at("tags").as_array()) {
    known.emplace_back(tag.at("name").as_string());
    EXPECT_NE(tag.at("description"), "Actions of this group.") << known.back();
  }
  for (const auto& path : document.at("paths").as_object()) {
    for (const auto& [method, operation] : path.value().as_object()) {
      if (method == "parameters") continue;
      const std::string tag(operation.at_pointer("/tags/0").as_string());
      EXPECT_NE(std::ranges::find(known, tag), known.end()) << path.key() << " " << tag;
    }
  }
}

}  // namespace
}  // namespace docmill::actions::openapi
