#!/usr/bin/env python3
"""Makes the templates of this folder anew, byte by byte the same: sales.xlsx (a table, formulas and a chart) and application.pdf (a form).
They are for the tutorials of docs/tutorials; read this file to see what is in them."""

import io
import pathlib
import zipfile

HERE = pathlib.Path(__file__).parent
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def relationships(*targets: tuple[str, str]) -> str:
    rows = "".join(f'<Relationship Id="rId{i}" Type="{OFFICE}/{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(targets, 1))
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def text(cell: str, value: str, style: int = 0) -> str:
    return f'<c r="{cell}" s="{style}" t="inlineStr"><is><t>{value}</t></is></c>'


def formula(cell: str, value: str, style: int) -> str:
    return f'<c r="{cell}" s="{style}"><f>{value}</f></c>'


def sheet() -> str:
    rows = [
        (1, text("A1", "Sales of {{month}}", 1)),
        (3, text("A3", "Product", 2) + text("B3", "Units", 2) + text("C3", "Price", 2) + text("D3", "Revenue", 2)),
        (4, text("A4", "{{lines.product}}") + text("B4", "{{lines.units}}") + text("C4", "{{lines.price}}", 3) + formula("D4", "B4*C4", 3)),
        (5, text("A5", "Total", 2) + formula("B5", "SUM(B4:B4)", 2) + formula("D5", "SUM(D4:D4)", 4)),
    ]
    data = "".join(f'<row r="{number}">{cells}</row>' for number, cells in rows)
    return (f'{HEAD}<worksheet xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheetViews><sheetView workbookViewId="0"/></sheetViews>'
            f'<cols><col min="1" max="1" width="24" customWidth="1"/><col min="2" max="4" width="14" customWidth="1"/></cols>'
            f'<sheetData>{data}</sheetData><drawing r:id="rId1"/></worksheet>')


def styles() -> str:
    fonts = '<font><sz val="11"/><name val="Carlito"/></font><font><b/><sz val="16"/><name val="Carlito"/></font>' \
            '<font><b/><sz val="11"/><name val="Carlito"/></font>'
    kinds = [(0, 0), (0, 1), (0, 2), (4, 0), (4, 2)]  # number format, font
    formats = "".join(f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
                      for number, font in kinds)
    return (f'{HEAD}<styleSheet xmlns="{SHEET}"><fonts count="3">{fonts}</fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
            '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(kinds)}">{formats}</cellXfs></styleSheet>')


def chart() -> str:
    series = ('<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>Sales!$D$3</c:f></c:strRef></c:tx>'
              '<c:spPr><a:solidFill><a:srgbClr val="1F6FEB"/></a:solidFill></c:spPr>'
              '<c:cat><c:strRef><c:f>Sales!$A$4:$A$4</c:f></c:strRef></c:cat>'
              '<c:val><c:numRef><c:f>Sales!$D$4:$D$4</c:f></c:numRef></c:val></c:ser>')
    axes = ('<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>'
            '<c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
            '<c:delete val="0"/><c:axPos val="l"/><c:crossAx val="1"/></c:valAx>')
    return (f'{HEAD}<c:chartSpace xmlns:c="{DRAWING}/chart" xmlns:a="{DRAWING}/main"><c:chart><c:autoTitleDeleted val="1"/><c:plotArea>'
            f'<c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/>{series}<c:axId val="1"/><c:axId val="2"/></c:barChart>'
            f'{axes}</c:plotArea><c:plotVisOnly val="1"/></c:chart></c:chartSpace>')


def drawing() -> str:
    def corner(name: str, column: int, row: int) -> str:
        return f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>"

    frame = ('<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="Revenue"/><xdr:cNvGraphicFramePr/>'
             '</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
             f'<a:graphicData uri="{DRAWING}/chart"><c:chart xmlns:c="{DRAWING}/chart" r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame>')
    return (f'{HEAD}<xdr:wsDr xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:a="{DRAWING}/main" xmlns:r="{OFFICE}"><xdr:twoCellAnchor>'
            f'{corner("from", 0, 7)}{corner("to", 4, 22)}{frame}<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>')


def content_types() -> str:
    sheets = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [("/xl/workbook.xml", f"{sheets}.sheet.main+xml"), ("/xl/worksheets/sheet1.xml", f"{sheets}.worksheet+xml"),
             ("/xl/styles.xml", f"{sheets}.styles+xml"), ("/xl/drawings/drawing1.xml", "application/vnd.openxmlformats-officedocument.drawing+xml"),
             ("/xl/charts/chart1.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")]
    rows = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{rows}</Types>')


def workbook() -> bytes:
    book = (f'{HEAD}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="Sales" sheetId="1" r:id="rId1"/></sheets></workbook>')
    parts = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": relationships(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
        "xl/worksheets/sheet1.xml": sheet(),
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(("drawing", "../drawings/drawing1.xml")),
        "xl/styles.xml": styles(),
        "xl/drawings/drawing1.xml": drawing(),
        "xl/drawings/_rels/drawing1.xml.rels": relationships(("chart", "../charts/chart1.xml")),
        "xl/charts/chart1.xml": chart(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED)
    return packed.getvalue()


def form() -> bytes:
    """Objects in order, their places counted: a page with two text fields, a check box and a choice."""
    def box(content: str) -> str:
        return f"<< /Length {len(content)} /Type /XObject /Subtype /Form /BBox [0 0 14 14] /Resources << >> >>\nstream\n{content}\nendstream"

    def field(kind: str, name: str, place: str, more: str) -> str:
        return f"<< /Type /Annot /Subtype /Widget /FT /{kind} /T ({name}) /Rect [{place}] /F 4 /P 4 0 R {more} >>"

    text_look = "/DA (/Helv 12 Tf 0 g)"
    page = "0.6 G 170 650 230 20 re 170 618 230 20 re 170 554 60 20 re S BT /F1 16 Tf 60 700 Td (Application for membership) Tj /F1 11 Tf 0 -44 Td (Name) Tj 0 -32 Td (Town) Tj 0 -32 Td (Newsletter) Tj" \
           " 0 -32 Td (Size of the shirt) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R 6 0 R 7 0 R 8 0 R] /DA (/Helv 12 Tf 0 g)"
        " /DR << /Font << /Helv 3 0 R >> >> >> >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 11 0 R"
        " /Annots [5 0 R 6 0 R 7 0 R 8 0 R] >>",
        field("Tx", "Name", "170 650 400 670", text_look),
        field("Tx", "Town", "170 618 400 638", text_look),
        field("Btn", "Newsletter", "170 590 184 604", "/V /Off /AS /Off /AP << /N << /Yes 9 0 R /Off 10 0 R >> >>"),
        field("Ch", "Size", "170 554 230 574", "/Ff 131072 /V (M) /Opt [(S) (M) (L) (XL)] " + text_look),
        box("q 1 w 0.5 0.5 13 13 re S 2 2 m 12 12 l 2 12 m 12 2 l S Q"),
        box("q 1 w 0.5 0.5 13 13 re S Q"),
        f"<< /Length {len(page)} >>\nstream\n{page}\nendstream",
    ]
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    data_end = len(data)
    data += (f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
             f"startxref\n{data_end}\n%%EOF\n").encode()
    return data


if __name__ == "__main__":
    (HERE / "sales.xlsx").write_bytes(workbook())
    (HERE / "application.pdf").write_bytes(form())
