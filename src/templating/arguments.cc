// What stands between the parentheses of a formatter.
#include <array>

#include "templating/characters.h"
#include "templating/token.h"

namespace docmill::templating {

namespace {

/// Cuts at commas; one pass, so that hostile arguments cost no more than their length.
class ArgumentCutter {
 public:
  ArgumentCutter(std::string_view text, bool heed_brackets) : text_(text), heed_brackets_(heed_brackets) {}

  /// False when brackets do not close, so that they were no brackets.
  bool cut(std::vector<std::string_view>& pieces) {
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text_.size();) {
      if (text_[at] == ',' && depth_ == 0) {
        pieces.push_back(text_.substr(begin, at - begin));
        begin = at + 1;
      }
      at += step(at);
    }
    pieces.push_back(text_.substr(begin));
    return depth_ == 0;
  }

 private:
  std::size_t step(std::size_t at) {
    const char c = text_[at];
    if (c == '\\') return std::min<std::size_t>(2, text_.size() - at);
    if (const auto quote = quote_at(text_, at); quote.kind != Quote::None && may_open_) {
      const auto bytes = quoted(at, quote);
      may_open_ = bytes == quote.bytes;
      return bytes;
    }
    if (heed_brackets_ && (c == '(' || c == '[')) ++depth_;
    if (heed_brackets_ && (c == ')' || c == ']') && depth_ > 0) --depth_;
    may_open_ = blank_at(text_, at) != 0 ? may_open_ : c == ',' || c == '=' || c == '(' || c == '[';
    return character_at(text_, at);
  }

  /// Bytes of the quoted text at `at`; of the quote alone when it never closes.
  std::size_t quoted(std::size_t at, QuoteMark opening) {
    auto& hopeless = hopeless_[static_cast<std::size_t>(opening.kind)];
    for (auto end = at + opening.bytes; end < text_.size() && !hopeless;) {
      const auto quote = quote_at(text_, end);
      if (quote.kind == opening.kind) return end + quote.bytes - at;
      end += text_[end] == '\\' && end + 1 < text_.size() ? 2 : character_at(text_, end);
    }
    hopeless = true;
    return opening.bytes;
  }

  std::string_view text_;
  bool heed_brackets_;
  std::size_t depth_ = 0;
  bool may_open_ = true;            // a quote opens at the beginning of an argument, or behind `=`; not in "don't"
  std::array<bool, 3> hopeless_{};  // no quote of this kind closes any more
};

}  // namespace

std::string without_escapes(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    plain += text[at];
  }
  return plain;
}

std::string_view without_quotes(std::string_view text) {
  const auto opening = quote_at(text, 0);
  if (opening.kind == Quote::None) return text;
  for (std::size_t bytes = 1; bytes <= 3 && opening.bytes + bytes <= text.size(); ++bytes) {
    const auto closing = quote_at(text, text.size() - bytes);
    if (closing.kind != opening.kind || closing.bytes != bytes) continue;
    return text.substr(opening.bytes, text.size() - opening.bytes - bytes);
  }
  return text;
}

std::vector<std::string_view> cut_arguments(std::string_view arguments) {
  std::vector<std::string_view> pieces;
  if (trimmed(arguments).empty()) return pieces;
  if (ArgumentCutter(arguments, true).cut(pieces)) return pieces;
  pieces.clear();
  ArgumentCutter(arguments, false).cut(pieces);
  return pieces;
}

std::vector<std::string> split_arguments(std::string_view arguments) {
  const auto pieces = cut_arguments(arguments);
  std::vector<std::string> plain;
  plain.reserve(pieces.size());
  for (const auto piece : pieces) plain.push_back(without_escapes(without_quotes(trimmed(piece))));
  return plain;
}

}  // namespace docmill::templating
