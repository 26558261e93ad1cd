#include "actions/catalogue.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "actions/document_types.h"
#include "actions/handbook.h"
#include "actions/openapi.h"
#include "actions/validate.h"

namespace docmill::actions {
namespace {

namespace json = boost::json;

TEST(Catalogue, EveryActionIsWholeAndItsIdAndTypesAreKnown) {
  std::set<std::string_view> ids;
  for (const auto& action : catalogue()) {
    EXPECT_TRUE(ids.insert(action.id).second) << action.id;
    EXPECT_EQ(find_action(action.id), &action);
    EXPECT_FALSE(action.title.empty() || action.summary.empty() || action.steps.empty()) << action.id;
    EXPECT_EQ(action.documents == 0, action.id == "generate/check-template") << action.id << ": only looking at a template is free";
    EXPECT_NE(type_with_extension(action.makes), nullptr) << action.id;
    // "bin": the caller chooses the type.
    if (action.makes != "bin") EXPECT_EQ(action.steps.back().target, action.makes) << action.id;
    for (const auto& extension : action.accepts) EXPECT_NE(type_with_extension(extension), nullptr) << action.id << " " << extension;
    EXPECT_NE(action.operation(), "jobs") << "the job twins use that word";
  }
  EXPECT_EQ(find_action("convert/nothing"), nullptr);
}

TEST(Catalogue, NumbersHaveBoundsAndDefaultsAreAllowedValues) {
  for (const auto& action : catalogue()) {
    for (const auto& field : action.fields) {
      const bool number = field.type == model::FieldType::Integer || field.type == model::FieldType::Decimal;
      if (number) EXPECT_LT(field.least, field.most) << action.id << " " << field.name;
      if (!field.fallback.empty()) EXPECT_EQ(validate_value(field, field.fallback).value_or("refused"), field.fallback) << action.id;
    }
  }
}

TEST(Catalogue, ADecimalIsANumberToTools) {
  const auto document = json::parse(openapi_json("1", ""));
  const auto& schema = document.at_pointer(
      "/paths/~1api~1v2~1watermark~1text-to-pdf/post/requestBody/content/multipart~1form-data/schema/properties/FontSize");
  EXPECT_EQ(schema, json::parse(R"({"description":"Points.","type":"number","minimum":1,"maximum":2000,"default":36})"));
}

TEST(Catalogue, AnyToPdfTakesWhateverTheOtherConvertersMakeAPdfOf) {
  const auto& any = *find_action("convert/any-to-pdf");
  for (const auto& action : catalogue()) {
    if (action.makes != "pdf") continue;
    for (const auto& extension : action.accepts) {
      EXPECT_NE(std::ranges::find(any.accepts, extension), any.accepts.end()) << extension;
    }
  }
}

TEST(Catalogue, TheListForToolsNamesEveryActionWithItsFields) {
  const auto list = json::parse(catalogue_json());
  ASSERT_EQ(list.as_array().size(), catalogue().size());
  const auto& first = list.as_array().at(0).as_object();
  EXPECT_EQ(first.at("id"), "convert/docx-to-pdf");
  EXPECT_EQ(first.at("fields").as_array().at(0).at("name"), "File");
  EXPECT_EQ(first.at("fields").as_array().back().at("name"), "CallbackUrl");
}

TEST(Handbook, TheDocsAreTheCatalogue) {
  std::ifstream file(std::string(DOCMILL_SOURCE_DIR) + "/docs/actions.md");
  const std::string docs(std::istreambuf_iterator<char>(file), {});
  EXPECT_EQ(docs, handbook()) << "run: docmill actions --markdown >docs/actions.md";
}

TEST(OpenApi, EveryActionHasItsThreePathsAndEveryReferenceLeadsSomewhere) {
  const auto document = json::parse(openapi_json("1.2.3", ""));
  EXPECT_EQ(document.at("openapi"), "3.1.0");
  EXPECT_EQ(document.at_pointer("/info/version"), "1.2.3");
  const auto& paths = document.at("paths").as_object();
  for (const auto& action : catalogue()) {
    const auto job = "/api/v2/" + std::string(action.group()) + "/jobs/" + std::string(action.operation());
    EXPECT_TRUE(paths.contains("/api/v2/" + std::string(action.id))) << action.id;
    EXPECT_TRUE(paths.contains(job)) << action.id;
    EXPECT_TRUE(paths.contains(job + "/{jobId}")) << action.id;
  }
  const auto text = json::serialize(document);
  std::size_t references = 0;
  for (auto at = text.find("\"$ref\":\"#"); at != std::string::npos; at = text.find("\"$ref\":\"#", at + 1), ++references) {
    const auto begin = at + 9;
    const auto pointer = text.substr(begin, text.find('"', begin) - begin);
    boost::system::error_code none;
    EXPECT_NE(document.find_pointer(pointer, none), nullptr) << pointer;
  }
  EXPECT_GT(references, catalogue().size());
}

TEST(OpenApi, OperationIdsAreUnique) {
  const auto document = json::parse(openapi_json("1", "https://docs.example"));
  EXPECT_EQ(document.at_pointer("/servers/0/url"), "https://docs.example");
  std::set<std::string> ids;
  for (const auto& [path, methods] : document.at("paths").as_object()) {
    for (const auto& [method, operation] : methods.as_object()) {
      if (method == "parameters") continue;
      EXPECT_TRUE(ids.insert(std::string(operation.at("operationId").as_string())).second) << path;
      EXPECT_FALSE(operation.at("responses").as_object().empty()) << path;
    }
  }
}

}  // namespace
}  // namespace docmill::actions
