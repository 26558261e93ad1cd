#pragma once
#include <string>

#include "base/result.h"
#include "ooxml/package.h"
#include "templating/context.h"
#include "templating/fill.h"
#include "templating/findings.h"

namespace docmill::templating::pptx {

/// Fills a presentation's tokens with context.data (specification §2, §3, §5, §7, §8, §9, §13): the text of slides and notes, tables,
/// lists, alternative texts of pictures, targets of links, charts and diagrams. Rows, items of lists and slides repeat. Layouts and
/// masters, and slides without tokens, stay as they are. Warnings are in context.warnings. Errors: InputDamaged (a part that is no XML, no
/// presentation in the package), InputTooComplex (data and template together make too much; the message names the limit), BadRequest (a
/// missing name where context.missing says so).
Result<void> fill(ooxml::Package& package, Context& context, const FillLimits& limits = {});

/// Finds a presentation's tokens where they stand, to be looked at without data; what cannot be read is among the context's warnings. The
/// package is of no other use afterwards. Errors: as fill().
Result<void> look_at(ooxml::Package& package, Context& context, Findings& findings);

/// What the slides say, for guess_dialect(): notes and alternative texts too. Errors: InputDamaged.
Result<std::string> text_of(ooxml::Package& package);

}  // namespace docmill::templating::pptx
