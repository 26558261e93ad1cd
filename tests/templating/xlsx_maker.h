#pragma once
// Workbooks put together cell by cell, and read back the same way. For tests only.
#include <pugixml.hpp>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ooxml/package.h"
#include "ooxml/zip_maker.h"

namespace docmill::templating::xlsx {

/// One sheet of a workbook to be made. Cells are texts, or "=formula", or "#12.5" for a number.
struct MadeSheet {
  struct Table {
    std::string name;
    std::string ref;
    std::vector<std::string> columns;
    std::string more;                        // attributes: headerRowCount="0"
    std::vector<std::string> formulas = {};  // of whole columns, as far as there are any
  };

  std::string name = "Sheet1";
  std::map<std::pair<int, int>, std::string> cells = {};  // by row and column, from 1
  std::map<int, std::string> rows = {};                   // attributes
  std::string before = {};                                // XML in front of <sheetData>
  std::string behind = {};                                // XML behind it, up to <tableParts>
  std::vector<Table> tables = {};
  std::vector<std::pair<std::string, std::string>> links = {};  // id, target of a hyperlink
  std::string rels = {};                                        // more relationships

  /// cell("B4", "{{name}}")
  MadeSheet& cell(std::string_view place, std::string text) {
    int column = 0;
    std::size_t at = 0;
    for (; at < place.size() && place[at] >= 'A'; ++at) column = column * 26 + (place[at] - 'A' + 1);
    cells[{std::stoi(std::string(place.substr(at))), column}] = std::move(text);
    return *this;
  }
};

struct MadeBook {
  std::vector<MadeSheet> sheets;
  std::string names;    // <definedName> elements
  ooxml::Entries more;  // parts
  std::string types;    // <Override> elements
  std::string rels;     // of the workbook

  std::string bytes() const;
};

inline std::string escaped_text(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
  return out;
}

inline bool names_a_character(std::string_view text) {
  const auto hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); };
  return text.size() >= 7 && text.starts_with("_x") && text[6] == '_' && hex(text[2]) && hex(text[3]) && hex(text[4]) && hex(text[5]);
}

/// A text as a cell holds it: "_x000A_" would be a line break.
inline std::string cell_text(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i)
    out += names_a_character(std::string_view(text).substr(i)) ? "_x005F_" : escaped_text(text.substr(i, 1));
  return out;
}

/// What a cell that holds it says.
inline std::string said_by_cell(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool named = names_a_character(text.substr(i));
    out += named ? static_cast<char>(std::stoi(std::string(text.substr(i + 2, 4)), nullptr, 16)) : text[i];
    if (named) i += 6;
  }
  return out;
}

inline std::string column_letters(int column) {
  std::string out;
  for (; column > 0; column = (column - 1) / 26) out.insert(out.begin(), static_cast<char>('A' + (column - 1) % 26));
  return out;
}

