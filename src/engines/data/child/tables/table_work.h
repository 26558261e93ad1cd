#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "engines/child/work.h"
#include "engines/data/child/text/output_file.h"

namespace docmill::engines::data {

/// The parameter Limit; the largest number when it is not given.
std::uint64_t row_limit(const child::Work& work);

/// Ends a step with its one output. Errors: InputTooComplex.
Result<Finished> finish_table(child::Work& work, Result<UniqueFd> file, const std::string& extension,
                              std::vector<std::string> warnings = {});

}  // namespace docmill::engines::data
