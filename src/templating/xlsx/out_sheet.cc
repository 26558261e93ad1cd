#include <algorithm>

#include "templating/xlsx/emit.h"

namespace docmill::templating::xlsx {
namespace {

void unescape(std::string& out, std::string_view xml) {
  for (std::size_t i = 0; i < xml.size(); ++i) {
    if (xml[i] != '&') {
      out += xml[i];
      continue;
    }
    const auto end = xml.find(';', i);
    const auto name = xml.substr(i, end == std::string_view::npos ? 0 : end - i + 1);
    if (name == "&amp;") out += '&';
    if (name == "&lt;") out += '<';
    if (name == "&gt;") out += '>';
    if (name == "&quot;") out += '"';
    if (name == "&#10;" || name == "&#xA;") out += '\n';
    if (name == "&#9;") out += '\t';
    if (!name.empty()) i = end;
  }
}

}  // namespace

const OutCell* OutSheet::at(std::uint32_t row, std::uint32_t column) const {
  const auto place = [](const OutCell& cell) { return std::pair<std::uint32_t, std::uint32_t>(cell.row, cell.column); };
  const auto found = std::ranges::lower_bound(cells, std::pair(row, column), {}, place);
  return found != cells.end() && found->row == row && found->column == column ? &*found : nullptr;
}

std::string plain_text(const Book& book, const OutCell& cell) {
  std::string out;
  if (cell.kind != OutCell::Kind::String) return out;
  // It is XML of our own making: <t> elements, perhaps in runs, perhaps phonetic hints behind them.
  auto xml = book.strings.xml(cell.at.a);
  xml = xml.substr(0, xml.find("<rPh"));
  for (std::size_t at = xml.find("<t"); at != std::string_view::npos; at = xml.find("<t", at)) {
    const auto open = xml.find('>', at);
    if (open == std::string_view::npos) break;
    const char behind = xml[at + 2];
    const bool text = (behind == '>' || behind == ' ') && xml[open - 1] != '/';
    at = open + 1;
    if (!text) continue;
    const auto close = std::min(xml.find("</t>", at), xml.size());
    unescape(out, xml.substr(at, close - at));
    at = close;
  }
  return out;
}

}  // namespace docmill::templating::xlsx
