#include "templating/value.h"

#include <gtest/gtest.h>

#include <cmath>

namespace docmill::templating {
namespace {

Value object_of(std::vector<std::pair<std::string, Value>> members) {
  std::vector<Member> made;
  for (auto& [name, value] : members) made.emplace_back(name, std::move(value));
  return Value::object(std::move(made));
}

TEST(Value, IsSmallAndKnowsItsKind) {
  EXPECT_EQ(sizeof(Value), 16U);
  EXPECT_TRUE(Value().is_null());
  EXPECT_TRUE(Value::of(true).boolean());
  EXPECT_EQ(Value::of("text").text(), "text");
  EXPECT_EQ(Value::of(std::int64_t{7}).number().integer, 7);
  EXPECT_EQ(Value::of(1.5).number().value, 1.5);
  EXPECT_FALSE(Value::of(1.5).number().integer.has_value());
  EXPECT_EQ(Value::of(*DateTime::of(2012, 4, 21)).date_time().year(), 2012);
}

TEST(Value, AskedForAnotherKindHasNothing) {
  const auto text = Value::of("text");
  EXPECT_EQ(text.number().value, 0);
  EXPECT_TRUE(text.items().empty());
  EXPECT_TRUE(text.members().empty());
  EXPECT_EQ(text.find("a"), nullptr);
  EXPECT_EQ(text.date_time().ticks(), 0);
  EXPECT_EQ(Value::of(1.0).text(), "");
}

TEST(Value, NumbersKeepWhatADoubleWouldLose) {
  EXPECT_EQ(Value::number("9007199254740993").number().integer, 9007199254740993);
  EXPECT_EQ(Value::number("123456789012345678901234567890").number().spelling, "123456789012345678901234567890");
  EXPECT_EQ(Value::number("0.12345678901234567890").number().spelling, "0.12345678901234567890");
  EXPECT_TRUE(Value::number("18872.94").number().spelling.empty());
  EXPECT_TRUE(std::isinf(Value::number("1e400").number().value));
  EXPECT_EQ(Value::number("1e-400").number().value, 0);
  EXPECT_TRUE(Value::number(std::string(5000, '9')).is_number());
}

TEST(Value, WhatIsNoNumberIsNull) {
  for (const char* text : {"", "-", "1.", ".5", "1e", "1e+", "abc", "1 ", "+1", "0x10", "NaN", "1,5", "--1"})
    EXPECT_TRUE(Value::number(text).is_null()) << text;
}

TEST(Value, OfMembersWithOneNameTheLastCountsInThePlaceOfTheFirst) {
  const auto value = object_of({{"a", Value::of("1")}, {"b", Value::of("2")}, {"a", Value::of("3")}, {"a", Value::of("4")}});
  ASSERT_EQ(value.size(), 2U);
  EXPECT_EQ(value.members()[0].key(), "a");
  EXPECT_EQ(value.members()[0].value.text(), "4");
  EXPECT_EQ(value.members()[1].key(), "b");
}

TEST(Value, FindsEveryOneOfThousandsOfMembers) {
  std::vector<std::pair<std::string, Value>> members;
  for (std::int64_t n = 0; n < 5000; ++n) members.emplace_back("name" + std::to_string(n * 7919 % 5000), Value::of(n));
  auto value = object_of(members);
  for (std::int64_t n = 0; n < 5000; ++n) {
    const auto* found = value.find("name" + std::to_string(n * 7919 % 5000));
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->number().integer, n);
  }
  EXPECT_EQ(value.find("name5000"), nullptr);
  value.set("name5000", Value::of("late"));
  value.set("a", Value::of("first"));
  ASSERT_NE(value.find("name5000"), nullptr);
  EXPECT_EQ(value.find("a")->text(), "first");
  EXPECT_EQ(value.members().back().key(), "a");
}

TEST(Value, GrowsMemberByMember) {
  Value value;
  for (int n = 0; n < 40; ++n) value.set("m" + std::to_string(n), Value::of(std::int64_t{n}));
  value.set("m3", Value::of("new"));
  EXPECT_EQ(value.size(), 40U);
  EXPECT_EQ(value.find("m3")->text(), "new");
  EXPECT_EQ(value.find("m39")->number().integer, 39);
}

TEST(Value, ACopyKeepsWhatItHasWhenTheOtherChanges) {
  auto value = object_of({{"inner", object_of({{"n", Value::of("old")}})}});
  const auto copy = value;
  value.object_at("inner").set("n", Value::of("new"));
  EXPECT_EQ(value.find("inner")->find("n")->text(), "new");
  EXPECT_EQ(copy.find("inner")->find("n")->text(), "old");
  auto list = Value::list({Value::of("a")});
  const auto other = list;
  list.push_back(Value::of("b"));
  EXPECT_EQ(list.size(), 2U);
  EXPECT_EQ(other.size(), 1U);
}

TEST(Value, MayBeAssignedToItselfAndToAPartOfItself) {
  auto value = object_of({{"part", Value::of("text")}});
  value = *&value;
  EXPECT_EQ(value.size(), 1U);
  value = *value.find("part");
  EXPECT_EQ(value.text(), "text");
}

TEST(Value, EmptyIsNullOrEmptyTextOrAListWithoutItems) {
  EXPECT_TRUE(Value().is_empty());
  EXPECT_TRUE(Value::of("").is_empty());
  EXPECT_TRUE(Value::list({}).is_empty());
  EXPECT_FALSE(Value::of(" ").is_empty());
  EXPECT_FALSE(Value::of(false).is_empty());
  EXPECT_FALSE(Value::of(0.0).is_empty());
  EXPECT_FALSE(Value::object().is_empty());
}

TEST(Value, ListsAreCollectionsGridsOrScalarLists) {
  const auto collection = Value::list({Value::object(), Value()});
  const auto grid = Value::list({Value::list({Value::of("a")})});
  const auto scalars = Value::list({Value::of("a"), Value::of(1.0)});
  EXPECT_TRUE(collection.is_collection() && !collection.is_grid() && !collection.is_scalar_list());
  EXPECT_TRUE(grid.is_grid() && !grid.is_collection() && !grid.is_scalar_list());
  EXPECT_TRUE(scalars.is_scalar_list() && !scalars.is_collection() && !scalars.is_grid());
  EXPECT_TRUE(Value::list({}).is_scalar_list());
}

TEST(Value, EqualityLooksAtWhatANumberAmountsTo) {
  EXPECT_EQ(Value::number("1"), Value::number("1.0"));
  EXPECT_EQ(Value::number("12345678901234567890123"), Value::number("12345678901234567890123.000"));
  EXPECT_FALSE(Value::number("12345678901234567890123") == Value::number("12345678901234567890124"));
  EXPECT_FALSE(Value::of("1") == Value::of(1.0));
  EXPECT_EQ(object_of({{"a", Value::of("1")}, {"b", Value()}}), object_of({{"b", Value()}, {"a", Value::of("1")}}));
  EXPECT_FALSE(object_of({{"a", Value()}}) == object_of({{"b", Value()}}));
}

}  // namespace
}  // namespace docmill::templating
