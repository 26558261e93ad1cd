#pragma once
#include <cstddef>
#include <cstdint>

#include "model/csv_rows.h"

namespace docmill::engines::data {

// What a sheet of Excel holds: "Excel specifications and limits". Tables elsewhere may have any number of rows.
using model::kMostColumns;
constexpr std::uint32_t kMostRows = 1'048'576;
constexpr std::size_t kLongestCell = 32'767;  // UTF-16 units

}  // namespace docmill::engines::data
