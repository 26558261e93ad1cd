#pragma once
#include <array>
#include <string_view>

namespace docmill::ooxml {

struct UsualPrefix {
  std::string_view prefix;
  std::string_view uri;
};

/// The prefixes that Office itself writes. Sources: ECMA-376 part 1, annex A; MS-DOCX, MS-XLSX, MS-PPTX, MS-ODRAWXML section 2.
inline constexpr std::array kUsualPrefixes{
    UsualPrefix{"w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"},
    UsualPrefix{"", "http://schemas.openxmlformats.org/spreadsheetml/2006/main"},
    UsualPrefix{"p", "http://schemas.openxmlformats.org/presentationml/2006/main"},
    UsualPrefix{"r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"},
    UsualPrefix{"a", "http://schemas.openxmlformats.org/drawingml/2006/main"},
    UsualPrefix{"wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"},
    UsualPrefix{"xdr", "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"},
    UsualPrefix{"cdr", "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing"},
    UsualPrefix{"pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"},
    UsualPrefix{"c", "http://schemas.openxmlformats.org/drawingml/2006/chart"},
    UsualPrefix{"dgm", "http://schemas.openxmlformats.org/drawingml/2006/diagram"},
    UsualPrefix{"lc", "http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas"},
    UsualPrefix{"m", "http://schemas.openxmlformats.org/officeDocument/2006/math"},
    UsualPrefix{"ds", "http://schemas.openxmlformats.org/officeDocument/2006/customXml"},
    UsualPrefix{"b", "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"},
    UsualPrefix{"sl", "http://schemas.openxmlformats.org/schemaLibrary/2006/main"},
    UsualPrefix{"", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"},
    UsualPrefix{"", "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"},
    UsualPrefix{"vt", "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"},
    UsualPrefix{"", "http://schemas.openxmlformats.org/package/2006/content-types"},
    UsualPrefix{"", "http://schemas.openxmlformats.org/package/2006/relationships"},
    UsualPrefix{"cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"},
    UsualPrefix{"dc", "http://purl.org/dc/elements/1.1/"},
    UsualPrefix{"dcterms", "http://purl.org/dc/terms/"},
    UsualPrefix{"xsi", "http://www.w3.org/2001/XMLSchema-instance"},
    UsualPrefix{"mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"},
    UsualPrefix{"v", "urn:schemas-microsoft-com:vml"},
    UsualPrefix{"o", "urn:schemas-microsoft-com:office:office"},
    UsualPrefix{"w10", "urn:schemas-microsoft-com:office:word"},
    UsualPrefix{"x", "urn:schemas-microsoft-com:office:excel"},
    UsualPrefix{"pvml", "urn:schemas-microsoft-com:office:powerpoint"},
    UsualPrefix{"wne", "http://schemas.microsoft.com/office/word/2006/wordml"},
    UsualPrefix{"w14", "http://schemas.microsoft.com/office/word/2010/wordml"},
    UsualPrefix{"w15", "http://schemas.microsoft.com/office/word/2012/wordml"},
    UsualPrefix{"w16se", "http://schemas.microsoft.com/office/word/2015/wordml/symex"},
    UsualPrefix{"w16cid", "http://schemas.microsoft.com/office/word/2016/wordml/cid"},
    UsualPrefix{"w16", "http://schemas.microsoft.com/office/word/2018/wordml"},
    UsualPrefix{"w16cex", "http://schemas.microsoft.com/office/word/2018/wordml/cex"},
    UsualPrefix{"w16sdtdh", "http://schemas.microsoft.com/office/word/2020/wordml/sdtdatahash"},
    UsualPrefix{"wp14", "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"},
    UsualPrefix{"wpc", "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"},
    UsualPrefix{"wpg", "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"},
    UsualPrefix{"wpi", "http://schemas.microsoft.com/office/word/2010/wordprocessingInk"},
    UsualPrefix{"wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"},
    UsualPrefix{"a14", "http://schemas.microsoft.com/office/drawing/2010/main"},
    UsualPrefix{"a16", "http://schemas.microsoft.com/office/drawing/2014/main"},
    UsualPrefix{"asvg", "http://schemas.microsoft.com/office/drawing/2016/SVG/main"},
    UsualPrefix{"c14", "http://schemas.microsoft.com/office/drawing/2007/8/2/chart"},
    UsualPrefix{"c15", "http://schemas.microsoft.com/office/drawing/2012/chart"},
    UsualPrefix{"c16", "http://schemas.microsoft.com/office/drawing/2014/chart"},
    UsualPrefix{"c16r2", "http://schemas.microsoft.com/office/drawing/2015/06/chart"},
    UsualPrefix{"cx", "http://schemas.microsoft.com/office/drawing/2014/chartex"},
    UsualPrefix{"dsp", "http://schemas.microsoft.com/office/drawing/2008/diagram"},
    UsualPrefix{"x14", "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"},
    UsualPrefix{"x14ac", "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"},
    UsualPrefix{"x15", "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"},
    UsualPrefix{"x15ac", "http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"},
    UsualPrefix{"x16r2", "http://schemas.microsoft.com/office/spreadsheetml/2015/02/main"},
    UsualPrefix{"xr", "http://schemas.microsoft.com/office/spreadsheetml/2014/revision"},
    UsualPrefix{"xr2", "http://schemas.microsoft.com/office/spreadsheetml/2015/revision2"},
    UsualPrefix{"xr3", "http://schemas.microsoft.com/office/spreadsheetml/2016/revision3"},
    UsualPrefix{"xr6", "http://schemas.microsoft.com/office/spreadsheetml/2016/revision6"},
    UsualPrefix{"xr10", "http://schemas.microsoft.com/office/spreadsheetml/2016/revision10"},
    UsualPrefix{"xm", "http://schemas.microsoft.com/office/excel/2006/main"},
    UsualPrefix{"p14", "http://schemas.microsoft.com/office/powerpoint/2010/main"},
    UsualPrefix{"p15", "http://schemas.microsoft.com/office/powerpoint/2012/main"},
};

struct StrictName {
  std::string_view strict;
  std::string_view transitional;
};

/// Source: ECMA-376 part 4, annex A (transitional) beside part 1, annex A (Strict).
inline constexpr std::array kStrictNames{
    StrictName{"http://purl.oclc.org/ooxml/wordprocessingml/main", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"},
    StrictName{"http://purl.oclc.org/ooxml/spreadsheetml/main", "http://schemas.openxmlformats.org/spreadsheetml/2006/main"},
    StrictName{"http://purl.oclc.org/ooxml/presentationml/main", "http://schemas.openxmlformats.org/presentationml/2006/main"},
    StrictName{"http://purl.oclc.org/ooxml/officeDocument/relationships",
               "http://schemas.openxmlformats.org/officeDocument/2006/relationships"},
    StrictName{"http://purl.oclc.org/ooxml/drawingml/main", "http://schemas.openxmlformats.org/drawingml/2006/main"},
    StrictName{"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
               "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"},
    StrictName{"http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
               "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"},
    StrictName{"http://purl.oclc.org/ooxml/drawingml/chartDrawing", "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing"},
    StrictName{"http://purl.oclc.org/ooxml/drawingml/picture", "http://schemas.openxmlformats.org/drawingml/2006/picture"},
    StrictName{"http://purl.oclc.org/ooxml/drawingml/chart", "http://schemas.openxmlformats.org/drawingml/2006/chart"},
    StrictName{"http://purl.oclc.org/ooxml/drawingml/diagram", "http://schemas.openxmlformats.org/drawingml/2006/diagram"},
    StrictName{"http://purl.oclc.org/ooxml/drawingml/lockedCanvas", "http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas"},
    StrictName{"http://purl.oclc.org/ooxml/officeDocument/math", "http://schemas.openxmlformats.org/officeDocument/2006/math"},
    StrictName{"http://purl.oclc.org/ooxml/officeDocument/customXml", "http://schemas.openxmlformats.org/officeDocument/2006/customXml"},
    StrictName{"http://purl.oclc.org/ooxml/officeDocument/bibliography",
               "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"},
    StrictName{"http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
               "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"},
    StrictName{"http://purl.oclc.org/ooxml/officeDocument/customProperties",
               "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"},
    StrictName{"http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
               "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"},
    StrictName{"http://purl.oclc.org/ooxml/schemaLibrary/main", "http://schemas.openxmlformats.org/schemaLibrary/2006/main"},
};

}  // namespace docmill::ooxml
