#pragma once
#include <span>
#include <string_view>
#include <vector>

namespace docmill::engines::office {

/// Which application of LibreOffice a type belongs to.
enum class Family { Text, Sheet, Slides, Drawing };

/// What the bytes of a type look like from outside.
enum class Container { Ooxml, Odf, OldOpenOffice, FlatOdf, Ole, Rtf, WordPerfect, Plain, Html, Picture };

/// A document type the office engine reads.
struct Readable {
  std::string_view extension;
  Family family;
  Container container;
  std::string_view content_type;
  std::string_view title;  // for people: "Word document"
};

/// Every type LibreOffice 7.4 turns into a PDF with the writer, calc, impress and draw packages.
/// Each row is converted by a test, but for xlsb, vsd and pub, which nothing at hand can write.
std::span<const Readable> readable();

/// The row of an extension, lower case, without a dot; nullptr when the engine does not read it.
const Readable* readable(std::string_view extension);

/// What the engine makes of a document besides PDF: the formats of its own family, "docx", "odt", "rtf" … of a text.
std::vector<std::string_view> written(Family family);

}  // namespace docmill::engines::office
