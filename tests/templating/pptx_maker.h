#pragma once
// Small presentations put together from a few words, and a plain outline of what came out. For tests only.
#include <gtest/gtest.h>

#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ooxml/package.h"
#include "ooxml/zip_maker.h"
#include "templating/json.h"
#include "templating/pptx/pptx.h"

namespace docmill::templating::pptx {

inline std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) result += c == '<' ? "&lt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
  return result;
}

inline std::string run(std::string_view text, const std::string& format = "") {
  return "<a:r><a:rPr lang=\"en-US\">" + format + "</a:rPr><a:t>" + escaped(text) + "</a:t></a:r>";
}
/// A paragraph, of as many runs as there are texts.
inline std::string split(const std::vector<std::string>& runs) {
  std::string result = "<a:p>";
  for (const auto& text : runs) result += run(text);
  return result + "</a:p>";
}
inline std::string p(const std::string& text) {
  return split({text});
}
/// An item of a list.
inline std::string item(const std::string& text, int level = 0) {
  return "<a:p><a:pPr lvl=\"" + std::to_string(level) + "\"><a:buChar char=\"*\"/></a:pPr>" + run(text) + "</a:p>";
}

/// A text box. `id`: of the shape.
inline std::string box(const std::string& paragraphs, int id = 2, const std::string& link = "") {
  return "<p:sp><p:nvSpPr><p:cNvPr id=\"" + std::to_string(id) + "\" name=\"Box\">" + link +
         "</p:cNvPr><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x=\"1000000\" y=\"2000000\"/><a:ext cx=\"4000000\" "
         "cy=\"1000000\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>" +
         paragraphs + "</p:txBody></p:sp>";
}
/// The text of a placeholder: `<p:ph type="title"/>`, which looks as the layout and master say.
inline std::string placeholder(const std::string& which, const std::string& paragraphs) {
  return "<p:sp><p:nvSpPr><p:cNvPr id=\"9\" name=\"Placeholder\"/><p:cNvSpPr/><p:nvPr>" + which +
         "</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>" + paragraphs + "</p:txBody></p:sp>";
}
inline std::string cell(const std::string& paragraphs, const std::string& attributes = "") {
  return "<a:tc " + attributes + "><a:txBody><a:bodyPr/><a:lstStyle/>" + paragraphs + "</a:txBody><a:tcPr/></a:tc>";
}
/// A row of cells with one paragraph each, numbered as PowerPoint does.
inline std::string row(const std::vector<std::string>& texts, int number = 10'000) {
  std::string result = "<a:tr h=\"370840\">";
  for (const auto& text : texts) result += cell(p(text));
  return result +
         "<a:extLst><a:ext uri=\"{0D108BD9-81ED-4DB2-BD59-A6C34878D82A}\"><a16:rowId "
         "xmlns:a16=\"http://schemas.microsoft.com/office/drawing/2014/main\" val=\"" +
         std::to_string(number) + "\"/></a:ext></a:extLst></a:tr>";
}
inline std::string frame(const std::string& data, const std::string& kind, int id) {
  return "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"" + std::to_string(id) +
         "\" name=\"Frame\"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x=\"1000000\" y=\"3000000\"/><a:ext "
         "cx=\"4000000\" cy=\"370840\"/></p:xfrm><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/" +
         kind + "\">" + data + "</a:graphicData></a:graphic></p:graphicFrame>";
}
inline std::string table(const std::string& rows, int columns = 2, int id = 5) {
  std::string grid;
  for (int i = 0; i < columns; ++i) grid += "<a:gridCol w=\"2000000\"/>";
  return frame("<a:tbl><a:tblPr firstRow=\"1\"/><a:tblGrid>" + grid + "</a:tblGrid>" + rows + "</a:tbl>", "table", id);
}
inline std::string picture(const std::string& description, const std::string& relation) {
  return "<p:pic><p:nvPicPr><p:cNvPr id=\"7\" name=\"Picture\" descr=\"" + escaped(description) +
         "\"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed=\"" + relation +
         "\"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"500000\" "
         "cy=\"400000\"/></a:xfrm></p:spPr></p:pic>";
}
inline std::string chart(const std::string& relation) {
  return frame("<c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"" + relation + "\"/>", "chart", 6);
}

inline constexpr std::string_view kSpaces =
    R"(xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main")";

inline std::string part_of_show(const std::string& root, const std::string& shapes, const std::string& more = "") {
  return "<p:" + root + " " + std::string(kSpaces) +
         "><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>" + shapes +
         "</p:spTree></p:cSld>" + more + "</p:" + root + ">";
}

