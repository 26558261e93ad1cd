#include "actions/connector_swagger.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "actions/connector.h"
#include "actions/design_schema.h"

namespace docmill::actions {
namespace {

namespace json = boost::json;

json::value described_connector() {
  return json::parse(connector_swagger("1.2.3", "http://docs.example:8080/ignored"));
}

const json::value& schema_of(const json::value& document, const std::string& operation) {
  return document.at("paths").at("/flow/v1/Documents/jobs/" + operation).at_pointer("/post/parameters/0/schema");
}

TEST(ConnectorSwagger, EveryOperationIsThereOnceAndFormerOnesAreHidden) {
  const auto document = described_connector();
  EXPECT_EQ(document.at("swagger"), "2.0");
  EXPECT_EQ(document.at("host"), "docs.example:8080");
  EXPECT_EQ(document.at("schemes"), json::array{"http"});
  std::set<std::string> ids;
  for (const auto& path : document.at("paths").as_object()) {
    for (const auto& [method, operation] : path.value().as_object()) {
      if (method.starts_with("x-")) continue;
      EXPECT_TRUE(ids.insert(std::string(operation.at("operationId").as_string())).second) << path.key();
    }
  }
  for (const auto& operation : connector_operations()) EXPECT_TRUE(ids.contains(std::string(operation.name))) << operation.name;
  EXPECT_EQ(document.at("paths").at("/flow/v1/Documents/jobs/SplitPdf").at_pointer("/post/deprecated"), true);
}

TEST(ConnectorSwagger, MembersAreNamedAsConnectorsSendThemAndTitledForPeople) {
  const auto document = described_connector();
  const auto& word = schema_of(document, "ApplyDocxTemplate").at("properties");
  EXPECT_EQ(word.at("documentContent").at("format"), "byte");
  EXPECT_EQ(word.at("documentContent").at("x-ms-summary"), "Document content");
  EXPECT_EQ(word.at("documentContent").at("x-ms-visibility"), "important");
  EXPECT_EQ(word.at("locale").at("x-ms-visibility"), "advanced");
  EXPECT_EQ(word.at("data").at("type"), "object") << "flows hand over JSON as it is";
  EXPECT_EQ(schema_of(document, "FillInPdfForm").at("properties").at("jsonData").at("type"), "object");
  const auto& archive = schema_of(document, "CreateArchive").at("properties").at("data").at("items").at("properties").as_object();
  EXPECT_TRUE(archive.contains("fileName") && archive.contains("content"));
}

TEST(ConnectorSwagger, WhatDependsOnAValueIsAskedForByAnOperationThatIsThere) {
  const auto document = described_connector();
  const auto& split = document.at("paths").at("/flow/v1/Documents/jobs/SplitPdfV2").at("post");
  EXPECT_EQ(split.at_pointer("/parameters/0/enum").as_array().size(), 4U);
  EXPECT_EQ(split.at_pointer("/parameters/1/schema/x-ms-dynamic-schema/operationId"), "Schema_SplitPdf");
  const auto text = json::serialize(document);
  std::set<std::string> asked;
  const std::string mark = R"("operationId":")";
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    const auto begin = at + mark.size();
    asked.insert(text.substr(begin, text.find('"', begin) - begin));
  }
  for (const auto& question : design_questions()) EXPECT_TRUE(asked.contains("Schema_" + std::string(question.name)));
  EXPECT_TRUE(document.at("paths").as_object().contains("/flow/v1/ProcessesFlow/Schema/GetProcesses"));
}

}  // namespace
}  // namespace docmill::actions
