#include "templating/expression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/context.h"
#include "templating/json.h"
#include "templating/print.h"

namespace docmill::templating {

namespace {

constexpr const char* kOrder =
    R"({"order":{"items":[{"name":"Key","qty":10,"price":80,"tags":["a","b"]},{"name":"Print","qty":5,"price":250.5}],
  "status":"Active"},"n":8,"zero":0,"text":"Derek Clark","date value":"2012-04-21T18:25:43","none":null,"yes":true,"a-b":7,"a":5,"b":3,
  "num":"12.5","list":[3,1,2,1]})";

std::string reckoned(std::string_view expression, Context& context) {
  auto parsed = Expression::parse(expression);
  if (!parsed) return "!" + parsed.error().message();
  auto value = parsed->evaluate(Scope(context.data), context);
  return value ? value->is_null() ? "null" : print(*value, context.region) : "!" + value.error().message();
}

std::string reckoned(std::string_view expression) {
  Context context;
  context.data = *read_json(kOrder);
  return reckoned(expression, context);
}

}  // namespace

TEST(Expression, BindsOperatorsAsPeopleExpect) {
  EXPECT_EQ(reckoned("1 + 2 * 3"), "7");
  EXPECT_EQ(reckoned("(1 + 2) * 3"), "9");
  EXPECT_EQ(reckoned("10 - 2 - 3"), "5");
  EXPECT_EQ(reckoned("1 + 1 == 2 and 3 > 2 || false"), "True");
  EXPECT_EQ(reckoned("-n + 10 % 4"), "-6");
  EXPECT_EQ(reckoned("not none && !zero"), "True");
  EXPECT_EQ(reckoned("0.1 + 0.2"), "0.3");
  EXPECT_EQ(reckoned("7 / 2"), "3.5");
}

TEST(Expression, TellsNullFromValuesAndTextsFromNumbers) {
  EXPECT_EQ(reckoned("none == null and missing.too == null and text != null"), "True");
  EXPECT_EQ(reckoned("none + 1"), "null");
  EXPECT_EQ(reckoned("\"n = \" + n + ‘!’"), "n = 8!");
  EXPECT_EQ(reckoned("num * 2"), "25");
  EXPECT_EQ(reckoned("num == 12.5"), "True");
  EXPECT_EQ(reckoned("text * 2"), "null");
  EXPECT_EQ(reckoned("1 / zero"), "null");
  EXPECT_EQ(reckoned("none > 1 or none < 1"), "False");
  EXPECT_EQ(reckoned("yes == \"true\""), "True");
}

TEST(Expression, AppliesFunctionsBehindPipes) {
  EXPECT_EQ(reckoned("order.items|count() > 0 and order.status == \"Active\""), "True");
  EXPECT_EQ(reckoned("order.items.price|sum()"), "330.5");
  EXPECT_EQ(reckoned("order.items|sum(qty)"), "15");
  EXPECT_EQ(reckoned("order.items|sum(@value.price * @value.qty)"), reckoned("order.items|sum(price * qty)"));
  EXPECT_EQ(reckoned("order.items|sum(value.price * 0 + 2)"), "4");
  EXPECT_EQ(reckoned("order.items|sort(-price)|select(price)|first()"), reckoned("order.items|max(price)"));
  EXPECT_EQ(reckoned("order.items|filter(@value.price > 100 && value.qty == 5)|count()"), "1");
  EXPECT_EQ(reckoned("order.items|sort(price, DESC)|at(0)|select(name)|first"), "Print");
  EXPECT_EQ(reckoned("order.items|avg(price)"), "165.25");
  EXPECT_EQ(reckoned("list|sort()|join(-)"), "1-1-2-3");
  EXPECT_EQ(reckoned("list|distinct|max() + count(list)"), "7");
  EXPECT_EQ(reckoned("text|starts-with(Der) and text|startsWith(\"Derek\")"), "True");
  EXPECT_EQ(reckoned("text|replace(\"Clark\", \"Kent\")|upper"), "DEREK KENT");
  EXPECT_EQ(reckoned("n|format(C)"), "$8.00");
  EXPECT_EQ(reckoned("[date value]|add-months(1)|format(yyyy-MM-dd)"), "2012-05-21");
  EXPECT_EQ(reckoned("n|map(\"8\" = \"eight\")"), "eight");
  EXPECT_EQ(reckoned("2.345|round(2)"), "2.35");
  EXPECT_EQ(reckoned("yes|if(\"y\", \"n\")"), "y");
  EXPECT_EQ(reckoned("\"2024-01-31\"|add-months(1)|format(d)"), "2/29/2024");
}

TEST(Expression, LooksForANameInBracketsBeforeItReckons) {
  EXPECT_EQ(reckoned("[n+1]"), "9");
  EXPECT_EQ(reckoned("[a-b]"), "7");
  EXPECT_EQ(reckoned("a-b"), "2");
  EXPECT_EQ(reckoned("[date value].Year"), "2012");
}

TEST(Expression, LeavesTheValueAfterAnUnknownFunction) {
  Context context;
  context.data = *read_json(kOrder);
  EXPECT_EQ(reckoned("n|frobnicate(2)", context), "8");
  ASSERT_EQ(context.warnings.list().size(), 1U);
  EXPECT_THAT(context.warnings.list()[0].message, testing::HasSubstr("frobnicate"));
}

TEST(Expression, SaysWhereItIsWrong) {
  EXPECT_EQ(reckoned("a + "), "!At character 5 of the expression: it ends where a value was expected.");
  EXPECT_EQ(reckoned("ä + (b"), "!At character 7 of the expression: “)” is missing.");
  EXPECT_THAT(reckoned("list|filter(@value >)"), testing::StartsWith("!At character 21"));
  EXPECT_THAT(reckoned("\"open"), testing::HasSubstr("quote"));
  EXPECT_THAT(reckoned("a b"), testing::StartsWith("!At character 3"));
}

TEST(Expression, BoundsDepthLengthAndWork) {
  EXPECT_THAT(reckoned(std::string(100, '(') + "1" + std::string(100, ')')), testing::HasSubstr("too deeply"));
  EXPECT_THAT(reckoned(std::string(5000, '!') + "1"), testing::HasSubstr("too deeply"));
  std::string sum = "1";
  for (int i = 0; i < 1000; ++i) sum += "+1";
  EXPECT_THAT(reckoned(sum), testing::HasSubstr("too many operators"));
  EXPECT_THAT(reckoned(std::string(20'000, '1')), testing::HasSubstr("16 KiB"));
  std::string calls = "1";
  for (int i = 0; i < 100; ++i) calls += "|default(" + std::string("1");
  EXPECT_THAT(reckoned(calls), testing::StartsWith("!"));

  Context context;
  context.data = Value::object();
  context.data.set("l", Value::list(std::vector<Value>(1000, Value::of(std::int64_t{1}))));
  context.work = 100'000;
  EXPECT_THAT(reckoned("l|filter(l|filter(@value == 1)|count() > 0)|count()", context), testing::HasSubstr("too much work"));
}

}  // namespace docmill::templating
