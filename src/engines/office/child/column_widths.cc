#include "engines/office/child/column_widths.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

namespace docmill::engines::office {
namespace {

constexpr int kNarrowest = 12;  // millimetres
constexpr int kWidest = 85;
constexpr int kBeside = 4;  // what a cell keeps free at its sides
constexpr int kLetter = 2;  // a digit of Liberation Sans at ten points
constexpr std::size_t kMostColumns = 16'384;

/// Letters across, of the longest line; those of three bytes and more count twice, as the scripts that are drawn wide are there.
int letters_across(std::string_view text) {
  int most = 0;
  int count = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') count = 0;
    if (byte >= 0x20 && (byte & 0xC0U) != 0x80U) count += byte >= 0xE0 ? 2 : 1;
    most = std::max(most, count);
    if (most > kWidest) break;  // wide enough for any column
  }
  return most;
}

int wanted(std::string_view text) {
  return letters_across(text) * kLetter + kBeside;
}

}  // namespace

void ColumnWidths::measure(std::size_t column, std::string_view utf8) {
  if (column >= kMostColumns) return;
  if (column >= widths_.size()) widths_.resize(column + 1, kNarrowest);
  widths_[column] = std::max(widths_[column], std::min(wanted(utf8), kWidest));
}

bool ColumnWidths::is_long(std::string_view utf8) {
  return wanted(utf8) > kWidest;
}

std::string ColumnWidths::styles() const {
  std::string out;
  for (const int width : std::set(widths_.begin(), widths_.end()))
    out += fmt::format(
        R"(<style:style style:name="co{0}" style:family="table-column"><style:table-column-properties style:column-width="{0}mm"/></style:style>)",
        width);
  return out;
}

std::string ColumnWidths::columns() const {
  std::string out;
  for (const int width : widths_)
    out += fmt::format(R"(<table:table-column table:style-name="co{}" table:default-cell-style-name="Cell"/>)", width);
  return out;
}

int ColumnWidths::total() const {
  return std::accumulate(widths_.begin(), widths_.end(), 0);
}

}  // namespace docmill::engines::office
