#include "engines/ooxml/child/xlsx/formula.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "base/small_letters.h"

namespace docmill::engines::ooxml {
namespace {

using Text = std::string_view;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool begins_name(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '\\' || static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) {
  return begins_name(c) || is_digit(c) || c == '.' || c == '?';
}

class Renaming {
 public:
  Renaming(Text formula, const FormulaNames& names) : rest_(formula), names_(names) {}

  std::string run() {
    while (!rest_.empty()) {
      const char c = rest_.front();
      if (c == '"') {
        take(quoted_length('"'));
      } else if (c == '\'') {
        quoted();
      } else if (c == '[') {
        bracket();
      } else if (begins_name(c)) {
        name();
      } else if (is_digit(c) || c == '.') {
        number();
      } else {
        take(1);
      }
    }
    return std::move(out_);
  }

 private:
  void take(std::size_t size) {
    size = std::min(size, rest_.size());
    out_ += rest_.substr(0, size);
    rest_.remove_prefix(size);
  }

  /// Up to the closing quote, which is not doubled.
  std::size_t quoted_length(char quote) const {
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] != quote) continue;
      if (i + 1 < rest_.size() && rest_[i + 1] == quote) {
        ++i;
      } else {
        return i + 1;
      }
    }
    return rest_.size();
  }

  /// Up to the closing bracket of a table's columns, among which ' takes a bracket's meaning away.
  std::size_t bracket_length() const {
    int depth = 0;
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      if (rest_[i] == '\'') {
        ++i;
      } else if (rest_[i] == '[') {
        ++depth;
      } else if (rest_[i] == ']' && --depth == 0) {
        return i + 1;
      }
    }
    return rest_.size();
  }

  std::string external(Text number) const {
    return "[" + std::to_string(std::atoi(std::string(number).c_str()) + names_.external_books) + "]";
  }

  static bool is_number(Text text) { return !text.empty() && text.size() < 6 && std::ranges::all_of(text, is_digit); }

  void bracket() {
    const auto length = bracket_length();
    const auto inside = rest_.substr(1, length < 2 ? 0 : length - 2);
    if (!is_number(inside)) return take(length);
    out_ += external(inside);
    rest_.remove_prefix(length);
    // The sheet is the other workbook's.
    std::size_t end = 0;
    while (end < rest_.size() && (continues_name(rest_[end]) || rest_[end] == ':')) ++end;
    if (end < rest_.size() && rest_[end] == '!') take(end + 1);
  }

  void quoted() {
    const auto length = quoted_length('\'');
    if (length >= rest_.size() || rest_[length] != '!') return take(length);
    std::string inside;
    for (std::size_t i = 1; i + 1 < length; ++i) {
      inside += rest_[i];
      if (rest_[i] == '\'') ++i;
    }
    rest_.remove_prefix(length);
    const auto close = inside.find(']');
    if (close != std::string::npos) {
      if (inside.front() == '[' && is_number(Text(inside).substr(1, close - 1)))
        inside = external(Text(inside).substr(1, close - 1)) + inside.substr(close + 1);
      out_ += quoted_text(inside);
      return;
    }
    sheets(inside);
  }

  static std::string quoted_text(const std::string& text) {
    std::string out = "'";
    for (const char c : text) {
      out += c;
      if (c == '\'') out += '\'';
    }
    return out + "'";
  }

  /// One sheet, or the first and last of several: "Jan:Mar".
  void sheets(const std::string& text) {
    const auto colon = text.find(':');
    const auto first = sheet(text.substr(0, colon));
    if (colon == std::string::npos) {
      out_ += quoted_sheet(first);
      return;
    }
    const auto both = first + ":" + sheet(text.substr(colon + 1));
    out_ += quoted_sheet(first) == first && quoted_sheet(both.substr(first.size() + 1)) == both.substr(first.size() + 1)
                ? both
                : quoted_text(both);
  }

  std::string sheet(const std::string& own) const {
    const auto found = names_.sheets.find(small_letters(own));
    return found == names_.sheets.end() ? own : found->second;
  }

  std::size_t name_length(std::size_t from) const {
    auto end = from;
    while (end < rest_.size() && continues_name(rest_[end])) ++end;
    return end;
  }

  void name() {
    const auto end = name_length(0);
    const auto own = std::string(rest_.substr(0, end));
    const char next = end < rest_.size() ? rest_[end] : '\0';
    const auto second = next == ':' ? name_length(end + 1) : end;
    if (next == ':' && second > end + 1 && second < rest_.size() && rest_[second] == '!') {
      const auto both = std::string(rest_.substr(0, second));
      rest_.remove_prefix(second);
      return sheets(both);
    }
    rest_.remove_prefix(end);
    if (next == '!') return sheets(own);
    const auto& map = next == '[' ? names_.tables : names_.names;
    const auto found = next == '(' ? map.end() : map.find(small_letters(own));
    if (found != map.end()) {
      out_ += found->second;
    } else if (const auto table = names_.tables.find(small_letters(own)); next != '(' && table != names_.tables.end()) {
      out_ += table->second;  // all of a table's data
    } else {
      out_ += own;
    }
    if (next == '[') take(bracket_length());
  }

  /// A number, or a sheet's name that begins like one is in quotes.
  void number() {
    std::size_t end = 0;
    while (end < rest_.size() && (is_digit(rest_[end]) || rest_[end] == '.')) ++end;
    take(std::max<std::size_t>(end, 1));
    if (!rest_.empty() && (rest_.front() == 'E' || rest_.front() == 'e')) take(1);
  }

  Text rest_;
  const FormulaNames& names_;
  std::string out_;
};

/// "A1", "R1C1", "XFD9": a name like this means a cell.
bool like_a_cell(const std::string& name) {
  std::size_t letters = 0;
  while (letters < name.size() && std::isalpha(static_cast<unsigned char>(name[letters])) != 0) ++letters;
  const bool digits = std::all_of(name.begin() + static_cast<std::ptrdiff_t>(letters), name.end(), is_digit);
  const auto small = small_letters(name);
  return (letters > 0 && letters <= 3 && digits && letters < name.size()) || small == "r" || small == "c" || small.starts_with("r1c") ||
         small == "true" || small == "false";
}

}  // namespace

std::string quoted_sheet(const std::string& name) {
  const bool plain = !name.empty() && begins_name(name.front()) && name.front() != '\\' &&
                     std::ranges::all_of(name, [](char c) { return continues_name(c) && c != '?' && c != '\\'; }) && !like_a_cell(name);
  if (plain) return name;
  std::string out = "'";
  for (const char c : name) {
    out += c;
    if (c == '\'') out += '\'';
  }
  return out + "'";
}

std::string renamed_formula(std::string_view formula, const FormulaNames& names) {
  if (names.empty()) return std::string(formula);
  return Renaming(formula, names).run();
}

}  // namespace docmill::engines::ooxml
