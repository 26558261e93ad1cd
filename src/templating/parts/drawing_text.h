#pragma once
#include <pugixml.hpp>

#include "base/result.h"
#include "templating/context.h"
#include "templating/path.h"

namespace docmill::templating {

/// Replaces the tokens of drawing text (a:p, a:r, a:t) that cannot repeat: shapes of a sheet, titles of charts and axes. A value stands in
/// the run that held its token's first character; its line feeds are a:br. Errors: as apply_token().
Result<void> fill_drawing_texts(pugi::xml_node tree, const Scope& scope, Context& context);

}  // namespace docmill::templating
