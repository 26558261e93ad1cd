#include "templating/expression_text.h"

#include <span>

#include "base/small_letters.h"
#include "templating/characters.h"

namespace docmill::templating {

namespace {

struct OperatorSign {
  std::string_view sign;
  Operator op;
};
// One row per level, loosest first; within a row the longer sign stands before the one it begins with.
constexpr OperatorSign kOr[] = {{"||", Operator::Or}, {"or", Operator::Or}};
constexpr OperatorSign kAnd[] = {{"&&", Operator::And}, {"and", Operator::And}};
constexpr OperatorSign kEquality[] = {
    {"==", Operator::Equal}, {"!=", Operator::Unequal}, {"<>", Operator::Unequal}, {"=", Operator::Equal}};
constexpr OperatorSign kOrder[] = {
    {"<=", Operator::LessOrEqual}, {">=", Operator::GreaterOrEqual}, {"<", Operator::Less}, {">", Operator::Greater}};
constexpr OperatorSign kSum[] = {{"+", Operator::Plus}, {"-", Operator::Minus}};
constexpr OperatorSign kProduct[] = {{"*", Operator::Times}, {"/", Operator::Divided}, {"%", Operator::Remainder}};
constexpr std::span<const OperatorSign> kLevels[kOperatorLevels] = {kOr, kAnd, kEquality, kOrder, kSum, kProduct};

std::string_view without_leading_zeros(std::string_view digits) {
  while (digits.size() > 1 && digits[0] == '0' && is_ascii_digit(digits[1])) digits.remove_prefix(1);
  return digits;
}

}  // namespace

void ExpressionText::skip_blanks() {
  while (const auto bytes = blank_at(text_, at_)) at_ += bytes;
}

bool ExpressionText::take(std::string_view sign) {
  skip_blanks();
  if (text_.substr(at_, sign.size()) != sign) return false;
  at_ += sign.size();
  return true;
}

bool ExpressionText::take_word(std::string_view word) {
  skip_blanks();
  if (!same_but_for_case(text_.substr(at_, word.size()), word) || name_part_at(text_, at_ + word.size()) != 0) return false;
  at_ += word.size();
  return true;
}

std::optional<Operator> ExpressionText::take_operator(std::size_t level) {
  for (const auto& [sign, op] : kLevels[level])
    if (is_ascii_letter(sign[0]) ? take_word(sign) : take(sign)) return op;
  return std::nullopt;
}

bool ExpressionText::take_pipe() {
  skip_blanks();
  if (at_ == text_.size() || text_[at_] != '|' || text_.substr(at_, 2) == "||") return false;
  ++at_;
  return true;
}

std::string_view ExpressionText::take_name() {
  const auto begin = at_;
  while (const auto bytes = name_part_at(text_, at_)) at_ += bytes;
  return text_.substr(begin, at_ - begin);
}

std::string_view ExpressionText::take_function_name() {
  const auto begin = at_;
  while (at_ < text_.size()) {
    const auto bytes = text_[at_] == '-' && at_ > begin ? 1 : name_part_at(text_, at_);
    if (bytes == 0) break;
    at_ += bytes;
  }
  return text_.substr(begin, at_ - begin);
}

void ExpressionText::skip_digits() {
  while (at_ < text_.size() && is_ascii_digit(text_[at_])) ++at_;
}

std::string ExpressionText::take_number() {
  const auto begin = at_;
  skip_digits();
  if (at_ + 1 < text_.size() && text_[at_] == '.' && is_ascii_digit(text_[at_ + 1])) {
    ++at_;
    skip_digits();
  }
  const auto spelling = std::string(text_[begin] == '.' ? "0" : "").append(text_.substr(begin, at_ - begin));
  return std::string(without_leading_zeros(spelling));
}

std::optional<std::string> ExpressionText::take_quoted() {
  const auto opening = quote_at(text_, at_);
  std::string plain;
  for (auto at = at_ + opening.bytes; at < text_.size();) {
    const auto quote = quote_at(text_, at);
    if (quote.kind == opening.kind) {
      at_ = at + quote.bytes;
      return plain;
    }
    if (text_[at] == '\\' && at + 1 < text_.size() && (text_[at + 1] == '\\' || quote_at(text_, at + 1).kind == opening.kind)) ++at;
    const auto bytes = character_at(text_, at);
    plain.append(text_.substr(at, bytes));
    at += bytes;
  }
  return std::nullopt;
}

std::optional<std::string_view> ExpressionText::take_bracketed() {
  int open = 0;
  for (auto at = at_; at < text_.size(); ++at) {
    if (text_[at] == '[') ++open;
    if (text_[at] != ']' || --open != 0) continue;
    const auto inside = text_.substr(at_ + 1, at - at_ - 1);
    at_ = at + 1;
    return inside;
  }
  return std::nullopt;
}

std::optional<std::string_view> ExpressionText::take_parenthesised() {
  auto end = closing_parenthesis(true);
  if (!end) end = closing_parenthesis(false);
  if (!end) return std::nullopt;
  const auto inside = text_.substr(at_ + 1, *end - at_ - 1);
  at_ = *end + 1;
  return inside;
}

std::optional<std::size_t> ExpressionText::closing_parenthesis(bool heed_quotes) const {
  int open = 0;
  for (auto at = at_; at < text_.size();) {
    if (heed_quotes && quote_at(text_, at).kind == Quote::Double) {
      at = behind_quoted(at);
      continue;
    }
    if (text_[at] == '\\')
      ++at;
    else if (text_[at] == '(')
      ++open;
    else if (text_[at] == ')' && --open == 0)
      return at;
    ++at;
  }
  return std::nullopt;
}

std::size_t ExpressionText::behind_quoted(std::size_t at) const {
  at += quote_at(text_, at).bytes;
  while (at < text_.size()) {
    const auto quote = quote_at(text_, at);
    if (quote.kind == Quote::Double) return at + quote.bytes;
    at += text_[at] == '\\' ? 2 : character_at(text_, at);
  }
  return text_.size();
}

}  // namespace docmill::templating