struct MadeSlide {
  std::string shapes;
  std::string relations = {};
  std::string notes = {};  // shapes
  std::string more = {};   // behind p:cSld
};

/// A presentation: its slides, more parts, and what stands in p:presentation behind the list of slides.
struct Maker {
  std::vector<MadeSlide> slides;
  ooxml::Entries parts = {};
  std::string types = {};
  std::string more = {};
  std::string relations = {};  // more of the presentation's

  std::string bytes() const;
};

inline std::string Maker::bytes() const {
  const std::string kind = "application/vnd.openxmlformats-officedocument.presentationml.";
  std::string all_types;
  std::string list;
  std::string list_relations;
  ooxml::Entries entries;
  const auto add = [&](const std::string& name, const std::string& type, std::string bytes) {
    entries.emplace_back(name, std::move(bytes));
    all_types += "<Override PartName=\"/" + name + "\" ContentType=\"" + kind + type + "+xml\"/>";
  };
  for (std::size_t i = 0; i < slides.size(); ++i) {
    const auto number = std::to_string(i + 1);
    const auto& slide = slides[i];
    add("ppt/slides/slide" + number + ".xml", "slide", part_of_show("sld", slide.shapes, slide.more));
    auto own = ooxml::rel("rIdLayout", "slideLayout", "../slideLayouts/slideLayout1.xml") + slide.relations;
    if (!slide.notes.empty()) {
      own += ooxml::rel("rIdNotes", "notesSlide", "../notesSlides/notesSlide" + number + ".xml");
      add("ppt/notesSlides/notesSlide" + number + ".xml", "notesSlide", part_of_show("notes", slide.notes));
      entries.emplace_back("ppt/notesSlides/_rels/notesSlide" + number + ".xml.rels",
                           ooxml::rels_of(ooxml::rel("rId1", "slide", "../slides/slide" + number + ".xml")));
    }
    entries.emplace_back("ppt/slides/_rels/slide" + number + ".xml.rels", ooxml::rels_of(own));
    list += "<p:sldId id=\"" + std::to_string(256 + i) + "\" r:id=\"rId" + number + "\"/>";
    list_relations += ooxml::rel("rId" + number, "slide", "slides/slide" + number + ".xml");
  }
  add("ppt/presentation.xml", "presentation.main",
      "<p:presentation " + std::string(kSpaces) +
          "><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rIdM\"/></p:sldMasterIdLst><p:sldIdLst>" + list +
          "</p:sldIdLst><p:sldSz cx=\"9144000\" cy=\"6858000\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/>" + more + "</p:presentation>");
  entries.emplace_back("ppt/_rels/presentation.xml.rels",
                       ooxml::rels_of(list_relations + relations + ooxml::rel("rIdM", "slideMaster", "slideMasters/slideMaster1.xml")));
  add("ppt/slideLayouts/slideLayout1.xml", "slideLayout",
      part_of_show("sldLayout", placeholder("<p:ph type=\"title\"/>", "<a:p/>") + placeholder("<p:ph idx=\"1\"/>", "<a:p/>")));
  entries.emplace_back("ppt/slideLayouts/_rels/slideLayout1.xml.rels",
                       ooxml::rels_of(ooxml::rel("rId1", "slideMaster", "../slideMasters/slideMaster1.xml")));
  add("ppt/slideMasters/slideMaster1.xml", "slideMaster",
      part_of_show("sldMaster", placeholder("<p:ph type=\"title\"/>", p("{{master}}")),
                   "<p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" "
                   "accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/>"
                   "<p:txStyles><p:titleStyle><a:lvl1pPr><a:buNone/></a:lvl1pPr></p:titleStyle><p:bodyStyle><a:lvl1pPr><a:buChar "
                   "char=\"*\"/></a:lvl1pPr></p:bodyStyle></p:txStyles>"));
  entries.emplace_back("ppt/slideMasters/_rels/slideMaster1.xml.rels",
                       ooxml::rels_of(ooxml::rel("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml")));
  entries.insert(entries.end(), parts.begin(), parts.end());
  entries.emplace_back("_rels/.rels", ooxml::rels_of(ooxml::rel("rId1", "officeDocument", "ppt/presentation.xml")));
  entries.emplace_back("[Content_Types].xml",
                       "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" "
                       "ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/><Default "
                       "Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>" +
                           all_types + types + "</Types>");
  return ooxml::zip_of(entries);
}

