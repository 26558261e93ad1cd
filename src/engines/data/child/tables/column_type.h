#pragma once
#include <optional>
#include <string_view>

namespace docmill::engines::data {

/// How a column of a workbook shows its values; each is one of Excel's built-in number formats but LongDate, the system's long date.
enum class ColumnType {
  General,
  Text,
  Integer,
  TwoDecimal,
  ThousandInteger,
  ThousandTwoDecimal,
  IntegerPercentage,
  TwoDecimalPercentage,
  Scientific,
  ShortDate,
  ShortDateTime,
  LongDate,
};
constexpr std::size_t kColumnTypes = 12;

/// Without regard to case; nullopt for another word.
std::optional<ColumnType> column_type_named(std::string_view name);
/// All names, for messages.
std::string_view column_type_names();
/// The number of the built-in format (ECMA-376 part 1, 18.8.30); 0 for General, and for LongDate, which has a format of its own.
int number_format(ColumnType type);

bool is_date(ColumnType type);
bool is_percentage(ColumnType type);

}  // namespace docmill::engines::data
