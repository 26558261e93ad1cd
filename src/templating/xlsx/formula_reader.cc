#include "templating/xlsx/formula.h"

namespace docmill::templating::xlsx {
namespace {

using PieceKind = Formula::Piece::Kind;

bool starts_word(unsigned char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '\\' || c == '$' || c == '.' ||
         c >= 0x80;
}

bool in_word(unsigned char c) {
  return starts_word(c) || c == '?';
}

bool is_numeral(char c) {
  return c >= '0' && c <= '9';
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Formula read() {
    while (at_ < text_.size()) step();
    flush();
    return std::move(formula_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void step() {
    const char c = peek();
    if (c == '"') {
      keep_to(end_of_quoted('"'));
    } else if (c == '\'') {
      quoted_sheet();
    } else if (c == '[') {
      bracket();
    } else if (c == '#') {
      error();
    } else if (starts_word(static_cast<unsigned char>(c))) {
      word({});
    } else {
      keep_to(at_ + 1);
    }
  }

  void keep_to(std::size_t end) {
    plain_ += text_.substr(at_, end - at_);
    at_ = end;
  }

  void flush() {
    if (!plain_.empty()) formula_.pieces.push_back({.kind = PieceKind::Text, .text = std::move(plain_), .reference = {}});
    plain_.clear();
  }

  /// Behind the closing quote of what begins at at_; doubled quotes are inside.
  std::size_t end_of_quoted(char quote) const {
    std::size_t at = at_ + 1;
    while (at < text_.size()) {
      if (text_[at] == quote) {
        if (at + 1 >= text_.size() || text_[at + 1] != quote) return at + 1;
        ++at;
      }
      ++at;
    }
    return text_.size();
  }

  std::size_t end_of_word(std::size_t at) const {
    while (at < text_.size() && in_word(static_cast<unsigned char>(text_[at]))) ++at;
    return at;
  }

  /// Behind the bracket that closes the one at at_. An apostrophe takes the meaning from the character behind it.
  std::size_t end_of_bracket() const {
    std::size_t depth = 0;
    for (std::size_t at = at_; at < text_.size(); ++at) {
      if (text_[at] == '\'') {
        ++at;
      } else if (text_[at] == '[') {
        ++depth;
      } else if (text_[at] == ']' && --depth == 0) {
        return at + 1;
      }
    }
    return text_.size();
  }

  void quoted_sheet() {
    const std::size_t end = end_of_quoted('\'');
    if (end >= text_.size() || text_[end] != '!') return keep_to(end);
    std::string name;
    for (std::size_t at = at_ + 1; at + 1 < end; ++at) {
      name.push_back(text_[at]);
      if (text_[at] == '\'') ++at;
    }
    // Another workbook, or several sheets: neither is ours to change.
    if (name.find_first_of("[]:") != std::string::npos) return foreign(end + 1);
    behind_sheet(std::move(name), end + 1);
  }

  /// Keeps a prefix and the reference behind it as they are.
  void foreign(std::size_t behind_prefix) {
    keep_to(behind_prefix);
    keep_to(end_of_word(at_));
    if (peek() == ':' && starts_word(static_cast<unsigned char>(peek(1)))) keep_to(end_of_word(at_ + 1));
  }

  void behind_sheet(std::string name, std::size_t behind_prefix) {
    at_ = behind_prefix;
    if (starts_word(static_cast<unsigned char>(peek()))) return word(std::move(name));
    prefix(std::move(name));
  }

  void prefix(std::string name) {
    flush();
    formula_.pieces.push_back({.kind = PieceKind::Sheet, .text = std::move(name), .reference = {}});
  }

  void bracket() {
    const std::size_t end = end_of_bracket();
    const std::size_t word_end = end_of_word(end);
    if (word_end > end && word_end < text_.size() && text_[word_end] == '!') return foreign(word_end + 1);
    if (end < text_.size() && text_[end] == '!') return foreign(end + 1);
    structured({}, end);
  }

  /// What has brackets from at_ to `end`.
  void structured(std::string table, std::size_t end) {
    flush();
    formula_.pieces.push_back(
        {.kind = PieceKind::Table, .text = std::move(table), .reference = {}, .brackets = std::string(text_.substr(at_, end - at_))});
    at_ = end;
  }

  void error() {
    std::size_t at = at_ + 1;
    while (at < text_.size() && (((text_[at] | 0x20) >= 'a' && (text_[at] | 0x20) <= 'z') || is_numeral(text_[at]) || text_[at] == '/'))
      ++at;
    if (at < text_.size() && (text_[at] == '!' || text_[at] == '?')) ++at;
    keep_to(at);
  }

  void word(std::string sheet) {
    const std::size_t end = end_of_word(at_);
    const std::string_view text = text_.substr(at_, end - at_);
    const char next = end < text_.size() ? text_[end] : '\0';
    if (next == '!' && sheet.empty()) return behind_sheet(std::string(text), end + 1);
    if (next == ':' && sheet.empty()) {
      const std::size_t second = end_of_word(end + 1);
      if (second > end + 1 && second < text_.size() && text_[second] == '!' && !read_corner(text)) return foreign(second + 1);
    }
    const auto corner = next == '(' || next == '[' ? std::nullopt : read_corner(text);
    if (corner && reference(sheet, *corner, end)) return;
    if (!sheet.empty()) prefix(std::move(sheet));
    if (next == '[') {
      at_ = end;
      return structured(std::string(text), end_of_bracket());
    }
    keep_to(end);
  }

  /// Whether a reference begins with `first`, whose word ends at `end`; then it is taken, and its sheet with it.
  bool reference(const std::string& sheet, const Corner& first, std::size_t end) {
    Reference found{.sheet = {}, .first = first, .last = first, .range = false};
    if (end < text_.size() && text_[end] == ':') {
      const std::size_t second = end_of_word(end + 1);
      const char next = second < text_.size() ? text_[second] : '\0';
      const auto last = next == '(' || next == '[' || next == '!' ? std::nullopt : read_corner(text_.substr(end + 1, second - end - 1));
      if (last && (last->row == 0) == (first.row == 0) && (last->column == 0) == (first.column == 0)) {
        found.last = *last;
        found.range = true;
        end = second;
      }
    }
    if (!found.range && !first.is_cell()) return false;
    flush();
    found.sheet = sheet;
    found.spill = end < text_.size() && text_[end] == '#';
    formula_.pieces.push_back({.kind = PieceKind::Reference, .text = {}, .reference = std::move(found)});
    at_ = end;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string plain_;
  Formula formula_;
};

}  // namespace

std::optional<Corner> read_corner(std::string_view word) {
  Corner corner;
  std::size_t at = 0;
  bool dollar = !word.empty() && word[0] == '$';
  at += dollar ? 1U : 0U;
  const std::size_t letters = at;
  while (at < word.size() && at - letters < 4 && ((word[at] | 0x20) >= 'a' && (word[at] | 0x20) <= 'z')) ++at;
  if (at > letters) {
    corner.column = parse_column(word.substr(letters, at - letters));
    if (corner.column == 0) return std::nullopt;
    corner.column_fixed = dollar;
    dollar = at < word.size() && word[at] == '$';
    at += dollar ? 1U : 0U;
  }
  const std::size_t digits = at;
  while (at < word.size() && at - digits < 8 && is_numeral(word[at]))
    corner.row = corner.row * 10 + static_cast<std::uint32_t>(word[at++] - '0');
  if (at != word.size()) return std::nullopt;
  if (at == digits) return dollar ? std::nullopt : (corner.column != 0 ? std::optional(corner) : std::nullopt);
  if (corner.row == 0 || corner.row > kMostRows) return std::nullopt;
  corner.row_fixed = dollar;
  return corner;
}

Formula parse_formula(std::string_view text) {
  if (text.size() <= kLongestFormula) return Reader(text).read();
  Formula whole;
  whole.pieces.push_back({.kind = PieceKind::Text, .text = std::string(text), .reference = {}});
  return whole;
}

}  // namespace docmill::templating::xlsx
