#pragma once
#include <string>
#include <string_view>

namespace docmill::engines::office {

/// A table in text form (RFC 4180; in the encodings below; separated by comma, semicolon, tab or bar, whichever its first line has most of)
/// as a flat OpenDocument spreadsheet. LibreOfficeKit 7.4 cannot open CSV: it waits for an import dialog. Plain numbers become numbers,
/// everything else stays the text it is, also what looks like a formula. Its paper is A4.
std::string flat_spreadsheet_of(std::string_view csv);

/// Text in UTF-8 or UTF-16 with their marks, UTF-8 without, or Windows-1252, which is everything that is not valid UTF-8, as a flat
/// OpenDocument text on A4 in a face of fixed width: a paragraph for each line, a new page at a form feed. LibreOffice's own reader of
/// text takes the paper of the locale, and that is Letter for the one the engine has.
std::string flat_text_of(std::string_view bytes);

}  // namespace docmill::engines::office
