#include "engines/office/extensions.h"

#include <algorithm>
#include <array>

namespace docmill::engines::office {
namespace {

using enum Family;
using enum Container;

constexpr std::array kReadable{
    Readable{"docx", Text, Ooxml, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word document"},
    Readable{"docm", Text, Ooxml, "application/vnd.ms-word.document.macroEnabled.12", "Word document with macros"},
    Readable{"dotx", Text, Ooxml, "application/vnd.openxmlformats-officedocument.wordprocessingml.template", "Word template"},
    Readable{"dotm", Text, Ooxml, "application/vnd.ms-word.template.macroEnabled.12", "Word template with macros"},
    Readable{"doc", Text, Ole, "application/msword", "Word 97-2003 document"},
    Readable{"dot", Text, Ole, "application/msword", "Word 97-2003 template"},
    Readable{"odt", Text, Odf, "application/vnd.oasis.opendocument.text", "OpenDocument text"},
    Readable{"ott", Text, Odf, "application/vnd.oasis.opendocument.text-template", "OpenDocument text template"},
    Readable{"fodt", Text, FlatOdf, "application/vnd.oasis.opendocument.text-flat-xml", "flat OpenDocument text"},
    Readable{"sxw", Text, OldOpenOffice, "application/vnd.sun.xml.writer", "OpenOffice.org 1 text"},
    Readable{"rtf", Text, Rtf, "application/rtf", "Rich Text document"},
    Readable{"txt", Text, Plain, "text/plain", "plain text"},
    Readable{"html", Text, Html, "text/html", "HTML page"},
    Readable{"htm", Text, Html, "text/html", "HTML page"},
    Readable{"xhtml", Text, Html, "application/xhtml+xml", "XHTML page"},
    Readable{"wpd", Text, WordPerfect, "application/vnd.wordperfect", "WordPerfect document"},
    Readable{"xlsx", Sheet, Ooxml, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel workbook"},
    Readable{"xlsm", Sheet, Ooxml, "application/vnd.ms-excel.sheet.macroEnabled.12", "Excel workbook with macros"},
    Readable{"xlsb", Sheet, Ooxml, "application/vnd.ms-excel.sheet.binary.macroEnabled.12", "binary Excel workbook"},
    Readable{"xltx", Sheet, Ooxml, "application/vnd.openxmlformats-officedocument.spreadsheetml.template", "Excel template"},
    Readable{"xltm", Sheet, Ooxml, "application/vnd.ms-excel.template.macroEnabled.12", "Excel template with macros"},
    Readable{"xls", Sheet, Ole, "application/vnd.ms-excel", "Excel 97-2003 workbook"},
    Readable{"xlt", Sheet, Ole, "application/vnd.ms-excel", "Excel 97-2003 template"},
    Readable{"ods", Sheet, Odf, "application/vnd.oasis.opendocument.spreadsheet", "OpenDocument spreadsheet"},
    Readable{"ots", Sheet, Odf, "application/vnd.oasis.opendocument.spreadsheet-template", "OpenDocument spreadsheet template"},
    Readable{"fods", Sheet, FlatOdf, "application/vnd.oasis.opendocument.spreadsheet-flat-xml", "flat OpenDocument spreadsheet"},
    Readable{"sxc", Sheet, OldOpenOffice, "application/vnd.sun.xml.calc", "OpenOffice.org 1 spreadsheet"},
    Readable{"csv", Sheet, Plain, "text/csv", "table of comma-separated values"},
    Readable{"tsv", Sheet, Plain, "text/tab-separated-values", "table of tab-separated values"},
    Readable{"slk", Sheet, Plain, "application/x-sylk", "SYLK spreadsheet"},
    Readable{"pptx", Slides, Ooxml, "application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint presentation"},
    Readable{"pptm", Slides, Ooxml, "application/vnd.ms-powerpoint.presentation.macroEnabled.12", "PowerPoint presentation with macros"},
    Readable{"ppsx", Slides, Ooxml, "application/vnd.openxmlformats-officedocument.presentationml.slideshow", "PowerPoint slide show"},
    Readable{"ppsm", Slides, Ooxml, "application/vnd.ms-powerpoint.slideshow.macroEnabled.12", "PowerPoint slide show with macros"},
    Readable{"potx", Slides, Ooxml, "application/vnd.openxmlformats-officedocument.presentationml.template", "PowerPoint template"},
    Readable{"potm", Slides, Ooxml, "application/vnd.ms-powerpoint.template.macroEnabled.12", "PowerPoint template with macros"},
    Readable{"ppt", Slides, Ole, "application/vnd.ms-powerpoint", "PowerPoint 97-2003 presentation"},
    Readable{"pps", Slides, Ole, "application/vnd.ms-powerpoint", "PowerPoint 97-2003 slide show"},
    Readable{"pot", Slides, Ole, "application/vnd.ms-powerpoint", "PowerPoint 97-2003 template"},
    Readable{"odp", Slides, Odf, "application/vnd.oasis.opendocument.presentation", "OpenDocument presentation"},
    Readable{"otp", Slides, Odf, "application/vnd.oasis.opendocument.presentation-template", "OpenDocument presentation template"},
    Readable{"fodp", Slides, FlatOdf, "application/vnd.oasis.opendocument.presentation-flat-xml", "flat OpenDocument presentation"},
    Readable{"sxi", Slides, OldOpenOffice, "application/vnd.sun.xml.impress", "OpenOffice.org 1 presentation"},
    Readable{"odg", Drawing, Odf, "application/vnd.oasis.opendocument.graphics", "OpenDocument drawing"},
    Readable{"otg", Drawing, Odf, "application/vnd.oasis.opendocument.graphics-template", "OpenDocument drawing template"},
    Readable{"fodg", Drawing, FlatOdf, "application/vnd.oasis.opendocument.graphics-flat-xml", "flat OpenDocument drawing"},
    Readable{"sxd", Drawing, OldOpenOffice, "application/vnd.sun.xml.draw", "OpenOffice.org 1 drawing"},
    Readable{"vsd", Drawing, Ole, "application/vnd.visio", "Visio drawing"},
    Readable{"vsdx", Drawing, Ooxml, "application/vnd.ms-visio.drawing", "Visio drawing"},
    Readable{"pub", Drawing, Ole, "application/x-mspublisher", "Publisher document"},
    Readable{"png", Drawing, Picture, "image/png", "PNG picture"},
    Readable{"jpg", Drawing, Picture, "image/jpeg", "JPEG picture"},
    Readable{"jpeg", Drawing, Picture, "image/jpeg", "JPEG picture"},
    Readable{"gif", Drawing, Picture, "image/gif", "GIF picture"},
    Readable{"bmp", Drawing, Picture, "image/bmp", "BMP picture"},
    Readable{"tiff", Drawing, Picture, "image/tiff", "TIFF picture"},
    Readable{"tif", Drawing, Picture, "image/tiff", "TIFF picture"},
    Readable{"webp", Drawing, Picture, "image/webp", "WebP picture"},
    Readable{"svg", Drawing, Picture, "image/svg+xml", "SVG picture"},
    Readable{"emf", Drawing, Picture, "image/emf", "Windows metafile"},
    Readable{"wmf", Drawing, Picture, "image/wmf", "Windows metafile"},
};

}  // namespace

std::span<const Readable> readable() {
  return kReadable;
}

const Readable* readable(std::string_view extension) {
  const auto found = std::find_if(kReadable.begin(), kReadable.end(), [&](const Readable& row) { return row.extension == extension; });
  return found == kReadable.end() ? nullptr : &*found;
}

std::vector<std::string_view> written(Family family) {
  switch (family) {
    case Text: return {"docx", "odt", "rtf", "txt", "html", "epub", "doc"};
    case Sheet: return {"xlsx", "ods", "xls", "csv", "html"};
    case Slides: return {"pptx", "odp", "ppt"};
    case Drawing: return {"odg"};
  }
  return {};
}

}  // namespace docmill::engines::office
