#pragma once
#include <string>
#include <string_view>

namespace docmill::engines::office {

/// What bytes are, judged by themselves and never by a name.
struct Sniffed {
  enum class Kind { Office, Zip, Ole, Text, Html, Other };
  Kind kind = Kind::Other;
  std::string extension;   // of the office type; empty for other kinds
  std::string looks_like;  // for people: "a Word document", "a PNG picture"
};

/// Looks at the first bytes only; ZIP and OLE2 containers come back as Zip and Ole, to be looked into.
Sniffed sniff(std::string_view bytes);

/// Which OOXML type `content_types` ([Content_Types].xml) declares as the main part. Kind::Other when none.
Sniffed sniff_ooxml(std::string_view content_types);

/// Which ODF type the `mimetype` part (or a flat file's office:mimetype) names. Kind::Other when none.
Sniffed sniff_odf(std::string_view mime_type);

/// "a Word document" for an extension of the table.
std::string looks_like(std::string_view extension);

}  // namespace docmill::engines::office
