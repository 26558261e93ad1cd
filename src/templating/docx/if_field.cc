#include "templating/docx/if_field.h"

#include <algorithm>
#include <array>

#include "base/small_letters.h"
#include "templating/docx/field_words.h"
#include "templating/functions.h"

namespace docmill::templating::docx {
namespace {

constexpr std::size_t kLongestInstruction = 64U << 10U;
constexpr std::array<std::string_view, 6> kOperators{"<>", "<=", ">=", "=", "<", ">"};

/// The operator a word begins with; empty: none.
std::string_view operator_of(const FieldWord& word) {
  if (word.is_quoted || word.is_switch) return {};
  const auto* const found = std::ranges::find_if(kOperators, [&](std::string_view one) { return word.text.starts_with(one); });
  return found == kOperators.end() ? std::string_view() : *found;
}

/// An operator may touch the word behind it: ="x".
std::vector<FieldWord> with_operators_apart(const std::vector<FieldWord>& words) {
  std::vector<FieldWord> out;
  for (const auto& word : words) {
    const auto sign = operator_of(word);
    if (sign.empty() || sign.size() == word.text.size()) {
      out.push_back(word);
      continue;
    }
    out.push_back({.text = std::string(sign)});
    for (auto& rest : words_of(std::string_view(word.text).substr(sign.size()))) out.push_back(std::move(rest));
  }
  return out;
}

/// ? is one byte, * any number of them, at most one of which is gone back to.
bool matches(std::string_view text, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t in = 0;
  std::size_t star = std::string_view::npos;
  std::size_t tried = 0;
  while (at < text.size()) {
    if (in < pattern.size() && pattern[in] == '*') {
      star = in++;
      tried = at;
    } else if (in < pattern.size() && (pattern[in] == '?' || pattern[in] == text[at])) {
      ++in;
      ++at;
    } else if (star != std::string_view::npos) {
      in = star + 1;
      at = ++tried;
    } else {
      return false;
    }
  }
  while (in < pattern.size() && pattern[in] == '*') ++in;
  return in == pattern.size();
}

bool holds(const std::string& left, std::string_view sign, const std::string& right) {
  const auto a = as_number(Value::of(left));
  const auto b = as_number(Value::of(right));
  if (sign == "=" || sign == "<>") return (a && b ? a->value == b->value : matches(left, right)) == (sign == "=");
  const int order = a && b ? (a->value > b->value) - (a->value < b->value) : left.compare(right);
  if (sign == "<") return order < 0;
  if (sign == ">") return order > 0;
  return sign == "<=" ? order <= 0 : order >= 0;
}

}  // namespace

bool is_if_field(std::string_view instruction) {
  const auto words = words_of(instruction.substr(0, 100));
  return !words.empty() && !words[0].is_quoted && small_letters(words[0].text) == "if";
}

std::optional<std::string> shown_by_if(std::string_view instruction) {
  if (instruction.size() > kLongestInstruction || !is_if_field(instruction)) return std::nullopt;
  const auto words = with_operators_apart(words_of(instruction));
  if (words.size() < 5 || operator_of(words[2]).empty()) return std::nullopt;
  for (std::size_t i = 1; i < 5; ++i)
    if (words[i].is_switch) return std::nullopt;
  if (holds(words[1].text, words[2].text, words[3].text)) return words[4].text;
  return words.size() > 5 && !words[5].is_switch ? words[5].text : std::string();
}

}  // namespace docmill::templating::docx
