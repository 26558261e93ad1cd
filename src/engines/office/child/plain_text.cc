#include "engines/office/child/plain_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/utf8.h"
#include "engines/office/child/column_widths.h"

namespace docmill::engines::office {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += {static_cast<char>(0xC0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3F))};
  } else if (code < 0x10000) {
    out +=
        {static_cast<char>(0xE0 | (code >> 12)), static_cast<char>(0x80 | ((code >> 6) & 0x3F)), static_cast<char>(0x80 | (code & 0x3F))};
  } else {
    out += {static_cast<char>(0xF0 | (code >> 18)), static_cast<char>(0x80 | ((code >> 12) & 0x3F)),
            static_cast<char>(0x80 | ((code >> 6) & 0x3F)), static_cast<char>(0x80 | (code & 0x3F))};
  }
}

std::uint32_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

std::string from_utf16(std::string_view bytes, bool little) {
  std::string out;
  const auto unit = [&](std::size_t at) {
    return little ? byte_at(bytes, at) | byte_at(bytes, at + 1) << 8 : byte_at(bytes, at) << 8 | byte_at(bytes, at + 1);
  };
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    auto code = unit(at);
    const bool high = code >= 0xD800 && code < 0xDC00;
    if (high && at + 3 < bytes.size() && unit(at + 2) >= 0xDC00 && unit(at + 2) < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      at += 2;
    } else if (code >= 0xD800 && code < 0xE000) {
      code = 0xFFFD;
    }
    append_utf8(out, code);
  }
  return out;
}

// What 0x80 to 0x9F mean in Windows-1252; 0xFFFD where they mean nothing (https://encoding.spec.whatwg.org/index-windows-1252.txt).
constexpr std::array<std::uint16_t, 32> kWindows1252{0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                                     0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                                     0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

std::string from_windows_1252(std::string_view bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const auto byte = byte_at(bytes, at);
    append_utf8(out, byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80] : byte);
  }
  return out;
}

std::string as_utf8(std::string_view bytes) {
  if (bytes.starts_with(kMark)) bytes.remove_prefix(kMark.size());
  if (bytes.starts_with("\xFF\xFE")) return from_utf16(bytes.substr(2), true);
  if (bytes.starts_with("\xFE\xFF")) return from_utf16(bytes.substr(2), false);
  return is_utf8(bytes) ? std::string(bytes) : from_windows_1252(bytes);
}

char separator_of(std::string_view text) {
  const auto line = text.substr(0, text.find_first_of("\r\n"));
  char best = ',';
  for (const char other : {';', '\t', '|'}) {
    if (std::count(line.begin(), line.end(), other) > std::count(line.begin(), line.end(), best)) best = other;
  }
  return best;
}

/// Digits with at most one point and a minus: what means the same in every country and loses nothing as a number.
bool is_number(std::string_view field) {
  if (field.starts_with('-')) field.remove_prefix(1);
  const auto whole = field.substr(0, field.find('.'));
  const auto rest = field.substr(std::min(field.size(), whole.size() + 1));
  const auto digits = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  const bool leading_zero = whole.size() > 1 && whole.front() == '0';
  const bool trailing_point = whole.size() < field.size() && rest.empty();
  return !whole.empty() && !leading_zero && !trailing_point && digits(whole) && digits(rest) && field.size() <= 15;
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '\t': out += "<text:tab/>"; break;
      case '\n': out += "</text:p><text:p>"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  }
}

void append_cell(std::string& out, std::string_view field) {
  if (field.empty()) {
    out += "<table:table-cell/>";
  } else if (is_number(field)) {
    out += fmt::format(R"(<table:table-cell office:value-type="float" office:value="{}"/>)", field);
  } else {
    out += ColumnWidths::is_long(field) ? R"(<table:table-cell table:style-name="Long" office:value-type="string"><text:p>)"
                                        : R"(<table:table-cell office:value-type="string"><text:p>)";
    append_escaped(out, field);
    out += "</text:p></table:table-cell>";
  }
}

constexpr std::string_view kFlatHead =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.)";

constexpr std::string_view kFlatStyles =
    R"(">
<office:styles><style:style style:name="Preformatted_20_Text" style:display-name="Preformatted Text" style:family="paragraph"><style:text-properties fo:font-family="'Liberation Mono'" style:font-family-generic="modern" style:font-pitch="fixed" fo:font-size="10pt" style:font-size-asian="10pt" style:font-size-complex="10pt"/></style:style></office:styles>
<office:automatic-styles><style:style style:name="Page" style:family="paragraph" style:parent-style-name="Preformatted_20_Text"><style:paragraph-properties fo:break-before="page"/></style:style><style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding-left="1mm" fo:padding-right="1mm" style:vertical-align="top"/></style:style><style:style style:name="Long" style:family="table-cell"><style:table-cell-properties fo:padding-left="1mm" fo:padding-right="1mm" style:vertical-align="top" fo:wrap-option="wrap"/></style:style>)";

// "Default" is what sheets without a style of theirs have, "Standard" texts.
constexpr std::string_view kFlatPages =
    R"(</office:automatic-styles>
<office:master-styles><style:master-page style:name="Default" style:page-layout-name="A4"/><style:master-page style:name="Standard" style:page-layout-name="A4"/></office:master-styles>
<office:body>)";

/// A4, which everything else without a paper of its own is put on too.
constexpr int kShortSide = 210;  // millimetres
constexpr int kLongSide = 297;
constexpr int kMargin = 20;