inline std::string MadeBook::bytes() const {
  const std::string main =
      "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
      "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
  const std::string kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  const auto part = [&](const std::string& name, const std::string& type) {
    return "<Override PartName=\"/" + name + "\" ContentType=\"" + kind + type + "+xml\"/>";
  };
  ooxml::Entries entries;
  std::string all_types =
      part("xl/workbook.xml", "sheet.main") + part("xl/sharedStrings.xml", "sharedStrings") + part("xl/styles.xml", "styles") + types;
  std::string list;
  std::string book_rels = ooxml::rel("rS", "sharedStrings", "sharedStrings.xml") + ooxml::rel("rT", "styles", "styles.xml") + rels;
  std::string strings;
  int count = 0;
  int table_count = 0;
  for (std::size_t s = 0; s < sheets.size(); ++s) {
    const auto& sheet = sheets[s];
    const auto number = std::to_string(s + 1);
    const auto name = "xl/worksheets/sheet" + number + ".xml";
    std::string data;
    std::map<int, std::string> row_cells;
    for (const auto& [row, attributes] : sheet.rows) row_cells[row];
    for (const auto& [place, text] : sheet.cells) {
      std::string cell = "<c r=\"" + column_letters(place.second) + std::to_string(place.first) + "\"";
      if (text.starts_with('='))
        cell += "><f>" + escaped_text(text.substr(1)) + "</f><v>0</v></c>";
      else if (text.starts_with("<f"))
        cell += ">" + text + "</c>";
      else if (text.starts_with('#'))
        cell += "><v>" + text.substr(1) + "</v></c>";
      else if (text.empty())
        cell += "/>";
      else {
        cell += " t=\"s\"><v>" + std::to_string(count++) + "</v></c>";
        strings += "<si>" + (text.starts_with("<r>") ? text : "<t xml:space=\"preserve\">" + cell_text(text) + "</t>") + "</si>";
      }
      row_cells[place.first] += cell;
    }
    for (const auto& [row, cells] : row_cells) {
      const auto attributes = sheet.rows.find(row);
      data += "<row r=\"" + std::to_string(row) + "\"" + (attributes == sheet.rows.end() ? "" : " " + attributes->second) + ">" + cells +
              "</row>";
    }
    std::string parts;
    std::string sheet_rels = sheet.rels;
    for (const auto& [id, target] : sheet.links) sheet_rels += ooxml::rel(id, "hyperlink", target, "TargetMode=\"External\"");
    for (const auto& table : sheet.tables) {
      const auto id = std::to_string(++table_count);
      const auto table_part = "xl/tables/table" + id + ".xml";
      std::string columns;
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto formula = i < table.formulas.size() ? escaped_text(table.formulas[i]) : std::string();
        columns += "<tableColumn id=\"" + std::to_string(i + 1) + "\" name=\"" + escaped_text(table.columns[i]) + "\">" +
                   (formula.empty() ? "" : "<calculatedColumnFormula>" + formula + "</calculatedColumnFormula>") + "</tableColumn>";
      }
      entries.emplace_back(table_part, "<table " + main + " id=\"" + id + "\" name=\"" + table.name + "\" displayName=\"" + table.name +
                                           "\" ref=\"" + table.ref + "\" " + table.more + "><autoFilter ref=\"" + table.ref +
                                           "\"/><tableColumns count=\"" + std::to_string(table.columns.size()) + "\">" + columns +
                                           "</tableColumns></table>");
      all_types += part(table_part, "table");
      sheet_rels += ooxml::rel("rTable" + id, "table", "../tables/table" + id + ".xml");
      parts += "<tablePart r:id=\"rTable" + id + "\"/>";
    }
    if (!parts.empty()) parts = "<tableParts count=\"" + std::to_string(sheet.tables.size()) + "\">" + parts + "</tableParts>";
    entries.emplace_back(
        name, "<worksheet " + main + ">" + sheet.before + "<sheetData>" + data + "</sheetData>" + sheet.behind + parts + "</worksheet>");
    if (!sheet_rels.empty()) entries.emplace_back("xl/worksheets/_rels/sheet" + number + ".xml.rels", ooxml::rels_of(sheet_rels));
    all_types += part(name, "worksheet");
    list += "<sheet name=\"" + escaped_text(sheet.name) + "\" sheetId=\"" + number + "\" r:id=\"rId" + number + "\"/>";
    book_rels += ooxml::rel("rId" + number, "worksheet", "worksheets/sheet" + number + ".xml");
  }
  entries.emplace_back("xl/workbook.xml", "<workbook " + main + "><sheets>" + list + "</sheets>" +
                                              (names.empty() ? "" : "<definedNames>" + names + "</definedNames>") + "</workbook>");
  entries.emplace_back("xl/_rels/workbook.xml.rels", ooxml::rels_of(book_rels));
  entries.emplace_back("xl/sharedStrings.xml", "<sst " + main + ">" + strings + "</sst>");
  entries.emplace_back(
      "xl/styles.xml",
      "<styleSheet " + main +
          "><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders>"
          "<cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"4\" fontId=\"0\"/></cellXfs></styleSheet>");
  entries.insert(entries.end(), more.begin(), more.end());
  entries.emplace_back("_rels/.rels", ooxml::rels_of(ooxml::rel("rId1", "officeDocument", "xl/workbook.xml")));
  entries.emplace_back("[Content_Types].xml",
                       "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" "
                       "ContentType=\"application/xml\"/><Default Extension=\"rels\" "
                       "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>" +
                           all_types + "</Types>");
  return ooxml::zip_of(entries);
}

