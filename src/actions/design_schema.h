#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

/// What a flow's designer asks before a flow runs: which members a request takes, or which ones its answer will have, where that depends
/// on a value already chosen. Derived from the catalogue and from the readers that the engines use; nothing is run and nothing charged.
namespace docmill::actions {

/// The value that a schema depends on, as it stands in the address.
struct DesignQuestion {
  std::string_view name;       // "SplitPdf"
  std::string_view parameter;  // "type"
};

/// nullptr when no schema has this name; compared without regard to case.
const DesignQuestion* find_design_question(std::string_view name);
std::vector<DesignQuestion> design_questions();

/// The JSON Schema for `value` of the question's parameter; empty: none was given.
/// - SplitPdf, AddWatermarkToPdf: the request of the operation with that type.
/// - ParseCsv: the answer's rows, a property for each of the headers; rows of any properties without them.
/// - RegExpMatch: the answer's matches, a property for each group of the pattern.
/// Errors: BadRequest (the parameter is missing, too long, or none the operation knows; the message says what to send).
Result<std::string> design_schema(const DesignQuestion& question, std::string_view value);

}  // namespace docmill::actions
