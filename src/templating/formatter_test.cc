#include "templating/formatter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/alias.h"
#include "templating/json.h"
#include "templating/picture.h"

namespace docmill::templating {

namespace {

using Kind = Outcome::Kind;

constexpr const char* kData =
    R"({"s":"Derek Clark","n":8,"big":1234.5,"d":"2012-04-21T18:25:43-05:00","day":"2018-05-21","arr":[1,2,3],"t":true,
  "no":null,"e":"","none":[],"grid":[[1,2],[3]],"people":[{"name":"Ann","age":3},{"name":"Bob"}],"o":{"x":1},"pad":" x ","emoji":"a😀b",
  "png":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB"})";

/// A context with data, and tokens applied to it.
struct Bench {
  Context context;
  explicit Bench(const char* data = kData, Dialect dialect = Dialect::Classic) {
    context.data = *read_json(data);
    context.dialect = dialect;
  }
  Outcome apply(std::string_view text) {
    const auto tokens = find_tokens(text, context.dialect);
    EXPECT_EQ(tokens.size(), 1U) << text;
    if (tokens.empty()) return {};
    auto outcome = apply_token(tokens[0], Scope(context.data), context);
    EXPECT_TRUE(outcome) << outcome.error().message();
    return outcome ? *outcome : Outcome{};
  }
  std::string text(std::string_view token) { return apply(token).text; }
};

}  // namespace

TEST(Formatter, PrintsValuesOfAllKinds) {
  Bench bench;
  EXPECT_EQ(bench.apply("{{n}}").kind, Kind::Number);
  EXPECT_EQ(bench.text("{{big}}"), "1234.5");
  EXPECT_EQ(bench.apply("{{t}}").kind, Kind::Boolean);
  EXPECT_EQ(bench.text("{{t}}"), "True");
  EXPECT_EQ(bench.apply("{{d}}").kind, Kind::Date);
  EXPECT_EQ(bench.text("{{d}}"), "4/21/2012 11:25:43 PM");
  EXPECT_EQ(bench.text("{{day}}"), "2018-05-21");
  EXPECT_EQ(bench.text("{{arr}}"), "1, 2, 3");
  EXPECT_EQ(bench.apply("{{grid}}").kind, Kind::Grid);
  for (const auto* token : {"{{no}}", "{{e}}", "{{none}}", "{{no.more}}", "{{o}}"})
    EXPECT_EQ(bench.apply(token).kind, Kind::Nothing) << token;
}

TEST(Formatter, FormatsNumbersAndDates) {
  Bench bench;
  EXPECT_EQ(bench.text("{{n}:format(C)}"), "$8.00");
  EXPECT_EQ(bench.text("{{n}:format(C, fr-FR)}"), "8,00\xC2\xA0€");
  EXPECT_EQ(bench.text("{{d}:format(hh\\:mm tt)}"), "11:25 PM");
  EXPECT_EQ(bench.text("{{d}:format(MMMM d, yyyy)}"), "April 21, 2012");
  EXPECT_EQ(bench.text("{{d}:format(hh:mm, tt)}"), "11:25, PM");
  EXPECT_EQ(bench.text("{{day}:format(d MMMM yyyy)}"), "21 May 2018");
  EXPECT_EQ(bench.text("{{d}:format}"), "4/21/2012");
  EXPECT_EQ(bench.text("{{d}:format(“yyyy”)}"), "2012");
  EXPECT_EQ(bench.text("{{s}:format(C)}"), "Derek Clark");
  EXPECT_EQ(bench.text("{{d}:offset(-10.1\\:5\\:10)}"), "4/11/2012 10:20:33 PM");
  EXPECT_EQ(bench.text("{{d}:offset(1):format(dd)}"), "22");
}

TEST(Formatter, WorksOnTexts) {
  Bench bench;
  EXPECT_EQ(bench.text("{{s}:substring(0,5)}"), "Derek");
  EXPECT_EQ(bench.text("{{s}:substring(6)}"), "Clark");
  EXPECT_EQ(bench.text("{{s}:substring(6, 100)}"), "Clark");
  EXPECT_EQ(bench.text("{{s}:substring(100)}"), "");
  EXPECT_EQ(bench.text("{{emoji}:substring(1,1)}"), "😀");
  EXPECT_EQ(bench.text("{{arr}:join(, )}"), "1, 2, 3");
  EXPECT_EQ(bench.text("{{arr}:join( - )}"), "1 - 2 - 3");
  EXPECT_EQ(bench.text("{{people}:join(, )}"), "");
  EXPECT_EQ(bench.text("{{s}:map(a = b, “Derek Clark” = “D. C., x”)}"), "D. C., x");
  EXPECT_EQ(bench.text("{{n}:map(7 = seven)}"), "8");
  EXPECT_EQ(bench.text("{{n}:padLeft(4, 0)}"), "0008");
  EXPECT_EQ(bench.text("{{s}:hide}"), "");
  EXPECT_EQ(bench.text("{{Sig:x}:keep-token}"), "{{Sig:x}}");
}

TEST(Formatter, ChoosesByTruthAndEmptiness) {
  Bench bench;
  EXPECT_EQ(bench.text("{{t}:bool(yes,no,maybe)}"), "yes");
  EXPECT_EQ(bench.text("{{no}:bool(yes,no,maybe)}"), "maybe");
  EXPECT_EQ(bench.text("{{no}:bool(yes,no)}"), "");
  for (const auto* token : {"{{no}:empty(N/A)}", "{{e}:empty(N/A)}", "{{none}:empty(N/A)}", "{{gone}:empty(N/A)}"})
    EXPECT_EQ(bench.text(token), "N/A") << token;
  EXPECT_EQ(bench.text("{{s}:empty(N/A)}"), "Derek Clark");
}

TEST(Formatter, AddsASchemeToAddressesAndDropsWhatIsNone) {
  Bench bench(
      R"j({"a":"ya.ru","b":".net","c":"https://x.y/z?q=1","d":"javascript:alert(1)","e":"a b","f":"host:8080/p","g":"mailto:a@b.c","h":"JavaScript:x"})j");
  EXPECT_EQ(bench.text("{{a}:url}"), "http://ya.ru");
  EXPECT_EQ(bench.text("{{c}:url}"), "https://x.y/z?q=1");
  EXPECT_EQ(bench.text("{{f}:url}"), "http://host:8080/p");
  EXPECT_EQ(bench.text("{{g}:url}"), "mailto:a@b.c");
  for (const auto* token : {"{{b}:url}", "{{d}:url}", "{{e}:url}", "{{h}:url}"}) EXPECT_EQ(bench.apply(token).kind, Kind::Nothing) << token;
}

TEST(Formatter, HidesBlocks) {
  Bench bench;
  EXPECT_EQ(bench.apply("{{s}:hide-block-if(Derek Clark)}").kind, Kind::HideBlock);
  EXPECT_EQ(bench.apply("{{s}:hide-block-if(“x”)}").kind, Kind::Nothing);
  EXPECT_EQ(bench.apply("{{t}:hide-block-if(TRUE)}").kind, Kind::HideBlock);
  EXPECT_EQ(bench.apply("{{n}:hide-block-if(7, 8.0)}").kind, Kind::HideBlock);
  EXPECT_EQ(bench.apply("{{arr}:hide-block-if([1, 2, 3])}").kind, Kind::HideBlock);
  EXPECT_EQ(bench.apply("{{arr}:hide-block-if(1, 2, 3)}").kind, Kind::HideBlock);
  EXPECT_EQ(bench.apply("{{arr}:hide-block-if([1, 2])}").kind, Kind::Nothing);
  EXPECT_EQ(bench.apply("{{s}:hide-block-if-not(x)}").kind, Kind::HideBlock);
  EXPECT_EQ(bench.apply("{{none}:hide-block-if-empty}").kind, Kind::HideBlock);
  EXPECT_EQ(bench.apply("{{gone}:hide-block-if-empty}").kind, Kind::HideBlock);
  EXPECT_EQ(bench.apply("{{no}:collapse:hide}").kind, Kind::HideBlock);
  EXPECT_EQ(bench.apply("{{s}:collapse:hide}").kind, Kind::Nothing);
  EXPECT_EQ(bench.text("{{s}:collapse}"), "Derek Clark");
}

TEST(Formatter, MergesOnlyNulls) {
  Bench bench;
  EXPECT_EQ(bench.apply("{{no}:merge-nulls}").kind, Kind::MergeLeft);
  EXPECT_EQ(bench.apply("{{no}:span-nulls}").kind, Kind::MergeUp);
  EXPECT_EQ(bench.apply("{{n}:span-nulls}").kind, Kind::Number);
}

TEST(Formatter, AsksForPicturesAndCodes) {
  Bench bench;
  const auto picture = bench.apply("{{png}:pictureCompress(50, 20)}");
  ASSERT_EQ(picture.kind, Kind::Picture);
  EXPECT_EQ(picture.picture.width, 50);
  EXPECT_EQ(picture.picture.height, 20);
  EXPECT_TRUE(picture.picture.compress);
  EXPECT_EQ(picture_bytes(picture.picture, bench.context)->extension, "png");
  EXPECT_EQ(bench.apply("{{no}:picture}").kind, Kind::Nothing);
  const auto code = bench.apply("{{n}:barcode(Code128, 200, 100)}");
  EXPECT_EQ(code.barcode.type, "CODE128");
  EXPECT_EQ(code.barcode.text, "8");
  EXPECT_EQ(bench.apply("{{s}:qrcode(3)}").qr_code.module, 3);
}

TEST(Formatter, GetsAValuesProperties) {
  Bench bench;
  EXPECT_EQ(bench.text("{{s.Length}}"), "11");
  EXPECT_EQ(bench.text("{{s.ToUpper}}"), "DEREK CLARK");
  EXPECT_EQ(bench.text("{{pad.Trim}}"), "x");
  EXPECT_EQ(bench.text("{{arr.Length}}"), "3");
  EXPECT_EQ(bench.text("{{people.Length}}"), "2");
  EXPECT_EQ(bench.text("{{d.DayOfWeek}}"), "Saturday");
  EXPECT_EQ(bench.text("{{d.TimeOfDay}}"), "23:25:43");
  EXPECT_EQ(bench.text("{{d.ToShortDateString}}"), "4/21/2012");
  EXPECT_EQ(bench.text("{{d.Date}:format(MM/dd)}"), "04/21");
  EXPECT_EQ(bench.text("{{d.ToFileTimeUtc}}"), "129795243430000000");
  EXPECT_EQ(bench.apply("{{no.Length}}").kind, Kind::Nothing);
}

TEST(Formatter, TreatsAMissingNameAsThePolicySays) {
  Bench bench;
  EXPECT_EQ(bench.apply("{{gone.name}}").kind, Kind::Keep);
  EXPECT_EQ(bench.context.warnings.list().size(), 1U);
  bench.context.missing = MissingValue::Remove;
  EXPECT_EQ(bench.apply("{{gone}:format(C)}").kind, Kind::Nothing);
  bench.context.missing = MissingValue::Error;
  const auto tokens = find_tokens("{{gone}}", Dialect::Classic);
  auto outcome = apply_token(tokens[0], Scope(bench.context.data), bench.context);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code(), ErrorCode::BadRequest);
  EXPECT_THAT(outcome.error().message(), testing::HasSubstr("“gone”"));
}

TEST(Formatter, LeavesTheValueWhereAFormatterIsUnknownOrUnsuitable) {
  Bench bench;
  EXPECT_EQ(bench.text("{{s}:formt(C)}"), "Derek Clark");
  EXPECT_EQ(bench.text("{{n}:offset(1)}"), "8");
  EXPECT_EQ(bench.text("{{n}:format(Q9)}"), bench.text("{{n}:format(Q9)}"));
  EXPECT_GE(bench.context.warnings.list().size(), 2U);
}

TEST(Formatter, PrintsSystemTokens) {
  Bench bench;
  bench.context.now = *DateTime::of(2026, 11, 27, 12);
  bench.context.number = 42;
  EXPECT_EQ(bench.text("{{@date}:format(dd.MM.yyyy hh:mm)}"), "27.11.2026 12:00");
  EXPECT_EQ(bench.text("{{@number}}"), "42");
}

TEST(Path, TakesTheInnermostBindingItBeginsWith) {
  Bench bench;
  const Scope all(bench.context.data);
  const auto people = repetition_of(all, {"people", "name"});
  ASSERT_TRUE(people);
  EXPECT_EQ(people->prefix, Path{"people"});
  const Scope bob(all, people->prefix, people->items->items()[1]);
  EXPECT_EQ(resolve(bob, {"people", "name"}).value().text(), "Bob");
  EXPECT_TRUE(resolve(bob, {"people", "age"}).missing());
  EXPECT_EQ(resolve(bob, {"s"}).value().text(), "Derek Clark");
  EXPECT_FALSE(repetition_of(bob, {"people", "name"}));
  for (const auto& path : {Path{"people"}, Path{"people", "Length"}, Path{"grid"}, Path{"arr"}, Path{"gone", "x"}})
    EXPECT_FALSE(repetition_of(all, path));
  EXPECT_EQ(repetition_of(all, {"none", "x"})->items->size(), 0U);
  EXPECT_EQ(bench.text("{{people.name}}"), "Ann");
}

TEST(ModernFormatter, PrintsExpressionsAndHides) {
  Bench bench(R"({"date value":"2012-04-21T18:25:43Z","num":8,"items":[{"p":2},{"p":3}],"a-b":1})", Dialect::Modern);
  EXPECT_EQ(bench.text("{{[date value]|format(dd.MM.yyyy)}}"), "21.04.2012");
  EXPECT_EQ(bench.text("{{[num+1]|format(C)}}"), "$9.00");
  EXPECT_EQ(bench.text("{{num|format(hh:mm)}}"), bench.text("{{num|format(hh:mm)}}"));
  EXPECT_EQ(bench.text("{{items.p|sum()}}"), "5");
  EXPECT_EQ(bench.text("{{items|count()}}"), "2");
  EXPECT_EQ(bench.text("{{a-b}}"), "1");
  EXPECT_EQ(bench.apply("{{#hide-if num > 7}}").kind, Kind::HideBlock);
  EXPECT_EQ(bench.apply("{{#hide-if num > 8}}").kind, Kind::Nothing);
  EXPECT_EQ(bench.apply("{{#qrcode num 150}}").qr_code.width, 150);
  EXPECT_EQ(bench.apply("{{#barcode num \"EAN13\" 300}}").barcode.height, 300);
  EXPECT_EQ(bench.apply("{{gone}}").kind, Kind::Keep);
  EXPECT_EQ(bench.text("{{x y|keep-token}}"), "{{x y}}");
}

TEST(Alias, DefinesNamesAndPropertiesOfEachItem) {
  Bench bench(
      R"({"order":{"items":[{"q":2,"p":10},{"q":1,"p":5}],"status":"Active"},"colors":[{"name":"red"},{"name":"green"},{"name":"blue"}]})",
      Dialect::Modern);
  const auto define = [&](std::string_view text, Dialect dialect) {
    const auto tokens = find_tokens(text, dialect);
    ASSERT_EQ(tokens.size(), 1U) << text;
    ASSERT_TRUE(apply_alias(tokens[0], bench.context));
  };
  define("{{order.isValid = order.items|count() > 0 and order.status == \"Active\"}}", Dialect::Modern);
  EXPECT_EQ(bench.text("{{order.isValid}}"), "True");
  define("{{order.items.sum = order.items.q * order.items.p}}", Dialect::Modern);
  EXPECT_EQ(bench.text("{{order.items.sum|join(+)}}"), "20+5");
  EXPECT_EQ(bench.text("{{order.items|sum(sum)}}"), "25");
  define("{{some = colors|filter(value.name != “green”)}}", Dialect::Classic);
  EXPECT_EQ(bench.text("{{some|count()}}"), "2");
  define("{{one = colors|at(1)}}", Dialect::Classic);
  EXPECT_EQ(bench.text("{{one.name}}"), "green");
  define("{{order.status.x = 1}}", Dialect::Modern);
  EXPECT_EQ(bench.context.warnings.list().size(), 1U);
}

TEST(Alias, IsBoundedInNumber) {
  Bench bench("{}");
  bench.context.aliases = 2;
  const auto tokens = find_tokens("{{a = a}}", Dialect::Classic);
  EXPECT_TRUE(apply_alias(tokens[0], bench.context));
  EXPECT_TRUE(apply_alias(tokens[0], bench.context));
  EXPECT_EQ(apply_alias(tokens[0], bench.context).error().code(), ErrorCode::InputTooComplex);
}

TEST(Picture, RefusesWhatIsNoPicture) {
  Context context;
  for (const auto* source : {"", "abc!", "http://x/y.png", "data:image/png,abc", "QUJDREVGR0hJSktMTU5PUA=="})
    EXPECT_FALSE(picture_bytes({.source = source}, context)) << source;
  EXPECT_TRUE(picture_bytes({.source = "data:image/png;base64, iVBORw0KGgoAAAAN\nSUhEUgAAAAEAAAAB"}, context));
}

}  // namespace docmill::templating
