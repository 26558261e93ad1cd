#include "templating/json.h"

#include <gtest/gtest.h>

#include <cmath>

namespace docmill::templating {
namespace {

Value json_of(std::string_view text) {
  auto value = read_json(text);
  EXPECT_TRUE(value.has_value()) << text << ": " << (value ? std::string() : value.error().message());
  return value.value_or(Value());
}

std::string refusal_of(std::string_view text, const JsonOptions& options = {}) {
  const auto value = read_json(text, options);
  return value ? "read: " + write_json(*value) : value.error().message();
}

TEST(Json, ReadsEveryKindOfValue) {
  const auto value = json_of(R"({"a": null, "b": true, "c": false, "d": -12.5e1, "e": "text", "f": [1, [2], {}], "g": {"h": 1}})");
  EXPECT_TRUE(value.find("a")->is_null());
  EXPECT_TRUE(value.find("b")->boolean());
  EXPECT_TRUE(value.find("c")->is_bool());
  EXPECT_EQ(value.find("d")->number().value, -125);
  EXPECT_EQ(value.find("e")->text(), "text");
  EXPECT_EQ(value.find("f")->size(), 3U);
  EXPECT_EQ(value.find("g")->find("h")->number().integer, 1);
}

/// What is read, and the same as strict JSON.
struct Lenient {
  const char* text;
  const char* strict;
};

void PrintTo(const Lenient& c, std::ostream* out) {
  *out << c.text;
}

class LenientJson : public testing::TestWithParam<Lenient> {};

TEST_P(LenientJson, IsReadAsJsonNetDoes) {
  EXPECT_EQ(write_json(json_of(GetParam().text)), GetParam().strict);
}

INSTANTIATE_TEST_SUITE_P(
    All, LenientJson,
    testing::Values(Lenient{R"({watermark: "Classified"})", R"({"watermark":"Classified"})"},  // from the service's own watermark sample
                    Lenient{R"({'a': 'it\'s', "b": 'say "x"'})", R"({"a":"it's","b":"say \"x\""})"}, Lenient{"[1, 2, ]", "[1,2]"},
                    Lenient{R"({"a": 1,})", R"({"a":1})"}, Lenient{"// first\n[1, /* two */ 2] // end", "[1,2]"},
                    Lenient{"/**/{}/***/", "{}"}, Lenient{"{$a_1: 1, start-date: 2, имя: 3}", R"({"$a_1":1,"start-date":2,"имя":3})"},
                    Lenient{"[.5, 5., -.5, 1.e2]", "[0.5,5,-0.5,100]"},
                    Lenient{"[0x1F, undefined, NaN, Infinity, -Infinity]", "[31,null,null,null,null]"}, Lenient{"\xEF\xBB\xBF[1]", "[1]"},
                    Lenient{"\u00A0[\u00A01\u00A0]", "[1]"}, Lenient{"\"line\nbreak\"", R"("line\nbreak")"}, Lenient{"  7  ", "7"},
                    Lenient{R"("\u0041\u00e9\ud83d\ude00\n\t\/\b\f\r\\")", "\"Aé😀\\n\\t/\\u0008\\u000c\\r\\\\\""},
                    Lenient{R"(["\ud83d", "\ude00x", "\ud83d\u0041", "\ud83d\n"])", "[\"\uFFFD\",\"\uFFFDx\",\"\uFFFDA\",\"\uFFFD\\n\"]"},
                    Lenient{R"({"a": 1, "a": 2})", R"({"a":2})"}, Lenient{R"({"": 1})", R"({"":1})"},
                    Lenient{"[12345678901234567890123, 0.10, 1E3, 18872.94]", "[12345678901234567890123,0.1,1000,18872.94]"},
                    Lenient{"[0, -0, 0.0]", "[0,0,0]"}));

TEST(Json, ReadsUtf16AndUtf32WithAMark) {
  EXPECT_EQ(write_json(json_of(std::string_view("\xFF\xFE[\0\"\0\xE9\0\"\0]\0", 12))), "[\"é\"]");
  EXPECT_EQ(write_json(json_of(std::string_view("\xFE\xFF\0[\0001\0]", 8))), "[1]");
  EXPECT_EQ(write_json(json_of(std::string_view("\xFF\xFE\0\0[\0\0\0]\0\0\0", 12))), "[]");
}

TEST(Json, TurnsTextsThatLookLikeDateTimesIntoOnes) {
  const auto value =
      json_of(R"(["2012-04-21T18:25:43-05:00", "2018-05-21", "2018-05-21T10:00", "2018-05-21T10:00:00", "x2018-05-21T10:00:00"])");
  EXPECT_TRUE(value.items()[0].is_date_time());
  EXPECT_EQ(value.items()[0].date_time().hour(), 23);
  EXPECT_TRUE(value.items()[1].is_text());
  EXPECT_TRUE(value.items()[2].is_text());
  EXPECT_TRUE(value.items()[3].is_date_time());
  EXPECT_TRUE(value.items()[4].is_text());
  EXPECT_TRUE(read_json("\"2018-05-21T10:00:00\"", {.date_times = false})->is_text());
}

TEST(Json, NamesOfObjectsAreNeverDates) {
  EXPECT_NE(json_of(R"({"2018-05-21T10:00:00": 1})").find("2018-05-21T10:00:00"), nullptr);
}

/// A broken text, and what the customer is told.
struct Broken {
  std::string_view text;
  const char* message;
};

void PrintTo(const Broken& c, std::ostream* out) {
  *out << c.text.substr(0, 60);
}

class BrokenJson : public testing::TestWithParam<Broken> {};

TEST_P(BrokenJson, IsRefusedWithThePlaceAndTheRemedy) {
  const auto value = read_json(GetParam().text);
  ASSERT_FALSE(value.has_value());
  EXPECT_EQ(value.error().code(), ErrorCode::InputDamaged);
  EXPECT_NE(value.error().message().find(GetParam().message), std::string::npos) << value.error().message();
}

using namespace std::string_view_literals;
INSTANTIATE_TEST_SUITE_P(
    All, BrokenJson,
    testing::Values(
        Broken{"{\n  \"a\": 1\n  \"b\": 2\n}",
               "The data is not JSON. Line 3, column 3: a comma is missing before this (there it says: \"b\": 2)."},
        Broken{"[1 2]", "Line 1, column 4: a comma is missing"},
        Broken{"", "Line 1, column 1: a value is missing (there the line or the text ends)"}, Broken{"   ", "a value is missing"},
        Broken{"[1,,2]", "column 4: a value is missing"}, Broken{"[,]", "a value is missing"}, Broken{"{,}", "a name is missing"},
        Broken{"{\"a\"}", "a colon is missing"}, Broken{"{\"a\":}", "a value is missing"}, Broken{"{\"a\" 1}", "a colon is missing"},
        Broken{"[1", "this list is not closed with ]"}, Broken{"{\"a\": [1, 2}", "a comma is missing"},
        Broken{"{\"a\": 1", "this object is not closed with }"}, Broken{"{", "not closed"}, Broken{"[", "not closed"},
        Broken{"]", "a value is missing"}, Broken{"\"abc", "this text is not closed"}, Broken{"\"abc\\", "a backslash ends the text"},
        Broken{"\"\\x41\"", "write \\\\ for a backslash"}, Broken{"\"\\u12g4\"", "four hexadecimal digits"},
        Broken{"\"\\u12", "four hexadecimal digits"}, Broken{"[abc]", "Text has to stand in quotes"}, Broken{"[True]", "this is no value"},
        Broken{"[1.2.3]", "this is no number"}, Broken{"[007]", "may not begin with 0"}, Broken{"[1a]", "no number"},
        Broken{"[-]", "no number"}, Broken{"[.]", "no number"}, Broken{"[0x]", "no number"}, Broken{"[+1]", "this cannot stand here"},
        Broken{"/* open", "not closed with */"}, Broken{"[1] [2]", "the text goes on"}, Broken{"{} }", "the text goes on"},
        Broken{"<html>", "this cannot stand here (there it says: <html>)"}, Broken{"[\"\xFF\"]", "is not UTF-8"},
        Broken{"[\"\xC3", "is not UTF-8"}, Broken{"[\"a\0b\"]"sv, "not closed with a quote"}, Broken{"\0"sv, "cannot stand here"},
        Broken{"new Date(1)", "no value"}, Broken{"[\n\"é\", x]", "Line 2, column 6"}));

TEST(Json, ShowsNoMoreThanALittleOfTheText) {
  EXPECT_LT(refusal_of("[" + std::string(5000, 'x') + "]").size(), 200U);
}

TEST(Json, DepthIsBounded) {
  EXPECT_NE(refusal_of(std::string(201, '[')).find("more than 200"), std::string::npos);
  EXPECT_NE(refusal_of(std::string(1'000'000, '[')).find("more than 200"), std::string::npos);
  std::string names;
  for (int n = 0; n < 100'000; ++n) names += "{a:";
  EXPECT_NE(refusal_of(names).find("more than 200"), std::string::npos);
  EXPECT_EQ(refusal_of(std::string(200, '[') + std::string(200, ']')).substr(0, 5), "read:");
}

TEST(Json, BytesAndValuesAreBounded) {
  EXPECT_NE(refusal_of("[1,2,3]", {.most_bytes = 6}).find("7 bytes; 6 are the most"), std::string::npos);
  EXPECT_NE(refusal_of("[1,2,3]", {.most_values = 3}).find("more than 3 values"), std::string::npos);
  EXPECT_TRUE(read_json("[1,2,3]", {.most_values = 4}).has_value());
}

TEST(Json, WhatWasWrittenIsReadAsTheSame) {
  const auto value = json_of(R"({"a": [1, 2.5, "x\"\\\n", null, true, {"b": []}], "d": "2018-05-21T10:00:00.123"})");
  EXPECT_EQ(json_of(write_json(value)), value);
}

TEST(Json, ManyNamesAndManyMembersAreRead) {
  std::string text = "{";
  for (int n = 0; n < 20'000; ++n) text += "\"name" + std::to_string(n) + "\": " + std::to_string(n) + ",";
  text += "}";
  const auto value = json_of(text);
  EXPECT_EQ(value.size(), 20'000U);
  EXPECT_EQ(value.find("name19999")->number().integer, 19'999);
}

}  // namespace
}  // namespace docmill::templating
