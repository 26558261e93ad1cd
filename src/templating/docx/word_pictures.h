#pragma once
#include <string>
#include <string_view>

#include "templating/culture.h"

namespace docmill::templating::docx {

// Word's pictures of dates and numbers (ECMA-376 part 1, 17.16.4) as .NET's formats. Word writes and reads them as its own language has
// it: a German document has \@ "TT.MM.JJJJ" and \# "#.##0,00". So `culture` is whose pictures may stand there beside the English ones.

/// D is d and Y is y, AM/PM is tt; slashes and colons are meant as they are written.
std::string date_format_of(std::string_view picture, const Culture& culture);

/// A comma groups digits before the first of them too; a percent sign is nothing but a sign.
std::string number_format_of(std::string_view picture, const Culture& culture);

}  // namespace docmill::templating::docx
