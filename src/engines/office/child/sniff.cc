#include "engines/office/child/sniff.h"

#include <algorithm>
#include <array>

#include "base/small_letters.h"
#include "engines/office/extensions.h"

namespace docmill::engines::office {
namespace {

using Kind = Sniffed::Kind;

struct Magic {
  std::size_t at;
  std::string_view bytes;
  std::string_view extension;   // of the office type; empty when the engine does not read it
  std::string_view looks_like;  // for those
};

constexpr std::array kMagics{
    Magic{0, "\x89PNG\r\n", "png", {}},
    Magic{0, "\xFF\xD8\xFF", "jpg", {}},
    Magic{0, "GIF8", "gif", {}},
    Magic{0, "BM", "bmp", {}},
    Magic{0, "II*", "tiff", {}},
    Magic{0, std::string_view("MM\0*", 4), "tiff", {}},
    Magic{8, "WEBP", "webp", {}},
    Magic{40, " EMF", "emf", {}},
    Magic{0, "\xD7\xCD\xC6\x9A", "wmf", {}},
    Magic{0, "\xFFWPC", "wpd", {}},
    Magic{0, "\x1F\x8B", {}, "a gzip archive"},
    Magic{0, "7z\xBC\xAF", {}, "a 7-Zip archive"},
    Magic{0, "Rar!", {}, "a RAR archive"},
    Magic{0,
          "\x7F"
          "ELF",
          {},
          "a program"},
    Magic{0, "MZ", {}, "a program"},
};

struct Main {
  std::string_view content_type;  // of the main part, without "+xml"
  std::string_view extension;
};

// [Content_Types].xml names the main part's type: ECMA-376 part 1, sections 11.3.10, 12.3.23 and 13.3.6; macro types from [MS-OFFMACRO2].
constexpr std::array kMains{
    Main{"wordprocessingml.document.main", "docx"},
    Main{"wordprocessingml.template.main", "dotx"},
    Main{"ms-word.document.macroEnabled", "docm"},
    Main{"ms-word.template.macroEnabledTemplate.main", "dotm"},
    Main{"spreadsheetml.sheet.main", "xlsx"},
    Main{"spreadsheetml.template.main", "xltx"},
    Main{"ms-excel.sheet.macroEnabled", "xlsm"},
    Main{"ms-excel.template.macroEnabled", "xltm"},
    Main{"presentationml.presentation.main", "pptx"},
    Main{"presentationml.slideshow.main", "ppsx"},
    Main{"presentationml.template.main", "potx"},
    Main{"ms-powerpoint.presentation.macroEnabled", "pptm"},
    Main{"ms-powerpoint.template.macroEnabled", "potm"},
    Main{"ms-powerpoint.slideshow.macroEnabled", "ppsm"},
    Main{"ms-excel.sheet.binary.macroEnabled", "xlsb"},
    Main{"ms-visio.drawing", "vsdx"},
};

bool is_text(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return true;  // UTF-16 with its mark
  return std::none_of(bytes.begin(), bytes.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && byte != 0x1B;
  });
}

Sniffed sniff_binary(std::string_view head) {
  for (const auto& magic : kMagics) {
    if (head.size() < magic.at || !head.substr(magic.at).starts_with(magic.bytes)) continue;
    if (magic.extension.empty()) return {Kind::Other, "", std::string(magic.looks_like)};
    return {Kind::Office, std::string(magic.extension), looks_like(magic.extension)};
  }
  return {Kind::Other, "", "data of an unknown type"};
}

bool has_tag(std::string_view lower_case, std::string_view tag) {
  return lower_case.find(tag) != std::string_view::npos;
}

}  // namespace

std::string looks_like(std::string_view extension) {
  const auto* row = readable(extension);
  if (row == nullptr) return "something else";
  const bool spelt = row->title.starts_with("HTML") || row->title.starts_with("SVG");
  const bool vowel = spelt || std::string_view("AEIOU").find(row->title.front()) != std::string_view::npos;
  return (row->title == "plain text" ? "" : vowel ? "an " : "a ") + std::string(row->title);
}

Sniffed sniff(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 4096);
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return {Kind::Zip, "", "a ZIP archive"};
  if (head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return {Kind::Ole, "", "an OLE2 file"};
  if (head.starts_with("{\\rtf")) return {Kind::Office, "rtf", looks_like("rtf")};
  if (head.substr(0, 1024).find("%PDF-") != std::string_view::npos) return {Kind::Other, "", "a PDF"};
  if (!is_text(head)) return sniff_binary(head);
  if (const auto at = head.find("office:mimetype="); at != std::string_view::npos && has_tag(head, "<office:document")) {
    const auto value = head.substr(at + 17);
    auto flat = sniff_odf(value.substr(0, value.find_first_of("\"'")));
    if (flat.kind == Kind::Office) flat.extension = "f" + flat.extension;
    if (readable(flat.extension) != nullptr) return {Kind::Office, flat.extension, looks_like(flat.extension)};
  }
  const auto lower = small_letters(head);
  if (has_tag(lower, "<!doctype html") || has_tag(lower, "<html")) return {Kind::Html, "html", "an HTML page"};
  if (has_tag(lower, "<svg")) return {Kind::Office, "svg", looks_like("svg")};
  return {Kind::Text, "", "plain text"};
}

Sniffed sniff_ooxml(std::string_view content_types) {
  for (const auto& main : kMains) {
    if (content_types.find(main.content_type) != std::string_view::npos)
      return {Kind::Office, std::string(main.extension), looks_like(main.extension)};
  }
  return {Kind::Other, "", "an Office file of an unknown type"};
}

Sniffed sniff_odf(std::string_view mime_type) {
  for (const auto& row : readable()) {
    const bool package = row.container == Container::Odf || row.container == Container::OldOpenOffice;
    if (package && row.content_type == mime_type) return {Kind::Office, std::string(row.extension), looks_like(row.extension)};
  }
  if (mime_type == "application/epub+zip") return {Kind::Other, "", "an EPUB book"};
  return {Kind::Other, "", "a ZIP archive"};
}

}  // namespace docmill::engines::office
