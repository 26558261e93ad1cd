#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace docmill::templating::xlsx {

/// A sheet's size (ECMA-376, the limits of Excel 2007 and later).
inline constexpr std::uint32_t kMostRows = 1'048'576;
inline constexpr std::uint32_t kMostColumns = 16'384;

/// A cell's place; both count from 1.
struct Place {
  std::uint32_t row = 1;
  std::uint32_t column = 1;
  auto operator<=>(const Place&) const = default;
};

/// A rectangle of cells, its edges inside.
struct Rect {
  std::uint32_t top = 1;
  std::uint32_t left = 1;
  std::uint32_t bottom = 1;
  std::uint32_t right = 1;

  std::uint32_t height() const { return bottom - top + 1; }
  std::uint32_t width() const { return right - left + 1; }
  bool has(std::uint32_t row, std::uint32_t column) const { return row >= top && row <= bottom && column >= left && column <= right; }
  bool has(const Rect& other) const { return has(other.top, other.left) && has(other.bottom, other.right); }
  bool meets(const Rect& other) const { return top <= other.bottom && other.top <= bottom && left <= other.right && other.left <= right; }
  /// They overlap, and neither lies in the other: a copy of one would tear the other.
  bool cuts(const Rect& other) const { return meets(other) && !has(other) && !other.has(*this); }
  void take_in(const Rect& other);
  bool operator==(const Rect&) const = default;
};

/// All cells of a sheet.
inline constexpr Rect kWholeSheet{1, 1, kMostRows, kMostColumns};

/// "C" is 3; 0 when it is no column of a sheet.
std::uint32_t parse_column(std::string_view letters);
/// "B7" or "$B$7".
std::optional<Place> parse_place(std::string_view text);
/// "B7", "B7:C9", whole columns "B:C" and whole rows "7:9", with or without $. The corners may be in any order.
std::optional<Rect> parse_rect(std::string_view text);

void append_column(std::string& out, std::uint32_t column);
void append_place(std::string& out, std::uint32_t row, std::uint32_t column);
std::string to_text(Place place);
/// "B7" for one cell, otherwise "B7:C9".
std::string to_text(const Rect& rect);

}  // namespace docmill::templating::xlsx
