#pragma once
#include <span>

#include "templating/check/data_shape.h"
#include "templating/html/html_parts.h"
#include "templating/value.h"

namespace docmill::templating {

/// The data that the keys of an HTML or text template ask for. A key inside of {{#each}} may be the item's or that of anything around it:
/// `data` tells when there is some; without it, a key that stands outside of all blocks too is taken for the outer one.
DataShape shape_of(std::span<const html::Part> parts, const Value* data = nullptr);

}  // namespace docmill::templating
