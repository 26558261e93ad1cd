#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace docmill::engines::office {

/// How wide the columns of a table have to be for what stands in them, so that no field is cut off by the next one: LibreOffice gives
/// columns that say nothing the same width. Widths are those of common letters at ten points; nothing is laid out for them.
class ColumnWidths {
 public:
  /// Makes a column as wide as this field asks for, up to where fields are broken into lines.
  void measure(std::size_t column, std::string_view utf8);

  /// Whether a field is longer than the widest column and has to be broken.
  static bool is_long(std::string_view utf8);

  /// The styles of the columns, and the columns themselves, in OpenDocument; their cells have the style "Cell".
  std::string styles() const;
  std::string columns() const;

  /// Millimetres, all together.
  int total() const;

 private:
  std::vector<int> widths_;  // millimetres
};

}  // namespace docmill::engines::office
