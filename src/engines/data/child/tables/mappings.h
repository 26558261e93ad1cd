#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engines/data/child/tables/column_type.h"
#include "model/csv_rows.h"

namespace docmill::engines::data {

/// One entry of the parameter Mappings: a column of the workbook and where its values come from.
struct Mapping {
  std::string source;  // csvColumnIndexOrName or jsonProperty
  ColumnType type = ColumnType::General;
  std::string title;  // xlsxColumnName; empty when it was not given
};

/// Reads the parameter Mappings, a JSON array of {`source_key`, "xlsxColumnType", "xlsxColumnName"}; empty text is no mapping. Keys count
/// in any case; a source may be a number.
/// Errors: BadRequest, naming the entry.
Result<std::vector<Mapping>> parse_mappings(const std::string& text, std::string_view source_key);

/// Where a mapping's source is among `names`: by name first, then by number from 1. nullopt when it is not there.
std::optional<std::size_t> find_column(const std::vector<std::string>& names, const std::string& source);

using model::distinct_names;

}  // namespace docmill::engines::data
