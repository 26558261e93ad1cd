// {{path|f(…)}}, {{[expression]|f}}, {{name = expression}}, {{#if …}}, {{#else if …}}, {{#else}}, {{/if}}, {{#hide-if …}}, {{#barcode …}},
// {{#qrcode …}}.
#include <array>

#include "base/small_letters.h"
#include "templating/characters.h"
#include "templating/dialect_tokens.h"
#include "templating/expression.h"
#include "templating/expression_tree.h"

namespace docmill::templating {

namespace {

struct ModernTag {
  std::string_view word;
  TokenKind kind;
};
constexpr std::array kModernTags = {ModernTag{"#if", TokenKind::If},           ModernTag{"#else", TokenKind::Else},
                                    ModernTag{"/if", TokenKind::EndIf},        ModernTag{"#hide-if", TokenKind::HideIf},
                                    ModernTag{"#barcode", TokenKind::Barcode}, ModernTag{"#qrcode", TokenKind::QrCode}};

/// Where the two closing braces stand; quoted ones do not count, unless the quote is never closed. Stops at the next token's beginning.
std::optional<std::size_t> modern_end(std::string_view text, std::size_t from) {
  for (const bool heed_quotes : {true, false}) {
    bool quoted = false;
    for (auto at = from; at + 1 < text.size() && at - from <= kLongestToken;) {
      if (!quoted && text[at] == '}' && text[at + 1] == '}') return at;
      if (!quoted && text[at] == '{' && text[at + 1] == '{') break;
      const bool is_quote = heed_quotes && quote_at(text, at).kind == Quote::Double;
      if (is_quote) quoted = !quoted;
      at += text[at] == '\\' && quoted ? 2 : character_at(text, at);
    }
  }
  return std::nullopt;
}

/// Words apart by blanks that stand outside of quotes, brackets and parentheses.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  int depth = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); at += character_at(text, at)) {
    if (quote_at(text, at).kind == Quote::Double) quoted = !quoted;
    if (quoted) continue;
    depth += text[at] == '(' || text[at] == '[' ? 1 : text[at] == ')' || text[at] == ']' ? -1 : 0;
    const auto blank = blank_at(text, at);
    if (blank == 0 || depth > 0) continue;
    if (at > begin) words.push_back(text.substr(begin, at - begin));
    begin = at + blank;
  }
  if (begin < text.size()) words.push_back(text.substr(begin));
  return words;
}

Result<std::shared_ptr<const Expression>> parsed(std::string_view text) {
  auto expression = Expression::parse(text);
  if (!expression) return Failed(expression.error());
  return std::make_shared<const Expression>(*std::move(expression));
}

/// The equals sign of a definition: behind a path, and not part of `==`.
std::optional<Path> defined_name(std::string_view inner, std::size_t& behind) {
  const auto sign = inner.find('=');
  if (sign == std::string_view::npos || inner.substr(sign, 2) == "==") return std::nullopt;
  auto name = trimmed(inner.substr(0, sign));
  if (name.starts_with('[') && name.ends_with(']') && name.size() > 2)
    name = name.substr(1, name.size() - 2);
  else if (!parse_path(name))
    return std::nullopt;
  behind = sign + 1;
  auto path = parse_path(name);
  return path ? path : Path{std::string(trimmed(name))};
}

Result<void> read_tag(Token& token, std::string_view rest) {
  if (token.kind == TokenKind::EndIf) return {};
  if (token.kind == TokenKind::Else) {
    if (rest.empty()) return {};
    if (!rest.starts_with("if") || rest.size() == 2 || blank_at(rest, 2) == 0)
      return Failed(fail(ErrorCode::BadRequest, "Write {{#else}}, or {{#else if …}} with its condition."));
    rest = trimmed(rest.substr(2));
  }
  if (token.kind == TokenKind::Barcode || token.kind == TokenKind::QrCode) {
    const auto words = words_of(rest);
    if (words.empty()) return Failed(fail(ErrorCode::BadRequest, "It needs a value, as in {{#qrcode link 150}}."));
    for (const auto word : std::span(words).subspan(1)) token.arguments.emplace_back(without_quotes(word));
    rest = words[0];
  }
  auto expression = parsed(rest);
  if (!expression) return Failed(expression.error());
  token.expression = *std::move(expression);
  return {};
}

Result<void> read_definition(Token& token, Path name, std::string_view right) {
  auto expression = parsed(right);
  if (!expression) return Failed(expression.error());
  token.kind = TokenKind::Alias;
  token.path = std::move(name);
  token.expression = *std::move(expression);
  return {};
}

/// A path with hyphens may as well be a difference: the data decides, so the expression is kept beside it.
Result<void> read_value(Token& token, std::string_view inner) {
  const auto bar = inner.find('|');
  const auto head = inner.substr(0, bar);
  if (auto path = parse_path(head); path && head.find("||") == std::string_view::npos) {
    if (auto calls = parse_calls(bar == std::string_view::npos ? std::string_view() : inner.substr(bar))) {
      token.path = *std::move(path);
      token.calls = *std::move(calls);
      if (head.find('-') == std::string_view::npos) return {};
      if (auto difference = parsed(head)) token.expression = *std::move(difference);
      return {};
    }
  }
  auto expression = Expression::parse(inner);
  if (!expression) return Failed(expression.error());
  token.calls = expression->take_calls();
  if (const auto* path = expression->plain_path(); path != nullptr && path->front().front() != '@') token.path = *path;
  if (token.path.empty()) token.expression = std::make_shared<const Expression>(*std::move(expression));
  return {};
}

Result<void> read_inner(Token& token, std::string_view inner) {
  for (const auto& tag : kModernTags) {
    if (!inner.starts_with(tag.word) || (inner.size() > tag.word.size() && blank_at(inner, tag.word.size()) == 0)) continue;
    token.kind = tag.kind;
    return read_tag(token, trimmed(inner.substr(tag.word.size())));
  }
  if (inner.starts_with('#') || inner.starts_with('/'))
    return Failed(fail(ErrorCode::BadRequest, "There is no such tag; there are #if, #else, /if, #hide-if, #barcode and #qrcode."));
  std::size_t behind = 0;
  if (auto name = defined_name(inner, behind)) return read_definition(token, *std::move(name), inner.substr(behind));
  return read_value(token, inner);
}

}  // namespace

std::optional<Token> modern_token_at(std::string_view text, std::size_t at, std::vector<std::string>* complaints) {
  const auto end = modern_end(text, at + 2);
  if (!end) return std::nullopt;
  const auto body = text.substr(at + 2, *end - at - 2);
  Token token;
  token.begin = at;
  token.end = *end + 2;
  token.body = std::string(body);
  // {{value:signature}|keep-token}} need not be readable.
  if (const auto bar = body.rfind('|'); bar != std::string_view::npos && same_but_for_case(trimmed(body.substr(bar + 1)), "keep-token")) {
    token.body = std::string(body.substr(0, bar));
    token.calls.push_back({.name = "keep-token"});
    return token;
  }
  const auto inner = trimmed(body);
  if (inner.empty()) return std::nullopt;
  if (auto read = read_inner(token, inner); !read) {
    complain(complaints, text.substr(at, token.end - at), read.error().message());
    return std::nullopt;
  }
  if (token.calls.size() > kMostCalls) return std::nullopt;
  complete(token);
  return token;
}

}  // namespace docmill::templating
