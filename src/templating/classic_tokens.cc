// {{body}:formatter(arguments):formatter}, {{name = path|operation(…)}}, and the same in square brackets.
#include "templating/characters.h"
#include "templating/dialect_tokens.h"
#include "templating/expression.h"

namespace docmill::templating {

namespace {

class ClassicReader {
 public:
  ClassicReader(std::string_view text, std::size_t at) : text_(text), begin_(at), open_(text[at]), close_(text[at] == '{' ? '}' : ']') {}

  std::optional<Token> read(std::vector<std::string>* complaints) {
    const auto body_end = end_of_body();
    if (!body_end) return std::nullopt;
    Token token;
    token.begin = begin_;
    token.body = std::string(text_.substr(begin_ + 2, *body_end - begin_ - 2));
    at_ = *body_end + 1;
    for (auto next = behind_blanks(at_); next < text_.size() && text_[next] == ':'; next = behind_blanks(at_)) {
      at_ = next;
      auto call = formatter();
      if (!call || token.calls.size() == kMostCalls) return std::nullopt;
      token.calls.push_back(*std::move(call));
    }
    if (!token.calls.empty()) at_ = behind_blanks(at_);
    if (at_ >= text_.size() || text_[at_] != close_) return std::nullopt;
    token.end = at_ + 1;
    if (!understand(token, complaints)) return std::nullopt;
    complete(token);
    return token;
  }

 private:
  /// The first closing brace, if no opening one comes before it.
  std::optional<std::size_t> end_of_body() const {
    const char ends[] = {open_, close_};
    const auto end = text_.find_first_of(std::string_view(ends, 2), begin_ + 2);
    if (end == std::string_view::npos || text_[end] == open_ || end - begin_ > kLongestToken) return std::nullopt;
    return end;
  }

  std::size_t behind_blanks(std::size_t at) const {
    while (const auto bytes = blank_at(text_, at)) at += bytes;
    return at;
  }

  std::optional<Call> formatter() {
    at_ = behind_blanks(at_ + 1);
    const auto begin = at_;
    while (at_ < text_.size() && (is_ascii_letter(text_[at_]) || is_ascii_digit(text_[at_]) || text_[at_] == '-')) ++at_;
    Call call{.name = std::string(text_.substr(begin, at_ - begin))};
    if (call.name.empty()) return std::nullopt;
    const auto open = behind_blanks(at_);
    if (open >= text_.size() || text_[open] != '(') return call;
    const auto close = closing_parenthesis(open);
    if (!close) return std::nullopt;
    call.arguments = std::string(text_.substr(open + 1, *close - open - 1));
    at_ = *close + 1;
    return call;
  }

  /// The parenthesis that ends the arguments: it closes the one that opened them, or, where they do not pair, it is the first behind which
  /// the token ends or goes on. Never beyond the next two opening braces.
  std::optional<std::size_t> closing_parenthesis(std::size_t open) const {
    std::optional<std::size_t> unpaired;
    int depth = 0;
    for (auto at = open; at < text_.size() && at - begin_ <= kLongestToken; ++at) {
      const char c = text_[at];
      if (c == open_ && at + 1 < text_.size() && text_[at + 1] == open_) break;
      if (c == '\\') ++at;
      if (c == '(') ++depth;
      if (c != ')') continue;
      depth = depth > 0 ? depth - 1 : 0;
      if (!may_end_behind(at)) continue;
      if (depth == 0) return at;
      if (!unpaired) unpaired = at;
    }
    return unpaired;
  }

  bool may_end_behind(std::size_t at) const {
    const auto next = behind_blanks(at + 1);
    if (next >= text_.size() || text_[next] != ':') return next < text_.size() && text_[next] == close_;
    const auto name = behind_blanks(next + 1);
    return name < text_.size() && is_ascii_letter(text_[name]);
  }

  bool understand(Token& token, std::vector<std::string>* complaints) const {
    if (token.has_call("keep-token")) return true;
    if (auto path = parse_path(token.body)) {
      token.path = *std::move(path);
      return true;
    }
    const auto sign = token.body.find('=');
    auto name = sign == std::string::npos ? std::nullopt : parse_path(std::string_view(token.body).substr(0, sign));
    if (!name || !token.calls.empty()) return false;
    auto expression = Expression::parse(std::string_view(token.body).substr(sign + 1));
    if (!expression) {
      complain(complaints, text_.substr(token.begin, token.end - token.begin), expression.error().message());
      return false;
    }
    token.kind = TokenKind::Alias;
    token.path = *std::move(name);
    token.expression = std::make_shared<const Expression>(*std::move(expression));
    return true;
  }

  std::string_view text_;
  std::size_t begin_;
  std::size_t at_ = 0;
  char open_;
  char close_;
};

}  // namespace

std::optional<Token> classic_token_at(std::string_view text, std::size_t at, std::vector<std::string>* complaints) {
  return ClassicReader(text, at).read(complaints);
}

}  // namespace docmill::templating
