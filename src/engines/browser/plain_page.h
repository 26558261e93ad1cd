#pragma once
#include <string_view>

namespace docmill::engines::browser {

/// Whether an HTML page is complete as soon as its text has been read, so that nothing has to be waited for: it refers to no picture, font,
/// style sheet or frame, be it a data URL, and runs no script. Looks for words, wherever they stand; in doubt the answer is no.
bool needs_only_its_text(std::string_view html);

}  // namespace docmill::engines::browser
