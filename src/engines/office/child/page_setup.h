#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "engines/child/work.h"

namespace docmill::engines::office {

/// An HTML page with the paper that the parameters ask for, which LibreOffice takes from the page's own style sheet. Parameters: PaperSize
/// (A4, Letter, …), Orientation (Portrait, Landscape), Margins (one to four lengths in the order of CSS, points where no unit is given),
/// DecodeHtml (the mark-up came with its own characters escaped: &lt;p&gt;). Errors: BadRequest (margins that cannot be read).
Result<std::string> with_page_setup(std::string_view html, const child::Work& work);

}  // namespace docmill::engines::office
