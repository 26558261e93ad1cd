#pragma once
#include <cstddef>
#include <cstdint>

namespace docmill::engines::data {

// What a sheet of Excel holds: "Excel specifications and limits". Tables elsewhere may have any number of rows.
constexpr std::size_t kMostColumns = 16'384;
constexpr std::uint32_t kMostRows = 1'048'576;
constexpr std::size_t kLongestCell = 32'767;  // UTF-16 units

}  // namespace docmill::engines::data
