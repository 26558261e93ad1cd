#include "templating/token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/expression.h"

namespace docmill::templating {

namespace {

using ::testing::ElementsAre;

std::vector<std::string> written(std::string_view text, Dialect dialect) {
  std::vector<std::string> found;
  for (const auto& token : find_tokens(text, dialect)) found.emplace_back(text.substr(token.begin, token.end - token.begin));
  return found;
}

Token only_token(std::string_view text, Dialect dialect) {
  auto tokens = find_tokens(text, dialect);
  EXPECT_EQ(tokens.size(), 1U) << text;
  return tokens.empty() ? Token{} : tokens[0];
}

}  // namespace

TEST(ClassicToken, IsFoundAmongTextAndBesideAnother) {
  EXPECT_THAT(written("Dear {{first}}{{last}}, [[a.b]] and [sig|req] [x]", Dialect::Classic),
              ElementsAre("{{first}}", "{{last}}", "[[a.b]]"));
  EXPECT_THAT(written("{{{name}}}", Dialect::Classic), ElementsAre("{{name}}"));
}

TEST(ClassicToken, HasPathAndFormattersWithTheirRawArguments) {
  const auto token = only_token("on {{ item.date\xC2\xA0}:format(hh\\:mm (z)):offset(-1):hide}.", Dialect::Classic);
  EXPECT_THAT(token.path, ElementsAre("item", "date"));
  ASSERT_EQ(token.calls.size(), 3U);
  EXPECT_EQ(token.calls[0].name, "format");
  EXPECT_EQ(token.calls[0].arguments, "hh\\:mm (z)");
  EXPECT_EQ(token.calls[1].arguments, "-1");
  EXPECT_EQ(token.calls[2].name, "hide");
}

TEST(ClassicToken, TakesABareColonAndUnpairedParenthesesInArguments) {
  EXPECT_EQ(only_token("{{d}:format(dd.MM.yyyy hh:mm)}", Dialect::Classic).calls[0].arguments, "dd.MM.yyyy hh:mm");
  EXPECT_EQ(only_token("{{d}:map(:\\( = sad, :-( = sad)}", Dialect::Classic).calls[0].arguments, ":\\( = sad, :-( = sad");
  EXPECT_EQ(only_token("{{n}:format(#,##0;(#,##0))}", Dialect::Classic).calls[0].arguments, "#,##0;(#,##0)");
}

TEST(ClassicToken, MayHaveBlanksAroundItsFormatters) {
  const auto token = only_token(
      "{{d} : format(dd.MM.yyyy (ddd)) :\xC2\xA0"
      "empty(none) }",
      Dialect::Classic);
  ASSERT_EQ(token.calls.size(), 2U);
  EXPECT_EQ(token.calls[0].arguments, "dd.MM.yyyy (ddd)");
  EXPECT_EQ(token.calls[1].name, "empty");
  EXPECT_EQ(only_token("{{n}:format(N2): hide}", Dialect::Classic).calls[0].arguments, "N2");
  EXPECT_THAT(written("{{a} } {{a} : see below} {{a} :}", Dialect::Classic), ElementsAre());
}

TEST(ClassicToken, LeavesWhatIsMalformedAsText) {
  for (const auto* text :
       {"{{", "{{a", "{{a}", "{{a}:", "{{a}:format(", "{{a}:format(x}", "{{a}:(x)}", "{{a b}}", "{{}}", "{{a..b}}", "{{.a}}", "{{-}}",
        "{{#if a}}", "{{a|format(C)}}", "{{Sig_es_:signer1:signature}}", "{{a = }}", "{{a}x}", "{{a]]"})
    EXPECT_THAT(written(text, Dialect::Classic), ElementsAre()) << text;
}

TEST(ClassicToken, SaysWhatLooksLikeATokenAndIsNone) {
  const auto said = [](std::string_view text, Dialect dialect) {
    std::vector<std::string> complaints;
    find_tokens(text, dialect, &complaints);
    return complaints;
  };
  EXPECT_THAT(said("a {{n}:format(N2} b", Dialect::Classic), ElementsAre(::testing::StartsWith("“{{n}:format(N2} b” is left as text.")));
  EXPECT_THAT(said("{{a b}} {{c}}", Dialect::Classic), ElementsAre(::testing::StartsWith("“{{a b}}” is left as text.")));
  EXPECT_THAT(said("{{b * }}", Dialect::Modern).size(), 1U);
  for (const auto* fine : {"{{{name}}}", "[[x y]] {{a}}", "{{Sig:x}:keep-token}", "{{", "{ {", "x {{a}} {{b}:hide}"})
    EXPECT_THAT(said(fine, Dialect::Classic), ElementsAre()) << fine;
}

TEST(ClassicToken, KeepsAForeignTagUnread) {
  const auto token = only_token("{{Sig_es_:signer1:signature}:keep-token}", Dialect::Classic);
  EXPECT_EQ(token.body, "Sig_es_:signer1:signature");
  EXPECT_TRUE(token.has_call("keep-token"));
}

TEST(ClassicToken, DefinesAnAlias) {
  const auto token = only_token("{{some = colors|filter(value.name != “green”)}}", Dialect::Classic);
  EXPECT_EQ(token.kind, TokenKind::Alias);
  EXPECT_THAT(token.path, ElementsAre("some"));
  EXPECT_TRUE(token.is_control());
  EXPECT_NE(token.expression, nullptr);
}

TEST(ClassicToken, KnowsItsMarksAndEquals) {
  EXPECT_TRUE(only_token("{{a.b}:sheet}", Dialect::Classic).marks.sheet);
  EXPECT_TRUE(only_token("{{a.b}:horizontal-resize}", Dialect::Classic).marks.horizontal_resize);
  EXPECT_TRUE(only_token("{{a.b}:merge-nulls}", Dialect::Classic).marks.merge_nulls);
  EXPECT_TRUE(only_token("{{equals}}", Dialect::Classic).is_equals());
}

TEST(ClassicToken, AcceptsLettersOfAllLanguages) {
  EXPECT_THAT(only_token("{{заказ.имя_клиента}}", Dialect::Classic).path, ElementsAre("заказ", "имя_клиента"));
}

TEST(ModernToken, TellsItsKinds) {
  const auto kinds = [](std::string_view text) {
    std::vector<TokenKind> found;
    for (const auto& token : find_tokens(text, Dialect::Modern)) found.push_back(token.kind);
    return found;
  };
  EXPECT_THAT(kinds("{{#if a > 1}}x{{#else}}y{{/if}}{{#hide-if b == \"}}\"}}{{n = a|count()}}{{a.b}}"),
              ElementsAre(TokenKind::If, TokenKind::Else, TokenKind::EndIf, TokenKind::HideIf, TokenKind::Alias, TokenKind::Value));
}

TEST(ModernToken, AnElseHasAConditionBehindIfOnly) {
  std::vector<std::string> complaints;
  const auto tokens = find_tokens("{{#if a}}x{{#else if b > 1}}y{{#else b}}z{{/if}}", Dialect::Modern, &complaints);
  ASSERT_EQ(tokens.size(), 3U);
  EXPECT_EQ(tokens[1].kind, TokenKind::Else);
  EXPECT_THAT(tokens[1].paths, ElementsAre(Path{"b"}));
  ASSERT_EQ(complaints.size(), 1U);
  EXPECT_THAT(complaints[0], testing::HasSubstr("{{#else if …}}"));
}

TEST(ModernToken, HasAPathAndFunctions) {
  const auto token = only_token("{{date|offset(1)|format(hh:mm)}}", Dialect::Modern);
  EXPECT_THAT(token.path, ElementsAre("date"));
  ASSERT_EQ(token.calls.size(), 2U);
  EXPECT_EQ(token.calls[1].arguments, "hh:mm");
}

TEST(ModernToken, ReadsBarcodesAndTheirArguments) {
  const auto token = only_token("{{#barcode item.code \"CODE 128\" 300 100}}", Dialect::Modern);
  EXPECT_THAT(token.arguments, ElementsAre("CODE 128", "300", "100"));
  EXPECT_THAT(token.paths, ElementsAre(Path{"item", "code"}));
  EXPECT_EQ(only_token("{{#qrcode link 150}}", Dialect::Modern).kind, TokenKind::QrCode);
}

TEST(ModernToken, RepeatsForWhatItNamesButNotForListsHandedToFunctions) {
  EXPECT_THAT(only_token("{{[items.qty * items.price]|format(C)}}", Dialect::Modern).paths,
              testing::IsSupersetOf({Path{"items", "qty"}, Path{"items", "price"}}));
  EXPECT_THAT(only_token("{{items.price|sum()}}", Dialect::Modern).paths, ElementsAre());
  EXPECT_THAT(only_token("{{[items.price|sum() + 1]}}", Dialect::Modern).expression->plain_path(), nullptr);
}

TEST(ModernToken, ComplainsOfWhatItCannotRead) {
  std::vector<std::string> complaints;
  EXPECT_TRUE(find_tokens("{{#if a ==}} {{#loop x}} {{(a}}", Dialect::Modern, &complaints).empty());
  ASSERT_EQ(complaints.size(), 3U);
  EXPECT_THAT(complaints[0], testing::HasSubstr("At character 5"));
}

TEST(Dialect, IsGuessedFromTheText) {
  EXPECT_EQ(guess_dialect("Hello {{name}}"), std::nullopt);
  EXPECT_EQ(guess_dialect("{{n}:format(C)} {{a = b|top(1)}}"), Dialect::Classic);
  for (const auto* text : {"{{n|format(C)}}", "{{#if x}}", "{{#hide-if x}}", "{{[a b]}}", "{{order.ok = a}}"})
    EXPECT_EQ(guess_dialect(text), Dialect::Modern) << text;
}

TEST(Tokens, AreFoundHoweverManyThereAre) {
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "{{a.b}:format(C)} ";
  EXPECT_EQ(find_tokens(many, Dialect::Classic).size(), 100'000U);
}

/// Where each beginning is looked at again from all before it, four million characters take the test program beyond its time limit.
TEST(Tokens, BeginningsWithoutAnEndAreReadOnce) {
  for (const auto* piece : {"{{", "{{a}:f(", "{{a}:f((", "[[", "{{\"", "{{a|f(", "{{a == \"x", "{{[", "{{a = b|filter("}) {
    std::string hostile;
    while (hostile.size() < 500'000) hostile += piece;
    EXPECT_TRUE(find_tokens(hostile, Dialect::Classic).empty()) << piece;
    EXPECT_TRUE(find_tokens(hostile, Dialect::Modern).empty()) << piece;
    guess_dialect(hostile);
  }
}

TEST(Arguments, AreCutOutsideOfQuotesAndBrackets) {
  EXPECT_THAT(split_arguments("a, “b, c” , 'd', [1, 2], don't, x\\,y"), ElementsAre("a", "b, c", "d", "[1, 2]", "don't", "x,y"));
  EXPECT_THAT(split_arguments("  "), ElementsAre());
  EXPECT_THAT(split_arguments(":( = sad, b"), ElementsAre(":( = sad", "b"));
}

}  // namespace docmill::templating
