#include "actions/document_types.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <vector>

#include "base/check.h"
#include "base/small_letters.h"

namespace docmill::actions {
namespace {

using enum Family;

constexpr unsigned bit(Family family) {
  return 1U << static_cast<unsigned>(family);
}

struct Row {
  model::DocumentType type;
  unsigned begins_as;
  std::string_view pages_by = {};  // the engine that makes a PDF of it; none: it has no pages
};

constexpr std::string_view kMail = "mail";
constexpr std::string_view kBrowser = "browser";
constexpr std::string_view kOffice = "office";
constexpr std::string_view kPictures = "image";

constexpr unsigned kOoxml = bit(Zip) | bit(Ole2);  // OLE2 is how a protected one is stored
constexpr unsigned kOle2 = bit(Ole2);
constexpr unsigned kZip = bit(Zip);
constexpr unsigned kXml = bit(Xml);
constexpr unsigned kText = bit(Text) | bit(Html) | bit(Xml);  // text that looks like mark-up is still text when its name says so
constexpr unsigned kImage = bit(Image);
constexpr unsigned kArchive = bit(Archive);

// Extensions and content types as in LibreOffice's filter configuration (TypeDetection, 7.4) and the IANA registry.
constexpr std::array kRows{
    // Text documents
    Row{{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word document"}, kOoxml, kOffice},
    Row{{"docm", "application/vnd.ms-word.document.macroenabled.12", "Word document with macros"}, kOoxml, kOffice},
    Row{{"dotx", "application/vnd.openxmlformats-officedocument.wordprocessingml.template", "Word template"}, kOoxml, kOffice},
    Row{{"dotm", "application/vnd.ms-word.template.macroenabled.12", "Word template with macros"}, kOoxml, kOffice},
    Row{{"doc", "application/msword", "Word 97-2003 document"}, kOle2, kOffice},
    Row{{"dot", "application/msword", "Word 97-2003 template"}, kOle2, kOffice},
    Row{{"odt", "application/vnd.oasis.opendocument.text", "OpenDocument text"}, kZip, kOffice},
    Row{{"ott", "application/vnd.oasis.opendocument.text-template", "OpenDocument text template"}, kZip, kOffice},
    Row{{"fodt", "application/vnd.oasis.opendocument.text-flat-xml", "flat OpenDocument text"}, kXml, kOffice},
    Row{{"sxw", "application/vnd.sun.xml.writer", "OpenOffice.org 1 text"}, kZip, kOffice},
    Row{{"rtf", "application/rtf", "Rich Text document"}, bit(Rtf), kOffice},
    Row{{"txt", "text/plain", "plain text"}, kText, kOffice},
    Row{{"html", "text/html", "HTML page"}, kText, kBrowser},
    Row{{"htm", "text/html", "HTML page"}, kText, kBrowser},
    Row{{"xhtml", "application/xhtml+xml", "XHTML page"}, kText, kBrowser},
    Row{{"epub", "application/epub+zip", "EPUB book"}, kZip},
    Row{{"wpd", "application/vnd.wordperfect", "WordPerfect document"}, bit(WordPerfect), kOffice},
    Row{{"md", "text/markdown", "Markdown text"}, kText, kMail},
    // Messages
    Row{{"eml", "message/rfc822", "e-mail message"}, kText, kMail},
    Row{{"msg", "application/vnd.ms-outlook", "Outlook message"}, kOle2, kMail},
    // Spreadsheets
    Row{{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel workbook"}, kOoxml, kOffice},
    Row{{"xlsm", "application/vnd.ms-excel.sheet.macroenabled.12", "Excel workbook with macros"}, kOoxml, kOffice},
    Row{{"xlsb", "application/vnd.ms-excel.sheet.binary.macroenabled.12", "Excel binary workbook"}, kOoxml, kOffice},
    Row{{"xltx", "application/vnd.openxmlformats-officedocument.spreadsheetml.template", "Excel template"}, kOoxml, kOffice},
    Row{{"xltm", "application/vnd.ms-excel.template.macroenabled.12", "Excel template with macros"}, kOoxml, kOffice},
    Row{{"xls", "application/vnd.ms-excel", "Excel 97-2003 workbook"}, kOle2, kOffice},
    Row{{"xlt", "application/vnd.ms-excel", "Excel 97-2003 template"}, kOle2, kOffice},
    Row{{"ods", "application/vnd.oasis.opendocument.spreadsheet", "OpenDocument spreadsheet"}, kZip, kOffice},
    Row{{"ots", "application/vnd.oasis.opendocument.spreadsheet-template", "OpenDocument spreadsheet template"}, kZip, kOffice},
    Row{{"fods", "application/vnd.oasis.opendocument.spreadsheet-flat-xml", "flat OpenDocument spreadsheet"}, kXml, kOffice},
    Row{{"sxc", "application/vnd.sun.xml.calc", "OpenOffice.org 1 spreadsheet"}, kZip, kOffice},
    Row{{"csv", "text/csv", "comma-separated values"}, kText, kOffice},
    Row{{"tsv", "text/tab-separated-values", "tab-separated values"}, kText, kOffice},
    Row{{"slk", "application/x-sylk", "SYLK spreadsheet"}, kText, kOffice},
    // Presentations
    Row{{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint presentation"}, kOoxml, kOffice},
    Row{{"pptm", "application/vnd.ms-powerpoint.presentation.macroenabled.12", "PowerPoint presentation with macros"}, kOoxml, kOffice},
    Row{{"potx", "application/vnd.openxmlformats-officedocument.presentationml.template", "PowerPoint template"}, kOoxml, kOffice},
    Row{{"potm", "application/vnd.ms-powerpoint.template.macroenabled.12", "PowerPoint template with macros"}, kOoxml, kOffice},
    Row{{"ppsx", "application/vnd.openxmlformats-officedocument.presentationml.slideshow", "PowerPoint show"}, kOoxml, kOffice},
    Row{{"ppsm", "application/vnd.ms-powerpoint.slideshow.macroenabled.12", "PowerPoint show with macros"}, kOoxml, kOffice},
    Row{{"ppt", "application/vnd.ms-powerpoint", "PowerPoint 97-2003 presentation"}, kOle2, kOffice},
    Row{{"pot", "application/vnd.ms-powerpoint", "PowerPoint 97-2003 template"}, kOle2, kOffice},
    Row{{"pps", "application/vnd.ms-powerpoint", "PowerPoint 97-2003 show"}, kOle2, kOffice},
    Row{{"odp", "application/vnd.oasis.opendocument.presentation", "OpenDocument presentation"}, kZip, kOffice},
    Row{{"otp", "application/vnd.oasis.opendocument.presentation-template", "OpenDocument presentation template"}, kZip, kOffice},
    Row{{"fodp", "application/vnd.oasis.opendocument.presentation-flat-xml", "flat OpenDocument presentation"}, kXml, kOffice},
    Row{{"sxi", "application/vnd.sun.xml.impress", "OpenOffice.org 1 presentation"}, kZip, kOffice},
    // Drawings and pictures
    Row{{"odg", "application/vnd.oasis.opendocument.graphics", "OpenDocument drawing"}, kZip, kOffice},
    Row{{"otg", "application/vnd.oasis.opendocument.graphics-template", "OpenDocument drawing template"}, kZip, kOffice},
    Row{{"fodg", "application/vnd.oasis.opendocument.graphics-flat-xml", "flat OpenDocument drawing"}, kXml, kOffice},
    Row{{"sxd", "application/vnd.sun.xml.draw", "OpenOffice.org 1 drawing"}, kZip, kOffice},
    Row{{"vsd", "application/vnd.visio", "Visio drawing"}, kOle2, kOffice},
    Row{{"vsdx", "application/vnd.ms-visio.drawing", "Visio drawing"}, kOoxml, kOffice},
    Row{{"pub", "application/x-mspublisher", "Publisher document"}, kOle2, kOffice},
    Row{{"png", "image/png", "PNG picture"}, kImage, kPictures},
    Row{{"jpg", "image/jpeg", "JPEG picture"}, kImage, kPictures},
    Row{{"jpeg", "image/jpeg", "JPEG picture"}, kImage, kPictures},
    Row{{"gif", "image/gif", "GIF picture"}, kImage, kPictures},
    Row{{"bmp", "image/bmp", "BMP picture"}, kImage, kPictures},
    Row{{"tiff", "image/tiff", "TIFF picture"}, kImage, kPictures},
    Row{{"tif", "image/tiff", "TIFF picture"}, kImage, kPictures},
    Row{{"webp", "image/webp", "WebP picture"}, kImage, kPictures},
    Row{{"heic", "image/heic", "HEIC picture"}, kImage, kPictures},
    Row{{"heif", "image/heif", "HEIF picture"}, kImage, kPictures},
    Row{{"avif", "image/avif", "AVIF picture"}, kImage, kPictures},
    Row{{"svg", "image/svg+xml", "SVG picture"}, kXml | bit(Text), kPictures},
    Row{{"emf", "image/emf", "Windows metafile"}, kImage, kOffice},
    Row{{"wmf", "image/wmf", "Windows metafile"}, kImage, kOffice},
    // Pages
    Row{{"pdf", "application/pdf", "PDF document"}, bit(Pdf), "pdf"},
    // Data
    Row{{"json", "application/json", "JSON document"}, kText},
    // Archives
    Row{{"zip", "application/zip", "ZIP archive"}, kZip},
    Row{{"7z", "application/x-7z-compressed", "7z archive"}, kArchive},
    Row{{"tar", "application/x-tar", "TAR archive"}, kArchive},
    Row{{"gz", "application/gzip", "gzip archive"}, kArchive},
    Row{{"tgz", "application/gzip", "TAR archive packed by gzip"}, kArchive},
    Row{{"bz2", "application/x-bzip2", "bzip2 archive"}, kArchive},
    Row{{"tbz2", "application/x-bzip2", "TAR archive packed by bzip2"}, kArchive},
    Row{{"xz", "application/x-xz", "xz archive"}, kArchive},
    Row{{"txz", "application/x-xz", "TAR archive packed by xz"}, kArchive},
    Row{{"zst", "application/zstd", "zstd archive"}, kArchive},
    Row{{"tzst", "application/zstd", "TAR archive packed by zstd"}, kArchive},
    Row{{"bin", "application/octet-stream", "file of any kind"}, bit(Unknown)},
};

const Row* row_of(std::string_view extension) {
  const auto found = std::ranges::find(kRows, extension, [](const Row& row) { return row.type.extension; });
  return found == kRows.end() ? nullptr : &*found;
}

}  // namespace

std::span<const model::DocumentType> document_types() {
  static const auto types = [] {
    std::vector<model::DocumentType> all;
    for (const auto& row : kRows) all.push_back(row.type);
    return all;
  }();
  return types;
}

const model::DocumentType* type_with_extension(std::string_view extension) {
  if (extension.starts_with('.')) extension.remove_prefix(1);
  const auto* row = row_of(small_letters(extension));
  return row == nullptr ? nullptr : &row->type;
}

std::vector<std::string_view> types_paged_by(std::string_view engine) {
  std::vector<std::string_view> extensions;
  for (const auto& row : kRows) {
    if (!row.pages_by.empty() && (engine.empty() || row.pages_by == engine)) extensions.push_back(row.type.extension);
  }
  return extensions;
}

const model::DocumentType* type_with_content_type(std::string_view content_type) {
  const auto wanted = small_letters(content_type);
  const auto found = std::ranges::find(kRows, wanted, [](const Row& row) { return row.type.content_type; });
  return found == kRows.end() ? nullptr : &found->type;
}

bool may_begin_as(const model::DocumentType& type, Family family) {
  const auto* row = row_of(type.extension);
  DOCMILL_CHECK(row != nullptr);
  return (row->begins_as & bit(family)) != 0;
}

std::string extension_of(std::string_view filename) {
  const auto dot = filename.rfind('.');
  if (dot == std::string_view::npos) return {};
  auto extension = filename.substr(dot + 1);
  // A dot inside a sentence is not the start of an extension.
  if (extension.size() > 8 || extension.find_first_of(" /\\") != std::string_view::npos) return {};
  return small_letters(extension);
}

std::string output_name(std::string_view filename, std::string_view extension) {
  const auto own = extension_of(filename).size();
  auto stem = own == 0 ? filename : filename.substr(0, filename.size() - own - 1);
  if (stem.empty()) stem = "document";
  return std::string(stem) + "." + std::string(extension);
}

}  // namespace docmill::actions
