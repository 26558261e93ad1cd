#pragma once
#include <string>
#include <string_view>

#include "engines/mail/child/safe_html.h"

namespace docmill::engines::mail {

/// A style sheet, or what stands in a style attribute, with "cid:" pictures put in, and without what would end the element or load another
/// sheet.
std::string safe_css(std::string_view css, const PictureSource& pictures);

}  // namespace docmill::engines::mail
