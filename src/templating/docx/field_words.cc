#include "templating/docx/field_words.h"

#include <algorithm>

#include "templating/characters.h"

namespace docmill::templating::docx {
namespace {

/// What stands between quotes that begin at `at`, which moves behind them; \" is a quote, \\ a backslash.
std::string quoted(std::string_view text, std::size_t& at) {
  std::string inside;
  for (at += quote_at(text, at).bytes; at < text.size();) {
    if (const auto quote = quote_at(text, at); quote.kind == Quote::Double) {
      at += quote.bytes;
      break;
    }
    if (text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '"' || text[at + 1] == '\\')) ++at;
    const auto bytes = character_at(text, at);
    inside += text.substr(at, bytes);
    at += bytes;
  }
  return inside;
}

}  // namespace

std::vector<FieldWord> words_of(std::string_view text) {
  std::vector<FieldWord> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = at;
    if (const auto blank = blank_at(text, at); blank != 0) {
      at += blank;
    } else if (quote_at(text, at).kind == Quote::Double) {
      words.push_back({.text = quoted(text, at), .is_quoted = true});
    } else if (text[at] == '\\') {
      at = std::min(text.size(), at + 2);
      words.push_back({.text = std::string(text.substr(begin, at - begin)), .is_switch = true});
    } else {
      while (at < text.size() && blank_at(text, at) == 0 && text[at] != '\\') at += character_at(text, at);
      words.push_back({.text = std::string(text.substr(begin, at - begin))});
    }
  }
  return words;
}

}  // namespace docmill::templating::docx
