#pragma once
#include <string>
#include <vector>

#include "engines/office/child/font_book.h"
#include "engines/office/child/hot_pages.h"
#include "engines/office/child/lok.h"

namespace docmill::engines::office {

/// What a child needs to begin as warm as its zygote.
struct Warmth {
  std::vector<std::string> temporary_dirs;  // LibreOffice fixed their names when it started; each child makes them anew
  FontBook fonts;
  HotPages hot_pages;
};

/// Converts a small document of each kind, there and back, in `dir`; then waits until LibreOffice's own threads are gone
/// and learns what a conversion touches. Errors: Unavailable (the cause names the document and LibreOffice's complaint).
Result<Warmth> warm_up(Lok& office, const std::string& dir, const std::string& program_dir);

/// Makes the current directory a home for LibreOffice's temporary files.
void make_temporary_dirs(const std::vector<std::string>& names);

}  // namespace docmill::engines::office
