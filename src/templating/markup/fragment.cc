#include "templating/markup/fragment.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace docmill::templating::markup {
namespace {

std::string letters_of(int number, char first) {
  std::string letters;
  for (; number > 0; number = (number - 1) / 26) letters.insert(letters.begin(), static_cast<char>(first + (number - 1) % 26));
  return letters;
}

std::string roman_of(int number, bool small) {
  struct Digit {
    int value;
    std::string_view capitals;
    std::string_view letters;
  };
  static constexpr std::array kDigits{Digit{1000, "M", "m"}, Digit{900, "CM", "cm"}, Digit{500, "D", "d"}, Digit{400, "CD", "cd"},
                                      Digit{100, "C", "c"},  Digit{90, "XC", "xc"},  Digit{50, "L", "l"},  Digit{40, "XL", "xl"},
                                      Digit{10, "X", "x"},   Digit{9, "IX", "ix"},   Digit{5, "V", "v"},   Digit{4, "IV", "iv"},
                                      Digit{1, "I", "i"}};
  if (number > 3999) return std::to_string(number);
  std::string text;
  for (const auto& digit : kDigits) {
    for (; number >= digit.value; number -= digit.value) text += small ? digit.letters : digit.capitals;
  }
  return text;
}

std::string marker_of(const List& list, int number) {
  using Count = List::Count;
  switch (list.count) {
    case Count::Bullets: return "• ";
    case Count::SmallLetters: return letters_of(number, 'a') + ". ";
    case Count::Letters: return letters_of(number, 'A') + ". ";
    case Count::SmallRoman: return roman_of(number, true) + ". ";
    case Count::Roman: return roman_of(number, false) + ". ";
    default: return fmt::format("{}. ", number);
  }
}

/// Tables within tables are bounded by who made the fragment.
class Line {
 public:
  explicit Line(const Fragment& fragment) : lists_(fragment.lists), counts_(fragment.lists.size(), 0) {}

  void add(const std::vector<Block>& blocks) {
    for (bool first = true; const auto& block : blocks) {
      if (!first) add_break();
      first = false;
      add(block);
    }
  }

  std::vector<Piece> pieces;

 private:
  void add_text(std::string text) { pieces.push_back({.kind = Piece::Kind::Text, .text = std::move(text), .look = {}, .source = {}}); }
  void add_break() { pieces.push_back({.kind = Piece::Kind::Break, .text = {}, .look = {}, .source = {}}); }

  void add(const Block& block) {
    if (block.kind == Block::Kind::Table) return add(*block.table);
    if (block.kind == Block::Kind::Item) {
      const auto& list = lists_[block.list];
      add_text(std::string(static_cast<std::size_t>(block.level) * 2, ' ') + marker_of(list, list.start + counts_[block.list]++));
    }
    pieces.insert(pieces.end(), block.pieces.begin(), block.pieces.end());
  }

  void add(const Table& table) {
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      if (row != 0) add_break();
      for (std::size_t cell = 0; cell < table.rows[row].cells.size(); ++cell) {
        if (cell != 0) add_text("\t");
        add(table.rows[row].cells[cell].blocks);
      }
    }
  }

  const std::vector<List>& lists_;
  std::vector<int> counts_;
};

}  // namespace

std::vector<Piece> in_one_line(const Fragment& fragment) {
  Line line(fragment);
  line.add(fragment.blocks);
  return std::move(line.pieces);
}

std::string plain_text(const Fragment& fragment) {
  std::string text;
  for (const auto& piece : in_one_line(fragment)) {
    if (piece.kind == Piece::Kind::Break) {
      text += '\n';
    } else {
      text += piece.text;
    }
  }
  return text;
}

}  // namespace docmill::templating::markup
