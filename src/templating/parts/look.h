#pragma once
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ooxml/package.h"
#include "templating/context.h"
#include "templating/findings.h"

// Places that repeat nothing, looked at without data: what is filled there by fill_plain_text() and its kin.

namespace docmill::templating {

/// Adds the tokens of a text; what is malformed is among the context's warnings, at this place.
void look_at_text(std::string_view text, const Where& where, Context& context, Findings& findings);

/// Those of drawing text: what fill_drawing_texts() fills.
void look_at_drawing_texts(pugi::xml_node tree, const Where& where, Context& context, Findings& findings);

/// Those of the package's properties: what fill_properties() fills. Errors: InputDamaged.
Result<void> look_at_properties(ooxml::Package& package, Context& context, Findings& findings);

}  // namespace docmill::templating
