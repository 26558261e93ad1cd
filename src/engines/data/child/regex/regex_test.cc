#include "engines/data/child/regex/regex.h"

#include <gmock/gmock.h>

#include "engines/data/child/regex/replacement.h"

namespace docmill::engines::data {
namespace {

using testing::HasSubstr;

/// Every match with its groups: "12-3(12,3)".
std::string matches(std::string_view pattern, std::string_view text) {
  const auto regex = Regex::compile(pattern);
  if (!regex) return "refused: " + regex.error().message();
  std::string all;
  std::size_t count = 0;
  const auto done = regex->for_each(text, [&](const Match& match) -> Result<bool> {
    all += (count++ == 0 ? "" : "|") + std::string(match.whole());
    const char* separator = "(";
    for (const auto& group : regex->pattern().groups) {
      all += std::exchange(separator, ",") + std::string(match.group(group));
    }
    if (!regex->pattern().groups.empty()) all += ")";
    return true;
  });
  return done ? all : "failed: " + done.error().message();
}

std::string replaced(std::string_view pattern, std::string_view text, std::string_view with) {
  const auto regex = Regex::compile(pattern);
  if (!regex) return "refused: " + regex.error().message();
  const Replacement replacement(with, regex->pattern());
  std::string out;
  std::size_t from = 0;
  const auto put = [&](std::string_view piece) { out += piece; };
  EXPECT_TRUE(regex->for_each(text, [&](const Match& match) -> Result<bool> {
    put(text.substr(from, match.begin() - from));
    replacement.expand(match, text, put);
    from = match.end();
    return true;
  }));
  return out + std::string(text.substr(from));
}

TEST(DotnetRegex, NamedGroupsComeAfterThoseWithoutAName) {
  EXPECT_EQ(matches(R"((?<year>\d+)-(\d+))", "2024-05"), "2024-05(05,2024)");
  EXPECT_EQ(matches(R"((?'a'x)(y)\1\2)", "xyyx"), "xyyx(y,x)") << "numbers in the pattern are .NET's too";
  EXPECT_EQ(matches(R"((?<a>x)\k<a>\k'a')", "xxx"), "xxx(x)");
  EXPECT_EQ(matches(R"((?n)(x)(?<b>y))", "xy"), "xy(y)");
  EXPECT_EQ(matches(R"((?n:(x))(y))", "xy"), "xy(y)");
}

TEST(DotnetRegex, ANameMayBeUsedTwice) {
  EXPECT_EQ(matches(R"((?<v>\d+)cm|(?<v>\d+)kg)", "5cm 7kg"), "5cm(5)|7kg(7)");
  EXPECT_EQ(matches(R"((?:(?<q>")|(?<q>'))x\k<q>)", "'x' \"x\" 'x\""), "'x'(')|\"x\"(\")");
}

TEST(DotnetRegex, OptionsWorkAtTheStartAndInGroups) {
  EXPECT_EQ(matches("(?i)ab", "AB aB"), "AB|aB");
  EXPECT_EQ(matches("(?m)^b$", "a\nb\nc"), "b");
  EXPECT_EQ(matches("(?s)a.b", "a\nb"), "a\nb");
  EXPECT_EQ(matches("(?x) a b # (a comment\n c", "abc"), "abc");
  EXPECT_EQ(matches("(?i:a)b", "Ab AB"), "Ab");
  EXPECT_EQ(matches("(?im-sx)^A", "a\na"), "a|a");
  EXPECT_EQ(matches("a(?#not (this)b", "ab"), "ab");
}

TEST(DotnetRegex, LinesEndWithALineFeedAsInDotnet) {
  EXPECT_EQ(matches("a$", "a\n"), "a");
  EXPECT_EQ(matches("(?m)^", "a\n\n"), "||");
  EXPECT_EQ(matches("a.", "a\r"), "a\r");
  EXPECT_EQ(matches("a*", "baac"), "|aa||");
  EXPECT_EQ(matches("|a", "a"), "|");
}

TEST(DotnetRegex, ClassesSubtractAndKnowNoPosixNames) {
  EXPECT_EQ(matches("[a-z-[aeiou]]+", "hello"), "h|ll");
  EXPECT_EQ(matches("[\\w-[\\d_-[5]]]+", "a15_b"), "a|5|b");
  EXPECT_EQ(matches("[[a]+", "x[a]"), "[a");
  EXPECT_EQ(matches("[]a]+", "]a"), "]a");
  EXPECT_EQ(matches("[^]a]+", "]ab"), "b");
}

TEST(DotnetRegex, EscapesMeanWhatTheyMeanInDotnet) {
  EXPECT_EQ(matches(R"(\u00e9\uD83D\uDE00)", "é\U0001F600"), "é\U0001F600");
  EXPECT_EQ(matches(R"(\x41\101\cA\v[\b])", "AA\x01\x0B\x08"), "AA\x01\x0B\x08");
  EXPECT_EQ(matches(R"(\w+)", "Größe हिन्दी ٣_"), "Größe|हिन्दी|٣_");
  EXPECT_EQ(matches(R"(\p{Lu}\P{Lu}+)", "AbC"), "Ab");
  EXPECT_EQ(matches(R"(\Aa\z)", "a"), "a");
  EXPECT_EQ(matches(R"(\.\-\#\ )", ".-# "), ".-# ");
}

TEST(DotnetRegex, ConditionsAskForGroupsOrLookAhead) {
  EXPECT_EQ(matches(R"x((?<q>")?a(?(q)"|!))x", "\"a\" a!"), "\"a\"(\")|a!()");
  EXPECT_EQ(matches(R"x((")?a(?(1)"|!))x", "\"a\" a!"), "\"a\"(\")|a!()");
  EXPECT_EQ(matches(R"((?(\d)\d\d|x))", "12x"), "12|x");
  EXPECT_EQ(matches(R"((?(?=1)1|x))", "1x"), "1|x");
}

TEST(DotnetRegex, WhatIsWrongIsSaidWithItsPlace) {
  EXPECT_THAT(matches("ab(c", ""), HasSubstr("Pattern, at character 5: a parenthesis is not closed"));
  EXPECT_THAT(matches("üb)c", ""), HasSubstr("at character 3: this ) closes nothing"));
  EXPECT_THAT(matches("a**", "aa"), testing::AnyOf(HasSubstr("at character"), testing::Eq("aa|")));
  EXPECT_THAT(matches("*a", ""), HasSubstr("at character 1: quantifier"));
  EXPECT_THAT(matches("[a", ""), HasSubstr("is not closed"));
  EXPECT_THAT(matches(R"(\h)", ""), HasSubstr("\\h is not known"));
  EXPECT_THAT(matches(R"(a\1)", ""), HasSubstr("no group \"1\""));
  EXPECT_THAT(matches(R"(\k<x>)", ""), HasSubstr("no group \"x\""));
  EXPECT_THAT(matches("(?<a-b>x)", ""), HasSubstr("balancing groups"));
  EXPECT_THAT(matches("(?<1>x)", ""), HasSubstr("give this one a name"));
  EXPECT_THAT(matches(R"(\p{IsGreek})", ""), HasSubstr("\\p{Greek}"));
  EXPECT_THAT(matches("(?<=a+)b", ""), HasSubstr("fixed number of characters"));
  EXPECT_THAT(matches("\\", ""), HasSubstr("ends with a backslash"));
  EXPECT_THAT(matches("\xC3", ""), HasSubstr("UTF-8"));
}

TEST(DotnetRegex, WhatOnlyPcreKnowsIsRefused) {
  for (const auto* pattern : {"(?R)", "(?1)", "(?&a)", "(*UTF)a", "(*FAIL)", "(?C1)", "(?|a|b)", "(?P<a>b)", R"(\Qa\E)", R"(\Ka)", R"(\C)",
                              R"(\X)", R"(\R)", R"(\N)", R"(\g1)", R"(\o{101})"}) {
    EXPECT_THAT(matches(pattern, "a"), testing::StartsWith("refused: Pattern, at character")) << pattern;
  }
}

TEST(DotnetRegex, EveryCutOfAPatternIsReadToItsEndAndNotBeyond) {
  const std::string pattern = R"((?<n>a)(?'m'[b-z-[c]])\k<n>\u00e9\uD83D\uDE00(?(n)x|y)(?i-m:z)(?#c)\x41\p{Lu}\cA\012(?<=q)[\]]{2,3})";
  for (std::size_t size = 0; size <= pattern.size(); ++size) {
    const auto got = matches(std::string(pattern, 0, size), "ab");
    EXPECT_THAT(got, testing::Not(HasSubstr("failed"))) << size;
  }
}

TEST(DotnetRegex, CatastrophicBacktrackingIsAnErrorNotAWait) {
  EXPECT_THAT(matches("(a+)+$", std::string(40, 'a') + "!"), HasSubstr("too many steps"));
  EXPECT_THAT(matches("(x|x)*y", std::string(60, 'x') + "!y"), HasSubstr("too many steps"));
  EXPECT_THAT(matches("((a{1,1000}){1,1000}){1,1000}", "a"), HasSubstr("refused"));
  EXPECT_THAT(matches(std::string(300, '(') + std::string(300, ')'), "a"), HasSubstr("deep"));
}

TEST(DotnetReplacement, AllFormsAreKnown) {
  EXPECT_EQ(replaced(R"((\w+) (?<second>\w+))", "[one two]", "${second} $1 ${1} $2 $$ $& $+"), "[two one one two $ one two two]");
  EXPECT_EQ(replaced("b", "abc", "<$`|$'|$_|$0>"), "a<a|c|abc|b>c");
  EXPECT_EQ(replaced("b", "abc", "$3 ${x} $ ${ $"), "a$3 ${x} $ ${ $c");
  EXPECT_EQ(replaced("(b)", "abc", "$10"), "a$10c") << "no group 10, as in .NET";
  EXPECT_EQ(replaced("b", "abc", ""), "ac");
  EXPECT_EQ(replaced("", "äb", "-"), "-ä-b-");
}

}  // namespace
}  // namespace docmill::engines::data
