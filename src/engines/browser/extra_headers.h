#pragma once
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engines/browser/print_options.h"

namespace docmill::engines::browser {

/// Reads the field "ExtraHeaders": {"Name": "value"} goes to `own_origin`, {"https://host": {"Name": "value"}} to the origin named.
/// An empty text is no headers. Errors: BadRequest, saying what to send.
Result<std::vector<OriginHeaders>> read_extra_headers(std::string_view text, std::string_view own_origin);

}  // namespace docmill::engines::browser