/// A paragraph's text; "* " before an item, as often as its level says and once more.
inline std::string line_of(pugi::xml_node paragraph) {
  std::string text;
  const auto properties = paragraph.child("a:pPr");
  if (properties.child("a:buChar")) text = std::string(static_cast<std::size_t>(properties.attribute("lvl").as_int()) + 1, '*') + " ";
  for (const auto child : paragraph.children()) {
    const std::string_view name = child.name();
    text += name == "a:br" ? "/" : child.child("a:t").text().get();
    if (name.starts_with("dm:")) text += "<mark left>";
  }
  return text;
}

inline std::string outline_of(pugi::xml_node shapes) {
  std::string out;
  const auto lines = [](pugi::xml_node body, const char* end) {
    std::string text;
    for (const auto paragraph : body.children("a:p")) text += (text.empty() ? "" : end) + line_of(paragraph);
    return text;
  };
  for (const auto shape : shapes.children()) {
    const std::string_view name = shape.name();
    if (name == "p:sp") out += lines(shape.child("p:txBody"), "\n") + "\n";
    if (name == "p:pic") out += "<picture " + std::string(shape.child("p:nvPicPr").child("p:cNvPr").attribute("descr").value()) + ">\n";
    if (name != "p:graphicFrame") continue;
    const auto data = shape.child("a:graphic").child("a:graphicData");
    if (data.child("c:chart")) out += "<chart>\n";
    for (const auto tr : data.child("a:tbl").children("a:tr")) {
      out += "[";
      bool first = true;
      for (const auto tc : tr.children("a:tc")) {
        out += (std::exchange(first, false) ? "" : "|") + lines(tc.child("a:txBody"), ";");
        for (const auto* merge : {"gridSpan", "rowSpan", "hMerge", "vMerge"}) {
          if (tc.attribute(merge)) out += "{" + std::string(1, merge[0]) + tc.attribute(merge).value() + "}";
        }
      }
      out += "]\n";
    }
  }
  return out;
}

/// A filled presentation, opened anew from its bytes.
class FilledShow {
 public:
  FilledShow(const Maker& maker, std::string_view json, Dialect dialect = Dialect::Classic, const FillLimits& limits = {})
      : template_(maker.bytes()) {
    auto data = read_json(json);
    if (!data) {
      ADD_FAILURE() << data.error().describe();
      return;
    }
    context.data = *std::move(data);
    context.dialect = dialect;
    auto package = ooxml::Package::open(template_);
    if (!package) {
      result = Failed(package.error());
      return;
    }
    result = fill(*package, context, limits);
    if (!result) return;
    auto written = package->write();
    if (!written) {
      ADD_FAILURE() << written.error().describe();
      return;
    }
    bytes_ = *std::move(written);
    auto opened = ooxml::Package::open(bytes_);
    if (!opened) {
      ADD_FAILURE() << opened.error().describe();
      return;
    }
    package_.emplace(*std::move(opened));
  }

  ooxml::Package& package() { return *package_; }
  const std::string& bytes() const { return bytes_; }
  pugi::xml_node root(const std::string& part) {
    auto tree = package_->xml(part);
    return tree ? (*tree)->document_element() : pugi::xml_node();
  }
  std::string text_of_part(const std::string& part) { return package_->bytes(part).value_or(""); }

  /// The parts of the slides, in order.
  std::vector<std::string> slides() {
    std::vector<std::string> parts;
    for (const auto slide : root("ppt/presentation.xml").child("p:sldIdLst").children("p:sldId")) {
      const auto relation = package_->relationship("ppt/presentation.xml", slide.attribute("r:id").value());
      parts.push_back(relation ? relation->target : "missing");
    }
    return parts;
  }
  /// All slides, "---" between them, their notes behind "notes:".
  std::string outline() {
    if (!result) return "error: " + result.error().message();
    std::string out;
    for (const auto& part : slides()) {
      out += (out.empty() ? "" : "---\n") + outline_of(root(part).child("p:cSld").child("p:spTree"));
      if (const auto notes = package_->find(part, "notesSlide"))
        out += "notes: " + outline_of(root(notes->target).child("p:cSld").child("p:spTree"));
    }
    return out;
  }

  Context context;
  Result<void> result;

 private:
  std::string template_;
  std::string bytes_;
  std::optional<ooxml::Package> package_;
};

/// The outline of one slide filled with data.
inline std::string filled(const std::string& shapes, std::string_view json, Dialect dialect = Dialect::Classic) {
  return FilledShow({.slides = {{.shapes = shapes}}}, json, dialect).outline();
}

}  // namespace docmill::templating::pptx
