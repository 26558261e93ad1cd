#include "engines/raster/child/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/small_letters.h"
#include "engines/raster/child/open_pdf.h"

namespace docmill::engines::raster {
namespace {

struct Letters {
  std::size_t right_to_left = 0;
  std::size_t others = 0;  // letters and digits
};

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms (Unicode 15, blocks with the bidirectional classes R and AL).
bool is_right_to_left(char32_t c) {
  return (c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC) || (c >= 0x10800 && c <= 0x10FFF) ||
         (c >= 0x1E800 && c <= 0x1EFFF);
}

bool is_letter_or_digit(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0xC0;
}

Letters letters_of(const std::u32string& text) {
  Letters count;
  for (const auto c : text) {
    if (is_right_to_left(c)) {
      ++count.right_to_left;
    } else if (is_letter_or_digit(c)) {
      ++count.others;
    }
  }
  return count;
}

char32_t mirrored(char32_t c) {
  constexpr std::u32string_view kPairs = U"()[]{}<>\u00AB\u00BB";
  const auto place = kPairs.find(c);
  return place == std::u32string_view::npos ? c : kPairs[place ^ 1U];
}

void turn_round(std::u32string& text) {
  std::ranges::reverse(text);
  std::ranges::transform(text, text.begin(), mirrored);
}

bool is_bold(std::string_view font) {
  const auto name = small_letters(font);
  constexpr std::array kMarks{"bold", "black", "heavy", "demi", "cmbx"};
  return std::ranges::any_of(kMarks, [&](const char* mark) { return name.find(mark) != std::string::npos; });
}

Word word_of(const poppler::text_box& box) {
  const auto place = box.bbox();
  Word word;
  word.text = code_points_of(box.text());
  word.rotation = box.rotation();
  word.size = box.get_font_size();
  word.bold = box.has_font_info() && is_bold(box.get_font_name());
  word.space_after = box.has_space_after();
  word.left = place.left();
  word.right = place.right();
  word.top = place.top();
  word.bottom = place.bottom();
  if (word.rotation % 2 != 0) {
    std::swap(word.left, word.top);
    std::swap(word.right, word.bottom);
  }
  return word;
}

/// Poppler says nothing of a gap that is wider than a space.
bool space_between(const Word& left, const Word& right) {
  return left.space_after || (right.rotation == 0 && right.left - left.right > right.size * 0.2);
}

bool same_line(const Word& before, const Word& word) {
  if (before.rotation != word.rotation) return false;
  const double middle = (word.top + word.bottom) / 2;
  const bool level = middle > before.top && middle < before.bottom;
  const bool onward = word.rotation != 0 || word.left >= before.left;
  return level && onward;
}

/// Puts the words of a line, which come from left to right, in the order of reading: a simple inverse of the bidirectional algorithm,
/// with whole words for its runs.
void put_in_order(Line& line) {
  std::vector<Letters> letters;
  Letters all;
  for (const auto& word : line.words) {
    letters.push_back(letters_of(word.text));
    all.right_to_left += letters.back().right_to_left;
    all.others += letters.back().others;
  }
  line.right_to_left = all.right_to_left > all.others;
  const auto backwards = [&](std::size_t i) {
    return line.right_to_left ? letters[i].others == 0 || letters[i].right_to_left > letters[i].others
                              : letters[i].right_to_left > letters[i].others;
  };
  std::vector<std::size_t> order(line.words.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  if (line.right_to_left) std::ranges::reverse(order);
  for (auto from = order.begin(); from != order.end();) {  // runs against the line's direction
    const auto against = [&](std::size_t i) { return backwards(i) != line.right_to_left; };
    if (!against(*from)) {
      ++from;
      continue;
    }
    const auto to = std::find_if_not(from, order.end(), against);
    std::reverse(from, to);
    from = to;
  }
  std::vector<Word> words;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto near = i == 0 ? 0 : std::min(order[i], order[i - 1]);
    const bool neighbours = i > 0 && std::max(order[i], order[i - 1]) == near + 1;
    line.spaces.push_back(i > 0 && (!neighbours || space_between(line.words[near], line.words[near + 1])));
    words.push_back(line.words[order[i]]);
    if (backwards(order[i])) turn_round(words.back().text);
  }
  line.words = std::move(words);
}

void measure_line(Line& line) {
  const auto& first = line.words.front();
  line.top = first.top;
  line.bottom = first.bottom;
  line.rotation = first.rotation;
  for (const auto& word : line.words) {
    line.top = std::min(line.top, word.top);
    line.bottom = std::max(line.bottom, word.bottom);
    line.size = std::max(line.size, word.size);
  }
}

}  // namespace

std::vector<Line> lines_of(const poppler::page& page) {
  std::vector<Line> lines;
  for (const auto& box : page.text_list(poppler::page::text_list_include_font)) {
    auto word = word_of(box);
    if (word.text.empty()) continue;
    if (lines.empty() || !same_line(lines.back().words.back(), word)) lines.emplace_back();
    lines.back().words.push_back(std::move(word));
  }
  for (auto& line : lines) {
    measure_line(line);
    put_in_order(line);
  }
  return lines;
}

}  // namespace docmill::engines::raster
