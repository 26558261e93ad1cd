#pragma once
// Small Word documents put together from a few words, and a plain outline of what came out. For tests only.
#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ooxml/package.h"
#include "ooxml/zip_maker.h"
#include "templating/docx/docx.h"
#include "templating/json.h"
#include "templating/keep.h"

namespace docmill::templating::docx {

inline std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    result += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  }
  return result;
}

inline std::string run(std::string_view text) {
  return "<w:r><w:t xml:space=\"preserve\">" + escaped(text) + "</w:t></w:r>";
}
/// A paragraph, of as many runs as there are texts.
inline std::string split(const std::vector<std::string>& runs) {
  std::string result = "<w:p>";
  for (const auto& text : runs) result += run(text);
  return result + "</w:p>";
}
inline std::string p(const std::string& text) {
  return split({text});
}
inline std::string item(const std::string& text, int level = 0, int number = 1) {
  return "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" + std::to_string(level) + "\"/><w:numId w:val=\"" + std::to_string(number) +
         "\"/></w:numPr></w:pPr>" + run(text) + "</w:p>";
}
inline std::string cell(const std::string& blocks, int width = 2000) {
  return "<w:tc><w:tcPr><w:tcW w:w=\"" + std::to_string(width) + "\" w:type=\"dxa\"/></w:tcPr>" + blocks + "</w:tc>";
}
/// A row of cells with one paragraph each.
inline std::string row(const std::vector<std::string>& texts) {
  std::string result = "<w:tr>";
  for (const auto& text : texts) result += cell(p(text));
  return result + "</w:tr>";
}
inline std::string table(const std::string& rows, int columns = 2) {
  std::string grid;
  for (int i = 0; i < columns; ++i) grid += "<w:gridCol w:w=\"2000\"/>";
  return "<w:tbl><w:tblPr/><w:tblGrid>" + grid + "</w:tblGrid>" + rows + "</w:tbl>";
}

inline constexpr std::string_view kSpaces =
    R"(xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing")";

/// A document: its body, more parts ("word/header1.xml" with what stands in its root), and rows of its relationships.
struct Maker {
  std::string body;
  ooxml::Entries parts;
  std::string relations;

  std::string bytes() const {
    const std::string spaces(kSpaces);
    std::string numbering =
        "<w:numbering " + spaces +
        "><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/></w:lvl>" +
        "<w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"lowerLetter\"/></w:lvl></w:abstractNum>" +
        "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    ooxml::Entries entries{
        {"[Content_Types].xml",
         R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>)"},
        {"_rels/.rels", ooxml::rels_of(ooxml::rel("rId1", "officeDocument", "word/document.xml"))},
        {"word/document.xml",
         "<w:document " + spaces + "><w:body>" + body + "<w:sectPr><w:pgSz w:w=\"12240\" w:h=\"15840\"/></w:sectPr></w:body></w:document>"},
        {"word/_rels/document.xml.rels", ooxml::rels_of(ooxml::rel("rIdN", "numbering", "numbering.xml") + relations)},
        {"word/numbering.xml", std::move(numbering)},
    };
    for (const auto& part : parts) entries.push_back(part);
    return ooxml::zip_of(entries);
  }
};

/// A paragraph is its text in a line; a table "[a|b]" a line for each row; "---" is the end of a section, "#1" before an item its level.
inline std::string outline_of(pugi::xml_node container);

inline std::string line_of(pugi::xml_node paragraph) {
  std::string text;
  struct Walker : pugi::xml_tree_walker {
    std::string* text = nullptr;
    bool for_each(pugi::xml_node& node) override {
      const std::string_view name = node.name();
      if (name == "w:t") *text += node.text().get();
      if (name == "w:br") *text += "/";
      if (name == "w:drawing") *text += "<picture>";
      return true;
    }
  } walker;
  walker.text = &text;
  paragraph.traverse(walker);
  const auto numbering = paragraph.child("w:pPr").child("w:numPr");
  return (numbering ? "#" + std::string(numbering.child("w:ilvl").attribute("w:val").value()) + " " : "") + text;
}

inline std::string outline_of(pugi::xml_node container) {
  std::string out;
  for (const auto child : container.children()) {
    const std::string_view name = child.name();
    if (name == "w:p") {
      out += line_of(child) + "\n";
      if (child.child("w:pPr").child("w:sectPr")) out += "---\n";
    } else if (name == "w:tbl") {
      for (const auto tr : child.children("w:tr")) {
        out += "[";
        for (const auto tc : tr.children("w:tc")) {
          auto inner = outline_of(tc);
          if (!inner.empty()) inner.pop_back();
          out += (tc.previous_sibling("w:tc") ? "|" : "") + inner;
        }
        out += "]\n";
      }
    } else if (name == "w:sdt") {
      out += outline_of(child.child("w:sdtContent"));
    }
  }
  return out;
}

/// A filled document, opened anew from its bytes.
class FilledDocument {
 public:
  FilledDocument(const Maker& maker, std::string_view json, Dialect dialect = Dialect::Classic, PictureProvider* pictures = nullptr)
      : template_(maker.bytes()) {
    auto data = read_json(json);
    if (!data) {
      ADD_FAILURE() << data.error().describe();
      return;
    }
    context.data = *std::move(data);
    context.dialect = dialect;
    context.pictures = pictures;
    auto package = ooxml::Package::open(template_);
    if (!package) {
      ADD_FAILURE() << package.error().describe();
      return;
    }
    result = fill(*package, context);
    if (!result) return;
    auto written = package->write();
    if (!written) {
      ADD_FAILURE() << written.error().describe();
      return;
    }
    bytes_ = *std::move(written);
    docmill::trial::keep_result(bytes_, "docx");
    auto opened = ooxml::Package::open(bytes_);
    if (!opened) {
      ADD_FAILURE() << opened.error().describe();
      return;
    }
    package_.emplace(*std::move(opened));
  }

  ooxml::Package& package() { return *package_; }
  pugi::xml_node root(const std::string& part = "word/document.xml") {
    auto tree = package_->xml(part);
    return tree ? (*tree)->document_element() : pugi::xml_node();
  }
  std::string outline() { return package_ ? outline_of(root().child("w:body")) : ""; }
  std::string text_of_part(const std::string& part) { return package_->bytes(part).value_or(""); }

  Context context;
  Result<void> result;

 private:
  std::string template_;
  std::string bytes_;
  std::optional<ooxml::Package> package_;
};

/// The outline of a body filled with data.
inline std::string filled(const std::string& body, std::string_view json, Dialect dialect = Dialect::Classic) {
  FilledDocument document({.body = body, .parts = {}, .relations = {}}, json, dialect);
  if (!document.result) return "error: " + document.result.error().message();
  return document.outline();
}

}  // namespace docmill::templating::docx