std::string paper(bool lying, std::string_view scaling) {
  return fmt::format(
      R"(<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="{}mm" fo:page-height="{}mm" style:print-orientation="{}" fo:margin="{}mm"{}/></style:page-layout>)",
      lying ? kLongSide : kShortSide, lying ? kShortSide : kLongSide, lying ? "landscape" : "portrait", kMargin, scaling);
}

/// On its side when that is needed to have all columns side by side, then smaller, but not so small that it cannot be read: down to
/// half its size; what is wider still goes on beside the first page.
std::string paper_for(int width) {
  const bool lying = width > kShortSide - 2 * kMargin;
  const int room = kLongSide - 2 * kMargin;
  if (width <= room) return paper(lying, {});
  return paper(lying, fmt::format(R"( style:scale-to-X="{}" style:scale-to-Y="0")", (width / 2 + room - 1) / room));
}

std::string begin_flat(std::string_view kind, std::string_view styles) {
  return fmt::format("{}{}{}{}{}<office:{}>", kFlatHead, kind, kFlatStyles, styles, kFlatPages, kind);
}

void end_flat(std::string& out, std::string_view kind) {
  out += fmt::format("</office:{}></office:body></office:document>\n", kind);
}

/// A line with its blanks as they are: of several in a row OpenDocument keeps only the first (1.2, 5.1.3).
void append_line(std::string& out, std::string_view line, bool new_page) {
  out += new_page ? R"(<text:p text:style-name="Page">)" : R"(<text:p text:style-name="Preformatted_20_Text">)";
  while (!line.empty()) {
    const auto blanks = std::min(line.size(), line.find_first_not_of(' '));
    if (blanks > 0) out += fmt::format(R"(<text:s text:c="{}"/>)", blanks);
    line.remove_prefix(blanks);
    const auto words = std::min({line.size(), line.find("  "), line.ends_with(' ') ? line.find_last_not_of(' ') + 1 : line.size()});
    append_escaped(out, line.substr(0, words));
    line.remove_prefix(words);
  }
  out += "</text:p>\n";
}

/// Takes the next field off `text` and says whether its row goes on.
bool take_field(std::string_view& text, char separator, std::string& field) {
  field.clear();
  bool quoted = text.starts_with('"');
  std::size_t at = quoted ? 1 : 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted && c == '"' && at + 1 < text.size() && text[at + 1] == '"') {
      field += text[++at];
    } else if (quoted && c == '"') {
      quoted = false;
    } else if (!quoted && (c == separator || c == '\n' || c == '\r')) {
      break;
    } else {
      field += c;
    }
  }
  const bool goes_on = at < text.size() && text[at] == separator;
  const auto mark = text.substr(at).starts_with("\r\n") ? 2 : 1;
  text.remove_prefix(std::min(text.size(), at + static_cast<std::size_t>(mark)));
  return goes_on;
}

struct Table {
  std::string_view text;
  char separator;
};

/// Excel says what separates the columns in a line of its own, "sep=;".
Table table_in(std::string_view text) {
  const auto line = text.substr(0, std::min(text.size(), text.find_first_of("\r\n")));
  if (line.size() != 5 || !line.starts_with("sep=")) return {text, separator_of(text)};
  text.remove_prefix(line.size());
  text.remove_prefix(text.starts_with("\r\n") ? 2 : std::min<std::size_t>(text.size(), 1));
  return {text, line.back()};
}

/// Calls `look` with each field, its column counted from 0, and whether it is the last of its row.
template <class Look>
void each_field(Table table, const Look& look) {
  std::string field;
  for (std::size_t column = 0; !table.text.empty();) {
    const bool goes_on = take_field(table.text, table.separator, field);
    // A separator at the very end has an empty field behind it.
    const bool last = !goes_on;
    look(column, field, last);
    column = last ? 0 : column + 1;
    if (goes_on && table.text.empty()) look(column, std::string_view(), true);
  }
}

}  // namespace

std::string flat_spreadsheet_of(std::string_view csv) {
  const auto utf8 = as_utf8(csv);
  const auto table = table_in(utf8);
  ColumnWidths widths;
  bool named = true;  // the first row names the columns: it has a word for each
  std::size_t rows = 0;
  each_field(table, [&](std::size_t column, std::string_view field, bool last) {
    widths.measure(column, field);
    if (rows == 0 && (field.empty() || is_number(field))) named = false;
    if (last) ++rows;
  });
  const bool repeated = named && rows > 1;
  auto out = begin_flat("spreadsheet", widths.styles() + paper_for(widths.total()));
  out += "<table:table table:name=\"Sheet1\">\n" + widths.columns() + "\n";
  std::size_t row = 0;
  each_field(table, [&](std::size_t column, std::string_view field, bool last) {
    if (column == 0) out += row == 0 && repeated ? "<table:table-header-rows><table:table-row>" : "<table:table-row>";
    append_cell(out, field);
    if (last) out += row++ == 0 && repeated ? "</table:table-row></table:table-header-rows>\n" : "</table:table-row>\n";
  });
  out += "</table:table>";
  end_flat(out, "spreadsheet");
  return out;
}

std::string flat_text_of(std::string_view bytes) {
  const auto utf8 = as_utf8(bytes);
  auto out = begin_flat("text", paper(false, {}));
  out.reserve(out.size() + utf8.size() * 2);
  std::string_view left = utf8;
  bool new_page = false;
  while (!left.empty()) {
    const auto end = std::min(left.size(), left.find_first_of("\r\n\f"));
    append_line(out, left.substr(0, end), new_page);
    const auto mark = left.substr(end, left.substr(end).starts_with("\r\n") ? 2 : 1);
    new_page = mark == "\f";
    left.remove_prefix(end + mark.size());
  }
  end_flat(out, "text");
  return out;
}

}  // namespace docmill::engines::office
