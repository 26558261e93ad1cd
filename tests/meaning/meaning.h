#pragma once
// What a document says, as text that a person can review and a test can compare: words, sizes, fields and coarse pictures, never bytes.
#include <string>
#include <string_view>

namespace docmill::testing {

struct Named {
  std::string name;      // as the caller gets it, "pitch.pdf"; its extension decides how it is read
  std::string bytes;     // whole
  std::string password;  // opens it; empty when it needs none
};

/// Several lines, each ending in a line feed and none of them empty. Files of no known kind give their size, and their text if they are
/// one. Read with foreign readers: poppler, qpdf, libvips, libzip, pugixml. A document that they cannot read gives what they complain of.
std::string meaning_of(const Named& document);

/// Empty when both say the same, else what differs (`diff -u`). Pictures may differ a little: a shade a cell, a trace of colour.
std::string difference(std::string_view golden, std::string_view actual);

// The kinds, each in a file of its own. Paths are of files written for the readers.
std::string meaning_of_pdf(const std::string& path, const std::string& password);
std::string meaning_of_picture(const std::string& path);
std::string meaning_of_office(const std::string& bytes);   // OOXML and OpenDocument
std::string meaning_of_archive(const std::string& bytes);  // ZIP
std::string meaning_of_json(std::string_view text);

/// The lines of `text` without their indentation and without empty ones, each behind `margin`.
std::string lines_of(std::string_view text, std::string_view margin = "  ");

}  // namespace docmill::testing
