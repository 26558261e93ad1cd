#pragma once
#include "templating/check/data_shape.h"
#include "templating/findings.h"

namespace docmill::templating {

/// The data that the tokens of a template ask for.
DataShape shape_of(const Findings& findings);

/// What a formatter's argument says of the value it is for: "dd.MM.yyyy" is for dates, "N2" for numbers.
Guess guess_of_format(std::string_view format);

}  // namespace docmill::templating
