#pragma once
#include <string>
#include <vector>

#include "templating/check/data_shape.h"
#include "templating/value.h"

namespace docmill::templating {

/// A JSON Schema (2020-12) of the data.
Value schema_of(const DataShape& shape);

/// Data that the template can be filled with: two items in each list, values as the template formats them.
Value sample_of(const DataShape& shape);

/// Names of the data that the template asks for nowhere, "customer.fax"; of a list, what any item has. At most `most` of them.
std::vector<std::string> unused_names(const DataShape& shape, const Value& data, std::size_t most = 200);

/// "employees", "employees.projects": what is taken for a list.
std::vector<std::string> lists_of(const DataShape& shape);

}  // namespace docmill::templating
