#include <gtest/gtest.h>

#include <algorithm>

#include "templating/bounded.h"
#include "templating/dice.h"
#include "templating/html/html_template.h"
#include "templating/json.h"

// What holds for every page: one without tokens stays what it is to the byte, one with tokens says what a simple model says, and nothing
// that means harm keeps a child busy.

namespace docmill::templating::html {
namespace {

using docmill::trial::Dice;

constexpr std::size_t kRandomPages = 400;

/// A page, its data and what is to come out of it, made together.
class RandomPage {
 public:
  explicit RandomPage(std::uint64_t seed) : dice_(seed) {
    for (const auto* name : {"name", "town"}) data.set(name, Value::of(value(name)));
    page = part(data, {}, 4, said);
  }

  std::string page;
  std::string said;
  Value data = Value::object();

 private:
  std::string value(const std::string& name) {
    std::string out;
    for (std::size_t i = dice_.below(3); i > 0; --i) out += dice_.word();
    if (dice_.one_in(5)) out += "{{" + name + "}}";  // is printed as it is
    return out;
  }

  std::string text() {
    static const std::vector<std::string> kTexts{"<p>",         "</p>\n", "{",  "}",  "{ {name}}", "{{ name }}",
                                                 "a { b: c } ", "\r\n",   "{{", "}}", "{{}}"};
    return dice_.one_in(2) ? kTexts[dice_.below(kTexts.size())] + " " : dice_.word();
  }

  /// `scope`: what is written and read here; `outer`: what stands around it, whose names are seen too.
  std::string part(Value& scope, std::vector<const Value*> outer, std::size_t depth, std::string& out) {
    std::string made;
    for (std::size_t i = dice_.from(1, 4); i > 0; --i) {
      switch (dice_.below(depth > 0 ? 6 : 3)) {
        case 0: {
          const auto piece = text();
          made += piece;
          out += piece;
          break;
        }
        case 1: {
          const auto* name = dice_.one_in(2) ? "name" : "town";
          made += std::string("{{") + name + "}}";
          out += found(name, scope, outer);
          break;
        }
        case 2: made += "{{nowhere}}{{#! a comment }}"; break;
        case 3: made += each(scope, outer, depth, out); break;
        case 4: made += condition(scope, outer, depth, out); break;
        default: made += with(scope, outer, depth, out); break;
      }
    }
    return made;
  }

  static std::string found(const char* name, const Value& scope, const std::vector<const Value*>& outer) {
    if (const auto* own = scope.find(name)) return std::string(own->text());
    for (auto at = outer.rbegin(); at != outer.rend(); ++at) {
      if (const auto* other = (*at)->find(name)) return std::string(other->text());
    }
    return {};
  }

  /// The same page for every item: the dice fall alike for all of them.
  std::string each(Value& scope, std::vector<const Value*> outer, std::size_t depth, std::string& out) {
    const auto name = "list" + std::to_string(++names_);
    const auto many = dice_.below(4);
    std::vector<std::string> values;
    for (std::size_t i = 0; i < many; ++i) values.push_back(value("name"));
    std::string inside;
    const auto start = dice_;
    const auto first = names_;
    std::vector<Value> items;
    const Value around = scope;
    outer.push_back(&around);
    for (std::size_t i = 0; i < std::max<std::size_t>(many, 1); ++i) {
      dice_ = start;
      names_ = first;
      Value item = Value::object();
      if (i < many) item.set("name", Value::of(values[i]));
      std::string of_item;
      inside = part(item, outer, depth - 1, of_item);
      if (i >= many) break;
      out += std::to_string(i) + of_item;
      items.push_back(std::move(item));
    }
    scope.set(name, Value::list(std::move(items)));
    return "{{#each " + name + "}}{{#index}}" + inside + "{{/each}}";
  }

