#include "engines/office/child/warm_documents.h"

namespace docmill::engines::office {
namespace {

constexpr std::string_view kText = R"xml(<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls>
<style:font-face style:name="Liberation Serif" svg:font-family="'Liberation Serif'"/><style:font-face style:name="Liberation Sans" svg:font-family="'Liberation Sans'"/>
<style:font-face style:name="Calibri" svg:font-family="Calibri"/><style:font-face style:name="Arial" svg:font-family="Arial"/>
<style:font-face style:name="Times New Roman" svg:font-family="'Times New Roman'"/><style:font-face style:name="Cambria" svg:font-family="Cambria"/>
</office:font-face-decls>
<office:automatic-styles>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="S" style:family="paragraph"><style:text-properties style:font-name="Liberation Sans"/></style:style>
<style:style style:name="C" style:family="paragraph"><style:paragraph-properties fo:text-align="justify"/><style:text-properties style:font-name="Calibri" fo:color="#224466"/></style:style>
<style:style style:name="A" style:family="paragraph"><style:text-properties style:font-name="Arial"/></style:style>
<style:style style:name="R" style:family="paragraph"><style:text-properties style:font-name="Times New Roman"/></style:style>
<style:style style:name="M" style:family="paragraph"><style:text-properties style:font-name="Cambria"/></style:style>
<style:style style:name="T" style:family="table"><style:table-properties style:width="12cm"/></style:style>
<style:style style:name="K" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #888888" fo:background-color="#eeeeee" fo:padding="0.1cm"/></style:style>
</office:automatic-styles>
<office:body><office:text>
<text:h text:outline-level="1">A heading</text:h>
<text:p>Plain, <text:span text:style-name="B">bold</text:span> and <text:span text:style-name="I">italic</text:span> words, 0123456789.</text:p>
<text:p text:style-name="S">Sans <text:span text:style-name="B">bold</text:span> <text:span text:style-name="I">italic</text:span> words.</text:p>
<text:p text:style-name="C">The quick brown fox jumps over the lazy dog, again and again, <text:span text:style-name="B">until the line breaks</text:span> and
another one begins, <text:span text:style-name="I">justified</text:span>.</text:p>
<text:p text:style-name="A">Words <text:span text:style-name="B">and words</text:span>.</text:p>
<text:p text:style-name="R">Words <text:span text:style-name="B">and words</text:span>.</text:p>
<text:p text:style-name="M">Words <text:span text:style-name="B">and words</text:span>.</text:p>
<text:p>See <text:a xlink:type="simple" xlink:href="https://example.org/">a link</text:a>, page <text:page-number>1</text:page-number>.</text:p>
<text:list><text:list-item><text:p>one</text:p></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>
<table:table table:style-name="T"><table:table-column table:number-columns-repeated="2"/>
<table:table-row><table:table-cell table:style-name="K"><text:p>Item</text:p></table:table-cell><table:table-cell table:style-name="K"><text:p>Price</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:style-name="K"><text:p>Paper</text:p></table:table-cell><table:table-cell table:style-name="K"><text:p>12.50 €</text:p></table:table-cell></table:table-row>
</table:table>
<text:p>The end.</text:p>
</office:text></office:body></office:document>
)xml";

constexpr std::string_view kSheet = R"xml(<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles>
<number:number-style style:name="N"><number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/></number:number-style>
<number:date-style style:name="D"><number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>
<style:style style:name="H" style:family="table-cell"><style:table-cell-properties fo:background-color="#dddddd" fo:border="0.5pt solid #000000"/>
<style:text-properties fo:font-weight="bold" style:font-name="Calibri"/></style:style>
<style:style style:name="V" style:family="table-cell" style:data-style-name="N"><style:text-properties fo:font-family="Calibri"/></style:style>
<style:style style:name="W" style:family="table-cell" style:data-style-name="D"><style:text-properties fo:font-family="Arial"/></style:style>
</office:automatic-styles>
<office:body><office:spreadsheet>
<table:table table:name="First"><table:table-column table:number-columns-repeated="3"/>
<table:table-row><table:table-cell table:style-name="H" office:value-type="string"><text:p>Name</text:p></table:table-cell><table:table-cell table:style-name="H" office:value-type="string"><text:p>Amount</text:p></table:table-cell><table:table-cell table:style-name="H" office:value-type="string"><text:p>Day</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Rent</text:p></table:table-cell><table:table-cell table:style-name="V" office:value-type="float" office:value="1250.5"><text:p>1,250.50</text:p></table:table-cell><table:table-cell table:style-name="W" office:value-type="date" office:date-value="2026-01-31"><text:p>2026-01-31</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Sum</text:p></table:table-cell><table:table-cell table:style-name="V" table:formula="of:=SUM([.B2:.B2])*IF([.B2]&gt;0;1;2)" office:value-type="float" office:value="1250.5"><text:p>1,250.50</text:p></table:table-cell></table:table-row>
</table:table>
<table:table table:name="Second"><table:table-column/><table:table-row><table:table-cell table:formula="of:=[$First.B3]/2" office:value-type="float" office:value="625.25"><text:p>625.25</text:p></table:table-cell></table:table-row></table:table>
</office:spreadsheet></office:body></office:document>
)xml";

constexpr std::string_view kSlides = R"xml(<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.presentation">
<office:automatic-styles>
<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="28cm" fo:page-height="15.75cm" style:print-orientation="landscape"/></style:page-layout>
<style:style style:name="G" style:family="graphic"><style:graphic-properties draw:fill="solid" draw:fill-color="#336699" draw:stroke="solid"/></style:style>
<style:style style:name="X" style:family="text"><style:text-properties fo:font-family="Calibri" fo:font-size="28pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Y" style:family="text"><style:text-properties fo:font-family="Arial" fo:font-size="18pt"/></style:style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Default" style:page-layout-name="P"/></office:master-styles>
<office:body><office:presentation>
<draw:page draw:name="One" draw:master-page-name="Default">
<draw:frame svg:x="2cm" svg:y="1cm" svg:width="24cm" svg:height="3cm"><draw:text-box><text:p><text:span text:style-name="X">A title</text:span></text:p></draw:text-box></draw:frame>
<draw:frame svg:x="2cm" svg:y="5cm" svg:width="24cm" svg:height="8cm"><draw:text-box><text:list><text:list-item><text:p><text:span text:style-name="Y">A point</text:span></text:p></text:list-item><text:list-item><text:p>Another one</text:p></text:list-item></text:list></draw:text-box></draw:frame>
<draw:rect draw:style-name="G" svg:x="3cm" svg:y="12cm" svg:width="5cm" svg:height="2cm"><text:p>Shape</text:p></draw:rect>
</draw:page></office:presentation></office:body></office:document>
)xml";

}  // namespace

const std::array<WarmDocument, 3>& warm_documents() {
  static constexpr std::array kAll{WarmDocument{"fodt", "docx", kText}, WarmDocument{"fods", "xlsx", kSheet},
                                   WarmDocument{"fodp", "pptx", kSlides}};
  return kAll;
}

}  // namespace docmill::engines::office
