#pragma once
#include <string>
#include <string_view>

namespace docmill::engines::office {

/// Text in whatever of the usual encodings as UTF-8 with a byte order mark, which makes LibreOffice read it as such:
/// UTF-8 or UTF-16 with their marks, UTF-8 without, and Windows-1252 for everything that is not valid UTF-8.
std::string as_marked_utf8(std::string_view bytes);

/// A table in text form (RFC 4180; separated by comma, semicolon, tab or bar, whichever its first line has most of) as a
/// flat OpenDocument spreadsheet. LibreOfficeKit 7.4 cannot open CSV: it waits for an import dialog.
/// Plain numbers become numbers, everything else stays the text it is, also what looks like a formula.
std::string flat_spreadsheet_of(std::string_view csv);

}  // namespace docmill::engines::office
