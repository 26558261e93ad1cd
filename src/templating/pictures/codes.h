#pragma once
#include <string>

#include "base/result.h"
#include "templating/outcome.h"

namespace docmill::templating {

/// A code drawn as a PNG, in pixels at 96 to the inch.
struct DrawnCode {
  std::string png;
  int width = 0;
  int height = 0;
};

/// Level Q, the smallest version that fits, a quiet zone of four modules: `module` pixels for each module, or, with a width, as many whole
/// pixels as fit into it, on a picture of that width (§7).
/// Errors: NotApplicable with a sentence for a warning (text too long, a size out of range).
Result<DrawnCode> draw_qr_code(const QrCode& code);

/// Bars without text under them, as wide as whole pixels allow, in the middle of a picture of the size asked for (§7). Digits that a type
/// reckons from the others may be given or left out.
/// Errors: NotApplicable with a sentence for a warning: an unknown type, text that it cannot say, a size out of range.
Result<DrawnCode> draw_barcode(const Barcode& code);

}  // namespace docmill::templating
