#include "engines/data/child/tables/column_type.h"

#include <algorithm>
#include <array>

#include "base/small_letters.h"

namespace docmill::engines::data {
namespace {

struct Row {
  ColumnType type;
  std::string_view name;
  int format;
};

constexpr std::array<Row, kColumnTypes> kTypes{{
    {ColumnType::General, "General", 0},
    {ColumnType::Text, "Text", 49},
    {ColumnType::Integer, "Integer", 1},
    {ColumnType::TwoDecimal, "TwoDecimal", 2},
    {ColumnType::ThousandInteger, "ThousandInteger", 3},
    {ColumnType::ThousandTwoDecimal, "ThousandTwoDecimal", 4},
    {ColumnType::IntegerPercentage, "IntegerPercentage", 9},
    {ColumnType::TwoDecimalPercentage, "TwoDecimalPercentage", 10},
    {ColumnType::Scientific, "Scientific", 11},
    {ColumnType::ShortDate, "ShortDate", 14},
    {ColumnType::ShortDateTime, "ShortDateTime", 22},
    {ColumnType::LongDate, "LongDate", 0},
}};

}  // namespace

std::optional<ColumnType> column_type_named(std::string_view name) {
  for (const auto& row : kTypes) {
    if (same_but_for_case(row.name, name)) return row.type;
  }
  return std::nullopt;
}

std::string_view column_type_names() {
  return "General, Text, Integer, TwoDecimal, ThousandInteger, ThousandTwoDecimal, IntegerPercentage, TwoDecimalPercentage, Scientific, "
         "ShortDate, ShortDateTime, LongDate";
}

int number_format(ColumnType type) {
  return std::ranges::find(kTypes, type, &Row::type)->format;
}

bool is_date(ColumnType type) {
  return type == ColumnType::ShortDate || type == ColumnType::ShortDateTime || type == ColumnType::LongDate;
}

bool is_percentage(ColumnType type) {
  return type == ColumnType::IntegerPercentage || type == ColumnType::TwoDecimalPercentage;
}

}  // namespace docmill::engines::data