/// What a workbook says: cells by "Sheet1!B4" as text, "=formula", or "#12.5"; "TRUE"; an empty cell is not there.
struct ReadBook {
  std::vector<std::string> sheets;
  std::map<std::string, std::string> cells;
  std::map<std::string, std::string> styles;  // of each cell
  std::map<std::string, std::string> rows;    // "Sheet1!4": its ht
  std::map<std::string, std::string> names;
  std::map<std::string, std::string> tables;  // by name: "Sheet1!A3:B7 Column1,Column2"
  std::map<std::string, std::string> links;   // by "Sheet1!D4"
  std::vector<std::string> merges;            // "Sheet1!A2:B2"
  std::map<std::string, std::string> parts;   // of each sheet

  static ReadBook of(ooxml::Package& package);
  std::string operator[](const std::string& place) const {
    const auto found = cells.find(place);
    return found == cells.end() ? "" : found->second;
  }
};

inline ReadBook ReadBook::of(ooxml::Package& package) {
  ReadBook out;
  const auto main = *package.main_part();
  std::vector<std::string> strings;
  if (const auto found = package.find(main, "sharedStrings")) {
    for (const auto si : (*package.xml(found->target))->document_element().children("si")) {
      std::string text = si.child("t").text().get();
      for (const auto run : si.children("r")) text += run.child("t").text().get();
      strings.push_back(said_by_cell(text));
    }
  }
  const auto root = (*package.xml(main))->document_element();
  for (const auto name : root.child("definedNames").children("definedName")) {
    out.names[std::string(name.attribute("name").value()) +
              (name.attribute("localSheetId") ? std::string("@") + name.attribute("localSheetId").value() : "")] = name.text().get();
  }
  for (const auto entry : root.child("sheets").children("sheet")) {
    const std::string sheet = entry.attribute("name").value();
    out.sheets.push_back(sheet + (entry.attribute("state") ? std::string(" ") + entry.attribute("state").value() : ""));
    const auto part = package.relationship(main, entry.attribute("r:id").value())->target;
    out.parts[sheet] = part;
    const auto tree = (*package.xml(part))->document_element();
    for (const auto row : tree.child("sheetData").children("row")) {
      if (row.attribute("ht")) out.rows[sheet + "!" + row.attribute("r").value()] = row.attribute("ht").value();
      for (const auto cell : row.children("c")) {
        const auto place = sheet + "!" + cell.attribute("r").value();
        const std::string type = cell.attribute("t").value();
        const std::string value = cell.child("v").text().get();
        out.styles[place] = cell.attribute("s").value();
        if (cell.child("f"))
          out.cells[place] = "=" + std::string(cell.child("f").text().get());
        else if (type == "s")
          out.cells[place] = strings.at(std::stoul(value));
        else if (type == "b")
          out.cells[place] = value == "1" ? "TRUE" : "FALSE";
        else if (!value.empty())
          out.cells[place] = "#" + value;
      }
    }
    for (const auto merge : tree.child("mergeCells").children()) out.merges.push_back(sheet + "!" + merge.attribute("ref").value());
    for (const auto link : tree.child("hyperlinks").children()) {
      const auto relation = package.relationship(part, link.attribute("r:id").value());
      out.links[sheet + "!" + link.attribute("ref").value()] = relation ? relation->target : link.attribute("location").value();
    }
    for (const auto table : tree.child("tableParts").children()) {
      const auto about = (*package.xml(package.relationship(part, table.attribute("r:id").value())->target))->document_element();
      std::string columns;
      for (const auto column : about.child("tableColumns").children())
        columns += (columns.empty() ? "" : ",") + std::string(column.attribute("name").value());
      out.tables[about.attribute("displayName").value()] = sheet + "!" + about.attribute("ref").value() + " " + columns;
    }
  }
  return out;
}

}  // namespace docmill::templating::xlsx
