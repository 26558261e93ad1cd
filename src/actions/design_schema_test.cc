#include "actions/design_schema.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <chrono>
#include <stdexcept>

#include "actions/catalogue.h"
#include "actions/connector.h"

namespace docmill::actions {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

json::value schema(std::string_view name, std::string_view value) {
  const auto* question = find_design_question(name);
  if (question == nullptr) throw std::runtime_error("no such question");
  auto answer = design_schema(*question, value);
  if (!answer) throw std::runtime_error(answer.error().message());
  return json::parse(*answer);
}

std::string refusal_of(std::string_view name, std::string_view value) {
  const auto answer = design_schema(*find_design_question(name), value);
  if (answer) return "accepted: " + *answer;
  EXPECT_EQ(answer.error().code(), ErrorCode::BadRequest);
  return answer.error().message();
}

std::vector<std::string> names_at(const json::value& value, std::string_view pointer) {
  std::vector<std::string> names;
  for (const auto& [name, property] : value.at_pointer(pointer).as_object()) names.emplace_back(name);
  return names;
}

std::vector<std::string> groups_of(std::string_view pattern) {
  return names_at(schema("RegExpMatch", pattern), "/properties/matches/items/properties");
}

TEST(DesignSchema, AWayToSplitAsksForWhatItNeedsAndNothingElse) {
  const auto chunks = schema("SplitPdf", "splitbypages");
  EXPECT_THAT(names_at(chunks, "/properties"),
              ElementsAre("documentContent", "pagesInChunk", "startPage", "endPage", "filenamePrefix", "password"));
  EXPECT_EQ(chunks.at("required"), json::parse(R"(["documentContent"])"));
  EXPECT_EQ(chunks.at_pointer("/properties/documentContent/format"), "byte");
  EXPECT_EQ(chunks.at_pointer("/properties/pagesInChunk/type"), "integer");
  EXPECT_EQ(chunks.at_pointer("/properties/pagesInChunk/minimum"), 1);
  EXPECT_EQ(chunks.at_pointer("/properties/pagesInChunk/title"), "Pages in chunk");
  EXPECT_THAT(names_at(schema("SplitPdf", "SplitByBookmarks"), "/properties"),
              ElementsAre("documentContent", "bookmarkDepth", "useBookmarksForFileNames", "filenamePrefix", "password"));
}

TEST(DesignSchema, EveryFieldOfSplitBelongsToATypeThatThereIs) {
  for (const auto& action : catalogue()) {
    for (const auto& field : action.fields) {
      if (field.goes_with.empty()) continue;
      const auto type = std::ranges::find(action.fields, "Type", &model::Field::name);
      ASSERT_NE(type, action.fields.end()) << action.id;
      EXPECT_THAT(type->choices, testing::Contains(field.goes_with)) << action.id << " " << field.name;
    }
  }
}

TEST(DesignSchema, EachWatermarkNamesItsOwnFileAsTheConnectorDoes) {
  const auto image = schema("addwatermarktopdf", "Image");
  EXPECT_THAT(names_at(image, "/properties"), testing::Contains("imageContent"));
  EXPECT_EQ(image.at_pointer("/properties/autoScale/default"), true);
  EXPECT_EQ(image.at_pointer("/properties/opacity/default"), 100);
  EXPECT_EQ(schema("AddWatermarkToPdf", "Pdf").at("required"), json::parse(R"(["documentContent","overlayFile"])"));
  EXPECT_EQ(schema("AddWatermarkToPdf", "Text").at("required"), json::parse(R"(["documentContent","text"])"));
  const auto html = schema("AddWatermarkToPdf", "Html");
  EXPECT_FALSE(html.at_pointer("/properties/html").as_object().contains("format")) << "it is sent as text";
}

TEST(DesignSchema, WhatARequestSchemaNamesLeadsToAField) {
  for (const std::string_view type : {"Text", "Image", "Pdf", "Html"}) {
    const auto* operation = find_connector_operation("AddWatermarkToPdf", type);
    for (const auto& name : names_at(schema("AddWatermarkToPdf", type), "/properties")) {
      EXPECT_NE(find_wire_target(*operation, *find_action(operation->action), name).field, nullptr) << type << " " << name;
    }
  }
}

TEST(DesignSchema, HeadersBecomeThePropertiesOfARow) {
  const auto rows = schema("ParseCsv", "Id, Full name,\"a,b\",,Id");
  EXPECT_EQ(rows.at("type"), "array");
  EXPECT_THAT(names_at(rows, "/items/properties"), ElementsAre("Id", "Full name", "a,b", "Column4", "Id (2)"));
  EXPECT_EQ(schema("ParseCsv", "").at_pointer("/items/additionalProperties/type"), "string");
}

TEST(DesignSchema, GroupsBecomeThePropertiesOfAMatch) {
  EXPECT_THAT(groups_of(R"(Task (?<TaskId>\d+):(?<status>Approve|Reject))"), ElementsAre("Match0", "TaskId", "status"));
  EXPECT_THAT(groups_of(R"((a)(?'word'b)(?:c)(d))"), ElementsAre("Match0", "Match1", "Match2", "word"));
  EXPECT_THAT(groups_of(R"(\(?<no>[(?<none>]\[(?<yes>x))"), ElementsAre("Match0", "yes"));
  EXPECT_THAT(groups_of("(?#(?<no>)a(?<yes>b)"), ElementsAre("Match0", "yes"));
  EXPECT_THAT(groups_of("(?x) a # (?<no>b)\n (?<yes>c)"), ElementsAre("Match0", "yes"));
  EXPECT_THAT(groups_of("(?n)(a)(?<yes>c)"), ElementsAre("Match0", "yes"));
  EXPECT_THAT(groups_of("(?<a>x)|(?<a>y)"), ElementsAre("Match0", "a"));
  EXPECT_THAT(groups_of("(?<Größe>x)"), ElementsAre("Match0", "Größe"));
}

TEST(DesignSchema, WhatCannotBeMeantIsRefusedWithWhatToDo) {
  EXPECT_EQ(refusal_of("SplitPdf", ""), "type: send one of ExtractPages, SplitByPages, SplitByRanges, SplitByBookmarks.");
  EXPECT_EQ(refusal_of("AddWatermarkToPdf", "Video"), "type: send one of Text, Image, Pdf, Html.");
  EXPECT_THAT(refusal_of("ParseCsv", "a,\"b"), HasSubstr("Headers"));
  EXPECT_THAT(refusal_of("ParseCsv", "a\xff"), HasSubstr("UTF-8"));
  EXPECT_THAT(refusal_of("ParseCsv", std::string(100'001, 'a')), HasSubstr("at most 100000"));
  EXPECT_THAT(refusal_of("ParseCsv", std::string(20'000, ',')), HasSubstr("Headers"));
  EXPECT_THAT(refusal_of("RegExpMatch", ""), HasSubstr("pattern"));
  EXPECT_THAT(refusal_of("RegExpMatch", "(a"), HasSubstr("not closed"));
  EXPECT_THAT(refusal_of("RegExpMatch", "\xc3("), HasSubstr("UTF-8"));
  EXPECT_THAT(refusal_of("RegExpMatch", std::string(201, '(')), HasSubstr("200 deep"));
  EXPECT_THAT(refusal_of("RegExpMatch", std::string(100, '[') + std::string(100, ']')), HasSubstr("accepted")) << "[ in a class is itself";
  EXPECT_EQ(find_design_question("Docx2Pdf"), nullptr);
}

TEST(DesignSchema, TheLongestPatternsTakeNoTime) {
  std::string named;
  for (int i = 0; named.size() < 32'000; ++i) named += "(?<n" + std::to_string(i) + ">)";
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_GT(groups_of(named).size(), 3'000U);
  std::string plain;
  while (plain.size() < 32'000) plain += "()";
  EXPECT_EQ(groups_of(plain).size(), 16'001U);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{5}) << "it runs where every request is answered";
}

}  // namespace
}  // namespace docmill::actions