  std::string condition(Value& scope, std::vector<const Value*> outer, std::size_t depth, std::string& out) {
    const auto name = "flag" + std::to_string(++names_);
    const bool holds = dice_.one_in(2);
    scope.set(name, Value::of(holds));
    std::string yes;
    std::string no;
    const auto first = part(scope, outer, depth - 1, yes);
    const auto second = part(scope, outer, depth - 1, no);
    out += holds ? yes : no;
    return "{{#if " + name + "}}" + first + "{{#else}}" + second + "{{/if}}";
  }

  std::string with(Value& scope, std::vector<const Value*> outer, std::size_t depth, std::string& out) {
    const auto name = "object" + std::to_string(++names_);
    Value object = Value::object();
    if (dice_.one_in(2)) object.set("town", Value::of(value("town")));
    const Value around = scope;
    outer.push_back(&around);
    const auto inside = part(object, outer, depth - 1, out);
    scope.set(name, std::move(object));
    return "{{#with " + name + "}}" + inside + "{{/with}}";
  }

  Dice dice_;
  std::size_t names_ = 0;
};

TEST(HtmlProperties, ARandomPageSaysWhatAModelSays) {
  for (const auto seed : docmill::trial::seeds(kRandomPages)) {
    SCOPED_TRACE("DOCMILL_SEED=" + std::to_string(seed));
    const RandomPage made(seed);
    Context context;
    context.data = made.data;
    const auto result = fill(made.page, context);
    ASSERT_TRUE(result) << made.page << "\n" << result.error().describe();
    ASSERT_EQ(*result, made.said) << made.page << "\n" << write_json(made.data);
  }
}

TEST(HtmlProperties, APageWithoutTokensStaysWhatItIs) {
  for (const auto seed : docmill::trial::seeds(kRandomPages)) {
    SCOPED_TRACE("DOCMILL_SEED=" + std::to_string(seed));
    Dice dice(seed);
    std::string page;
    for (std::size_t i = dice.below(40); i > 0; --i) page += dice.one_in(3) ? "{{ a }" + dice.word() : dice.word() + "\n";
    Context context;
    context.data = *read_json(R"({"a": 1})");
    ASSERT_EQ(*fill(page, context), page);
  }
}

// --- pages and data that mean harm

std::string outcome(const std::string& page, const std::string& json) {
  auto data = read_json(json);
  if (!data) return data.error().message();
  Context context;
  context.data = *std::move(data);
  const auto result = fill(page, context);
  return result ? "filled" : result.error().message();
}

std::string times(std::size_t many, const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < many; ++i) out += text;
  return out;
}

TEST(HtmlHostile, LoopsOverHugeListsEndAtTheLimitOfTheResult) {
  if (trial::kSanitized) GTEST_SKIP() << trial::kUnbounded;
  const auto data = "{\"l\":[1" + times(20'000, ",1") + "]}";
  EXPECT_NE(outcome("{{#each l}}{{#each l}}{{#each l}}x{{/each}}{{/each}}{{/each}}", data), "filled");
  // Nothing is printed, so nothing but work stands in the way.
  EXPECT_NE(outcome("{{#each l}}{{#each l}}{{#each l}}{{/each}}{{/each}}{{/each}}", data), "filled");
}

TEST(HtmlHostile, DepthAndLengthAreBounded) {
  EXPECT_NE(outcome(times(100'000, "{{#if a}}"), R"({"a":1})"), "filled");
  EXPECT_EQ(outcome(times(100'000, "{{a}}"), R"({"a":1})"), "filled");
  EXPECT_EQ(outcome(times(1'000'000, "{{"), R"({"a":1})"), "filled");
  EXPECT_EQ(outcome("{{" + times(1'000'000, "a.") + "a}}", R"({"a":1})"), "filled");
  EXPECT_NE(outcome("{{a:" + times(1'000'000, "0") + "}}", R"({"a":1})"), "");
  EXPECT_NE(outcome("{{a,2000000000:N2}}", R"({"a":1})"), "");
  EXPECT_NE(outcome("{{a:N999999999}}", R"({"a":1})"), "");
  EXPECT_EQ(outcome(times(10'000, "{{#set a b}}{{@a}}"), R"({"b":1})"), "filled");
}

}  // namespace
}  // namespace docmill::templating::html
