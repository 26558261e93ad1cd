// What names tell of their values: enough for an example, never more than a guess.
#include <algorithm>
#include <array>
#include <string>

#include "base/small_letters.h"
#include "templating/check/data_shape.h"

namespace docmill::templating {
namespace {

/// "orderTotal" and "order_total" have the words "order", "total"; small letters.
std::vector<std::string> words_of_name(std::string_view name) {
  std::vector<std::string> words(1);
  char before = '\0';
  for (const char c : name) {
    const bool capital = c >= 'A' && c <= 'Z';
    const bool letter = capital || (c >= 'a' && c <= 'z');
    const bool begins = !letter || (capital && !(before >= 'A' && before <= 'Z'));
    if (begins && !words.back().empty()) words.emplace_back();
    if (letter) words.back() += small_letter(c);
    before = c;
  }
  if (words.size() > 1 && words.back().empty()) words.pop_back();
  return words;
}

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace

bool looks_plural(std::string_view name) {
  static constexpr std::array<std::string_view, 9> kMany{"people", "children", "men",     "women",     "list",
                                                         "array",  "history",  "entries", "collection"};
  static constexpr std::array<std::string_view, 6> kOne{"news", "canvas", "gas", "alias", "details", "this"};
  const auto word = words_of_name(name).back();
  if (is_one_of(word, kMany)) return true;
  if (is_one_of(word, kOne) || word.size() < 3 || !word.ends_with('s')) return false;
  return !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is");
}

bool looks_numeric(std::string_view name) {
  static constexpr std::array<std::string_view, 24> kWords{
      "amount", "price", "total",   "subtotal", "sum", "cost",   "qty",   "quantity", "count", "rate",   "tax",     "vat",
      "age",    "size",  "percent", "discount", "fee", "salary", "units", "weight",   "width", "height", "balance", "hours"};
  return is_one_of(words_of_name(name).back(), kWords);
}

bool looks_like_a_date(std::string_view name) {
  static constexpr std::array<std::string_view, 8> kWords{"date", "time", "day", "deadline", "birthday", "created", "modified", "due"};
  const auto words = words_of_name(name);
  return is_one_of(words.back(), kWords) || is_one_of(words.front(), std::array<std::string_view, 1>{"date"});
}

}  // namespace docmill::templating
