#include "templating/token.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/small_letters.h"
#include "templating/characters.h"
#include "templating/dialect_tokens.h"
#include "templating/expression.h"
#include "templating/expression_tree.h"
#include "templating/functions.h"

namespace docmill::templating {

namespace {

constexpr std::size_t kMostComplaints = 100;

bool opens_token(std::string_view text, std::size_t at) {
  return at + 1 < text.size() && text[at] == text[at + 1] && (text[at] == '{' || text[at] == '[');
}

std::optional<Dialect> dialect_of(std::string_view text, std::size_t open) {
  const auto inner = trimmed(text.substr(open + 2, 200));
  if (inner.starts_with('[')) return Dialect::Modern;
  for (const std::string_view word : {"#if", "#else", "#hide-if", "#qrcode", "#barcode", "/if"})
    if (inner.starts_with(word)) return Dialect::Modern;
  const auto end = inner.find_first_of("|}={");
  if (end == std::string_view::npos || !parse_path(inner.substr(0, end))) return std::nullopt;
  if (inner[end] == '|' && inner.substr(end, 2) != "||") return Dialect::Modern;
  if (inner[end] == '}' && inner.substr(end, 2) == "}:") return Dialect::Classic;
  if (inner[end] == '=' && inner.substr(0, end).find('.') != std::string_view::npos) return Dialect::Modern;
  return std::nullopt;
}

/// What looks like the beginning of a token and is none. Three braces are one brace and a token; square brackets are often just that.
void complain_of_braces(std::string_view text, std::size_t at, Dialect dialect, std::vector<std::string>* complaints) {
  if (text[at] != '{' || at + 2 >= text.size() || text[at + 2] == '{') return;
  constexpr std::size_t kShown = 60;
  auto shown = text.substr(at, kShown);
  if (const auto end = shown.find("}}"); end != std::string_view::npos) shown = shown.substr(0, end + 2);
  while (!shown.empty() && at + shown.size() < text.size() && (static_cast<unsigned char>(text[at + shown.size()]) & 0xC0U) == 0x80U)
    shown.remove_suffix(1);
  complain(complaints, shown,
           fmt::format("It is no token that could be read. If it is meant to stay, write {}.",
                       dialect == Dialect::Classic ? "{{…}:keep-token}" : "{{…|keep-token}}"));
}

}  // namespace

bool Token::has_call(std::string_view name) const {
  return std::ranges::any_of(calls, [&](const Call& call) { return same_but_for_case(call.name, name); });
}

void complete(Token& token) {
  if (!token.path.empty() && token.kind != TokenKind::Alias) token.paths.push_back(token.path);
  if (token.expression) token.paths.insert(token.paths.end(), token.expression->paths().begin(), token.expression->paths().end());
  // A list that a function takes whole does not repeat.
  const auto* first = token.calls.empty() || !token.calls[0].parsed ? nullptr : find_function(token.calls[0].name);
  if (first != nullptr && first->whole_list && !token.path.empty()) std::erase(token.paths, token.path);
  for (const auto& call : token.calls) collect_paths(call, token.paths);
  token.marks = {.page = token.has_call("page"),
                 .sheet = token.has_call("sheet"),
                 .horizontal_resize = token.has_call("horizontal-resize"),
                 .fixed = token.has_call("fixed"),
                 .merge_nulls = token.has_call("merge-nulls"),
                 .span_nulls = token.has_call("span-nulls")};
}

void complain(std::vector<std::string>* complaints, std::string_view token, std::string_view why) {
  if (complaints == nullptr || complaints->size() >= kMostComplaints) return;
  complaints->push_back(fmt::format("“{}” is left as text. {}", token.substr(0, 200), why));
}

bool may_have_tokens(std::string_view text) {
  return text.find("{{") != std::string_view::npos || text.find("[[") != std::string_view::npos;
}

std::optional<Dialect> guess_dialect(std::string_view text) {
  std::optional<Dialect> guess;
  for (auto at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at + 2)) {
    const auto dialect = dialect_of(text, at);
    if (dialect == Dialect::Modern) return dialect;  // a Classic token reads in no other way; a Modern one may look Classic
    if (dialect) guess = dialect;
  }
  return guess;
}

std::vector<Token> find_tokens(std::string_view text, Dialect dialect, std::vector<std::string>* complaints) {
  std::vector<Token> tokens;
  const auto* opening = dialect == Dialect::Classic ? "{[" : "{";
  for (std::size_t at = 0; (at = text.find_first_of(opening, at)) != std::string_view::npos;) {
    const auto told = complaints == nullptr ? 0 : complaints->size();
    auto token = !opens_token(text, at)        ? std::nullopt
                 : dialect == Dialect::Classic ? classic_token_at(text, at, complaints)
                                               : modern_token_at(text, at, complaints);
    if (!token) {
      if (opens_token(text, at) && complaints != nullptr && complaints->size() == told) complain_of_braces(text, at, dialect, complaints);
      ++at;
      continue;
    }
    at = token->end;
    token->source = text.substr(token->begin, token->end - token->begin);
    tokens.push_back(*std::move(token));
  }
  return tokens;
}

}  // namespace docmill::templating
