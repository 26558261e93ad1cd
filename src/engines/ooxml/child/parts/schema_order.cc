#include "engines/ooxml/child/parts/schema_order.h"

#include <algorithm>
#include <array>

// Source of all orders: the sequences in the schemas of ECMA-376 part 1, annex A (wml.xsd, sml.xsd).
namespace docmill::engines::ooxml {
namespace {

using Name = std::string_view;

constexpr std::array kInParagraph{Name("w:pStyle"),
                                  Name("w:keepNext"),
                                  Name("w:keepLines"),
                                  Name("w:pageBreakBefore"),
                                  Name("w:framePr"),
                                  Name("w:widowControl"),
                                  Name("w:numPr"),
                                  Name("w:suppressLineNumbers"),
                                  Name("w:pBdr"),
                                  Name("w:shd"),
                                  Name("w:tabs"),
                                  Name("w:suppressAutoHyphens"),
                                  Name("w:kinsoku"),
                                  Name("w:wordWrap"),
                                  Name("w:overflowPunct"),
                                  Name("w:topLinePunct"),
                                  Name("w:autoSpaceDE"),
                                  Name("w:autoSpaceDN"),
                                  Name("w:bidi"),
                                  Name("w:adjustRightInd"),
                                  Name("w:snapToGrid"),
                                  Name("w:spacing"),
                                  Name("w:ind"),
                                  Name("w:contextualSpacing"),
                                  Name("w:mirrorIndents"),
                                  Name("w:suppressOverlap"),
                                  Name("w:jc"),
                                  Name("w:textDirection"),
                                  Name("w:textAlignment"),
                                  Name("w:textboxTightWrap"),
                                  Name("w:outlineLvl"),
                                  Name("w:divId"),
                                  Name("w:cnfStyle"),
                                  Name("w:rPr"),
                                  Name("w:sectPr"),
                                  Name("w:pPrChange")};

constexpr std::array kInRun{Name("w:rStyle"),
                            Name("w:rFonts"),
                            Name("w:b"),
                            Name("w:bCs"),
                            Name("w:i"),
                            Name("w:iCs"),
                            Name("w:caps"),
                            Name("w:smallCaps"),
                            Name("w:strike"),
                            Name("w:dstrike"),
                            Name("w:outline"),
                            Name("w:shadow"),
                            Name("w:emboss"),
                            Name("w:imprint"),
                            Name("w:noProof"),
                            Name("w:snapToGrid"),
                            Name("w:vanish"),
                            Name("w:webHidden"),
                            Name("w:color"),
                            Name("w:spacing"),
                            Name("w:w"),
                            Name("w:kern"),
                            Name("w:position"),
                            Name("w:sz"),
                            Name("w:szCs"),
                            Name("w:highlight"),
                            Name("w:u"),
                            Name("w:effect"),
                            Name("w:bdr"),
                            Name("w:shd"),
                            Name("w:fitText"),
                            Name("w:vertAlign"),
                            Name("w:rtl"),
                            Name("w:cs"),
                            Name("w:em"),
                            Name("w:lang"),
                            Name("w:eastAsianLayout"),
                            Name("w:specVanish"),
                            Name("w:oMath")};

constexpr std::array kInStyle{Name("w:name"),          Name("w:aliases"),
                              Name("w:basedOn"),       Name("w:next"),
                              Name("w:link"),          Name("w:autoRedefine"),
                              Name("w:hidden"),        Name("w:uiPriority"),
                              Name("w:semiHidden"),    Name("w:unhideWhenUsed"),
                              Name("w:qFormat"),       Name("w:locked"),
                              Name("w:personal"),      Name("w:personalCompose"),
                              Name("w:personalReply"), Name("w:rsid"),
                              Name("w:pPr"),           Name("w:rPr"),
                              Name("w:tblPr"),         Name("w:trPr"),
                              Name("w:tcPr"),          Name("w:tblStylePr")};

constexpr std::array kInSection{Name("w:headerReference"),
                                Name("w:footerReference"),
                                Name("w:footnotePr"),
                                Name("w:endnotePr"),
                                Name("w:type"),
                                Name("w:pgSz"),
                                Name("w:pgMar"),
                                Name("w:paperSrc"),
                                Name("w:pgBorders"),
                                Name("w:lnNumType"),
                                Name("w:pgNumType"),
                                Name("w:cols"),
                                Name("w:formProt"),
                                Name("w:vAlign"),
                                Name("w:noEndnote"),
                                Name("w:titlePg"),
                                Name("w:textDirection"),
                                Name("w:bidi"),
                                Name("w:rtlGutter"),
                                Name("w:docGrid"),
                                Name("w:printerSettings"),
                                Name("w:sectPrChange")};

// Only what follows the settings that are added here; what is not named comes before them.
constexpr std::array kInSettings{Name("w:updateFields"),
                                 Name("w:hdrShapeDefaults"),
                                 Name("w:footnotePr"),
                                 Name("w:endnotePr"),
                                 Name("w:compat"),
                                 Name("w:docVars"),
                                 Name("w:rsids"),
                                 Name("m:mathPr"),
                                 Name("w:attachedSchema"),
                                 Name("w:themeFontLang"),
                                 Name("w:clrSchemeMapping"),
                                 Name("w:doNotIncludeSubdocsInStats"),
                                 Name("w:doNotAutoCompressPictures"),
                                 Name("w:forceUpgrade"),
                                 Name("w:captions"),
                                 Name("w:readModeInkLockDown"),
                                 Name("w:smartTagType"),
                                 Name("sl:schemaLibrary"),
                                 Name("w:shapeDefaults"),
                                 Name("w:doNotEmbedSmartTags"),
                                 Name("w:decimalSymbol"),
                                 Name("w:listSeparator"),
                                 Name("w14:docId"),
                                 Name("w15:chartTrackingRefBased"),
                                 Name("w15:docId")};

constexpr std::array kInSheet{Name("sheetPr"),       Name("dimension"), Name("sheetViews"),
                              Name("sheetFormatPr"), Name("cols"),      Name("sheetData")};

constexpr std::array kInWorkbook{Name("fileVersion"),    Name("fileSharing"),         Name("workbookPr"),     Name("mc:AlternateContent"),
                                 Name("xr:revisionPtr"), Name("workbookProtection"),  Name("bookViews"),      Name("sheets"),
                                 Name("functionGroups"), Name("externalReferences"),  Name("definedNames"),   Name("calcPr"),
                                 Name("oleSize"),        Name("customWorkbookViews"), Name("pivotCaches"),    Name("smartTagPr"),
                                 Name("smartTagTypes"),  Name("webPublishing"),       Name("fileRecoveryPr"), Name("webPublishObjects"),
                                 Name("extLst")};

constexpr std::array kInFormats{Name("numFmts"),      Name("fonts"),   Name("fills"),      Name("borders"),
                                Name("cellStyleXfs"), Name("cellXfs"), Name("cellStyles"), Name("dxfs"),
                                Name("tableStyles"),  Name("colors"),  Name("extLst")};

}  // namespace

Order order_in_paragraph() {
  return kInParagraph;
}
Order order_in_run() {
  return kInRun;
}
Order order_in_style() {
  return kInStyle;
}
Order order_in_section() {
  return kInSection;
}
Order order_in_settings() {
  return kInSettings;
}
Order order_in_sheet() {
  return kInSheet;
}
Order order_in_workbook() {
  return kInWorkbook;
}
Order order_in_formats() {
  return kInFormats;
}

pugi::xml_node add_in_order(pugi::xml_node parent, const char* name, Order order) {
  const auto place = std::ranges::find(order, Name(name));
  for (const auto child : parent.children()) {
    if (place == order.end()) break;
    if (std::find(place + 1, order.end(), Name(child.name())) != order.end()) return parent.insert_child_before(name, child);
  }
  return parent.append_child(name);
}

pugi::xml_node child_in_order(pugi::xml_node parent, const char* name, Order order) {
  const auto known = parent.child(name);
  return known ? known : add_in_order(parent, name, order);
}

pugi::xml_node copy_in_order(pugi::xml_node parent, pugi::xml_node child, Order order) {
  const auto place = add_in_order(parent, child.name(), order);
  const auto copy = parent.insert_copy_before(child, place);
  parent.remove_child(place);
  return copy;
}

}  // namespace docmill::engines::ooxml
