#include "templating/xlsx/reference.h"

#include <algorithm>

namespace docmill::templating::xlsx {
namespace {

bool is_column_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_row_digit(char c) {
  return c >= '0' && c <= '9';
}

/// A corner as it is written: either half may be missing ("B", "7"), then it is 0.
std::optional<Place> parse_corner(std::string_view text) {
  std::size_t at = 0;
  const auto skip_dollar = [&] { at += at < text.size() && text[at] == '$' ? 1U : 0U; };
  skip_dollar();
  std::size_t begin = at;
  while (at < text.size() && is_column_letter(text[at])) ++at;
  Place corner{0, 0};
  if (at > begin) {
    corner.column = parse_column(text.substr(begin, at - begin));
    if (corner.column == 0) return std::nullopt;
    skip_dollar();
  }
  begin = at;
  while (at < text.size() && is_row_digit(text[at]) && at - begin < 8)
    corner.row = corner.row * 10 + static_cast<std::uint32_t>(text[at++] - '0');
  const bool has_row = at > begin;
  if (at != text.size() || (has_row && (corner.row == 0 || corner.row > kMostRows))) return std::nullopt;
  if (!has_row && (corner.column == 0 || text.back() == '$')) return std::nullopt;
  return corner;
}

}  // namespace

void Rect::take_in(const Rect& other) {
  top = std::min(top, other.top);
  left = std::min(left, other.left);
  bottom = std::max(bottom, other.bottom);
  right = std::max(right, other.right);
}

std::uint32_t parse_column(std::string_view letters) {
  if (letters.empty() || letters.size() > 3) return 0;
  std::uint32_t column = 0;
  for (const char c : letters) {
    if (!is_column_letter(c)) return 0;
    column = column * 26 + static_cast<std::uint32_t>((c & ~0x20) - 'A' + 1);
  }
  return column <= kMostColumns ? column : 0;
}

std::optional<Place> parse_place(std::string_view text) {
  const auto corner = parse_corner(text);
  if (!corner || corner->row == 0 || corner->column == 0) return std::nullopt;
  return corner;
}

std::optional<Rect> parse_rect(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    const auto place = parse_place(text);
    if (!place) return std::nullopt;
    return Rect{place->row, place->column, place->row, place->column};
  }
  auto first = parse_corner(text.substr(0, colon));
  auto last = parse_corner(text.substr(colon + 1));
  if (!first || !last || (first->row == 0) != (last->row == 0) || (first->column == 0) != (last->column == 0)) return std::nullopt;
  if (first->row == 0) first->row = 1, last->row = kMostRows;
  if (first->column == 0) first->column = 1, last->column = kMostColumns;
  return Rect{std::min(first->row, last->row), std::min(first->column, last->column), std::max(first->row, last->row),
              std::max(first->column, last->column)};
}

void append_column(std::string& out, std::uint32_t column) {
  char letters[4];
  std::size_t count = 0;
  for (; column > 0 && count < sizeof letters; column = (column - 1) / 26) letters[count++] = static_cast<char>('A' + (column - 1) % 26);
  while (count > 0) out.push_back(letters[--count]);
}

void append_place(std::string& out, std::uint32_t row, std::uint32_t column) {
  append_column(out, column);
  out += std::to_string(row);
}

std::string to_text(Place place) {
  std::string out;
  append_place(out, place.row, place.column);
  return out;
}

std::string to_text(const Rect& rect) {
  std::string out;
  append_place(out, rect.top, rect.left);
  if (rect.height() > 1 || rect.width() > 1) {
    out.push_back(':');
    append_place(out, rect.bottom, rect.right);
  }
  return out;
}

}  // namespace docmill::templating::xlsx
