#pragma once
// Word documents and workbooks put together by hand, and readers for what merging makes of them. For tests only.
#include <string>
#include <utility>
#include <vector>

#include "ooxml/zip_maker.h"

namespace docmill::ooxml {

inline const std::string kSpaces =
    R"( xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml")";

/// A part of a document: where, which kind leads there, and its text without the namespaces: "<w:styles>…".
struct WordPart {
  std::string name;  // "styles.xml"
  std::string kind;  // "styles"
  std::string xml;
  std::string id = {};  // of the relationship
};

inline std::string with_spaces(std::string xml) {
  return xml.insert(xml.find_first_of(" />", 1), kSpaces);
}

/// A document whose body is `body`.
inline std::string word_of(const std::string& body, const std::vector<WordPart>& parts = {}, const std::string& more_links = "") {
  const std::string kType = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
  std::string types =
      R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType=")" +
      kType + R"(document.main+xml"/>)";
  std::string links;
  Entries entries{{"_rels/.rels", rels_of(rel("rId1", "officeDocument", "word/document.xml"))},
                  {"word/document.xml", with_spaces("<w:document><w:body>" + body + "</w:body></w:document>")}};
  int next = 1;
  for (const auto& part : parts) {
    entries.emplace_back("word/" + part.name, part.xml.starts_with("<w:") ? with_spaces(part.xml) : part.xml);
    links += rel(part.id.empty() ? "p" + std::to_string(next++) : part.id, part.kind, part.name);
    if (part.xml.starts_with("<w:"))
      types += "<Override PartName=\"/word/" + part.name + "\" ContentType=\"" + kType + part.kind + "+xml\"/>";
  }
  entries.emplace_back("word/_rels/document.xml.rels", rels_of(links + more_links));
  entries.insert(entries.begin(), {"[Content_Types].xml", types + "</Types>"});
  return zip_of(entries);
}

inline std::string paragraph(const std::string& text, const std::string& properties = "") {
  return "<w:p>" + (properties.empty() ? "" : "<w:pPr>" + properties + "</w:pPr>") + "<w:r><w:t xml:space=\"preserve\">" + text +
         "</w:t></w:r></w:p>";
}

inline std::string page_setup(const std::string& inside = "", int width = 11906, int height = 16838) {
  return "<w:sectPr>" + inside + "<w:pgSz w:w=\"" + std::to_string(width) + "\" w:h=\"" + std::to_string(height) +
         "\"/><w:pgMar w:top=\"1440\" w:right=\"1440\" w:bottom=\"1440\" w:left=\"1440\" w:header=\"720\" w:footer=\"720\" w:gutter=\"0\"/>"
         "</w:sectPr>";
}

/// A sheet: its name and what stands in <worksheet>.
struct SheetText {
  std::string name;
  std::string xml;
  Entries parts = {};      // "xl/tables/table1.xml", …
  std::string links = {};  // its relationships
};

/// A workbook. `more`: what follows the sheets in <workbook>.
inline std::string book_of(const std::vector<SheetText>& sheets, const std::string& strings = "", const std::string& styles = "",
                           const std::string& more = "", const std::string& before = "") {
  const std::string kType = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  const std::string kSheets =
      R"( xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships")";
  const auto typed = [&](const std::string& part, const std::string& type) {
    return "<Override PartName=\"/" + part + "\" ContentType=\"" + kType + type + "+xml\"/>";
  };
  std::string types =
      R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)" +
      typed("xl/workbook.xml", "sheet.main");
  Entries entries{{"_rels/.rels", rels_of(rel("rId1", "officeDocument", "xl/workbook.xml"))}};
  std::string list;
  std::string links;
  int number = 0;
  for (const auto& sheet : sheets) {
    const auto id = std::to_string(++number);
    const auto part = "xl/worksheets/sheet" + id + ".xml";
    list += "<sheet name=\"" + sheet.name + "\" sheetId=\"" + id + "\" r:id=\"rId" + id + "\"/>";
    links += rel("rId" + id, "worksheet", "worksheets/sheet" + id + ".xml");
    types += typed(part, "worksheet");
    entries.emplace_back(part, "<worksheet" + kSheets + ">" + sheet.xml + "</worksheet>");
    if (!sheet.links.empty()) entries.emplace_back("xl/worksheets/_rels/sheet" + id + ".xml.rels", rels_of(sheet.links));
    for (const auto& [name, xml] : sheet.parts) {
      entries.emplace_back(name, xml);
      if (name.find("table") != std::string::npos) types += typed(name, "table");
    }
  }
  if (!strings.empty()) {
    entries.emplace_back("xl/sharedStrings.xml", "<sst" + kSheets + ">" + strings + "</sst>");
    links += rel("s1", "sharedStrings", "sharedStrings.xml");
    types += typed("xl/sharedStrings.xml", "sharedStrings");
  }
  if (!styles.empty()) {
    entries.emplace_back("xl/styles.xml", "<styleSheet" + kSheets + ">" + styles + "</styleSheet>");
    links += rel("s2", "styles", "styles.xml");
    types += typed("xl/styles.xml", "styles");
  }
  entries.emplace_back("xl/workbook.xml", "<workbook" + kSheets + ">" + before + "<sheets>" + list + "</sheets>" + more + "</workbook>");
  entries.emplace_back("xl/_rels/workbook.xml.rels", rels_of(links));
  entries.insert(entries.begin(), {"[Content_Types].xml", types + "</Types>"});
  return zip_of(entries);
}

}  // namespace docmill::ooxml
