#pragma once
#include <string_view>

namespace docmill::engines::browser {

// Both look for words in an HTML page, wherever they stand; in doubt the answer is no.

/// Whether the page runs no script, neither its own nor a frame's.
bool runs_nothing(std::string_view html);

/// Whether the page runs nothing and is complete as soon as its text has been read, so that nothing has to be waited for: it refers to no
/// picture, font or style sheet, be it a data URL.
bool needs_only_its_text(std::string_view html);

}  // namespace docmill::engines::browser
