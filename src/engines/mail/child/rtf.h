#pragma once
#include <string>
#include <string_view>

#include "engines/mail/child/budget.h"

namespace docmill::engines::mail {

/// The Rich Text that a message keeps compressed (MS-OXRTFCP); as much as can be read of damaged data, empty when that is nothing.
/// Throws TooComplex.
std::string decompress_rtf(std::string_view packed, Budget& budget);

struct RtfContent {
  std::string text;
  bool is_html = false;  // the Rich Text was a wrapping of HTML (MS-OXRTFEX), and `text` is that
};

/// What Rich Text says, without its look.
RtfContent content_of_rtf(std::string_view rtf);

}  // namespace docmill::engines::mail
