#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "templating/xlsx/emit.h"

// What stands in the brackets of a structured reference (`Table1[[#This Row],[Price]]`) once columns of the table have other names.

namespace docmill::templating::xlsx {

/// What a column of the template has become: the names of the first and the last of its copies; both empty: it is gone.
struct ColumnsNow {
  std::string first;
  std::string last;
};

/// As seen from within `chain` (see placed()); nullopt: the template's table has no such column.
std::optional<ColumnsNow> columns_now(const Plan& plan, const OutTable& table, std::string_view column,
                                      std::span<const std::uint32_t> chain);

/// The brackets with the columns' names of now, `[#REF!]` where one is gone.
std::string renamed_columns(std::string_view brackets, const std::function<std::optional<ColumnsNow>(std::string_view)>& now);

}  // namespace docmill::templating::xlsx
