#pragma once
#include <string>
#include <string_view>

namespace docmill::engines::office {

/// What a document is called while LibreOffice has it open: as its sender calls it, since headers and footers may show its name, with the
/// extension of what it is. "document.docx" when it has no name. One part of a path, at most 200 bytes.
std::string input_name(std::string_view sent_as, std::string_view extension);

/// The same as a part of a URL.
std::string as_url_part(std::string_view name);

}  // namespace docmill::engines::office
