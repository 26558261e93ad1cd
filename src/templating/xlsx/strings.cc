#include "templating/xlsx/strings.h"

#include <fmt/format.h>

#include <charconv>

namespace docmill::templating::xlsx {
namespace {

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

/// "_x000A_" in a text would be read as the character it names.
bool looks_escaped(std::string_view text) {
  return text.size() >= 7 && text[0] == '_' && text[1] == 'x' && is_hex(text[2]) && is_hex(text[3]) && is_hex(text[4]) && is_hex(text[5]) &&
         text[6] == '_';
}

void append_cell_text(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '\r') {
      if (i + 1 >= text.size() || text[i + 1] != '\n') out += '\n';
    } else if (c < 0x20 && c != '\t' && c != '\n') {
      out += fmt::format("_x{:04X}_", c);
    } else if (c == '_' && looks_escaped(text.substr(i))) {
      out += "_x005F_";
    } else {
      out += text[i];
    }
  }
}

bool keeps_blanks(std::string_view text) {
  return !text.empty() && (text.front() == ' ' || text.back() == ' ' || text.find_first_of("\n\t") != std::string_view::npos ||
                           text.find("  ") != std::string_view::npos);
}

/// Calls `emit` with what is printed between two bytes of the template text, in order.
template <class Emit>
void walk(const CellText& text, const std::vector<std::string>& parts, const std::vector<Cut>& cuts, std::size_t begin, std::size_t end,
          Emit&& emit) {
  const auto literal = [&](std::size_t from, std::size_t to) {
    for (const auto& cut : cuts) {
      if (cut.end <= from || cut.begin >= to) continue;
      if (cut.begin > from) emit(std::string_view(text.text).substr(from, cut.begin - from));
      from = std::min(std::max(from, cut.end), to);
    }
    if (from < to) emit(std::string_view(text.text).substr(from, to - from));
  };
  std::size_t at = begin;
  for (std::size_t i = 0; i < text.tokens.size(); ++i) {
    const auto& token = text.tokens[i];
    if (token.end <= at || token.begin >= end) continue;
    if (token.begin > at) literal(at, token.begin);
    if (token.begin >= begin) emit(std::string_view(parts[i]));
    at = token.end;
  }
  if (at < end) literal(at, end);
}

}  // namespace

std::uint32_t Strings::add(std::string_view xml) {
  const auto found = index_.find(xml);
  if (found != index_.end()) return found->second;
  const auto id = static_cast<std::uint32_t>(texts_.size());
  texts_.emplace_back(xml);
  bytes_ += xml.size();
  index_.emplace(texts_.back(), id);
  return id;
}

std::string Strings::part(const std::vector<bool>& used) const {
  std::string out;
  out.reserve(bytes_ + texts_.size() * 10 + 200);
  out +=
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<sst "
      "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
  out += fmt::format(" uniqueCount=\"{}\">", texts_.size());
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    out += "<si>";
    out += i < used.size() && used[i] ? std::string_view(texts_[i]) : std::string_view("<t/>");
    out += "</si>";
  }
  out += "</sst>";
  return out;
}

std::string compose_text(const CellText& text, const std::vector<std::string>& parts, const std::vector<Cut>& cuts) {
  std::string out;
  walk(text, parts, cuts, 0, text.text.size(), [&](std::string_view piece) { out += piece; });
  return out;
}

std::string compose_xml(const CellText& text, const std::vector<std::string>& parts, const std::vector<Cut>& cuts) {
  if (text.runs.empty()) return text_xml(compose_text(text, parts, cuts));
  std::string out;
  std::size_t units = 0;
  for (const auto& run : text.runs) {
    std::string printed;
    walk(text, parts, cuts, run.begin, run.end, [&](std::string_view piece) { printed += piece; });
    if (printed.empty()) continue;
    printed = shortened(printed, kLongestCellText - std::min(units, kLongestCellText));
    units += printed.size();
    out += "<r>" + run.properties + text_xml(printed) + "</r>";
  }
  return out.empty() ? "<t/>" : out;
}

std::string text_xml(std::string_view text) {
  text = shortened(text, kLongestCellText);
  std::string out = keeps_blanks(text) ? "<t xml:space=\"preserve\">" : "<t>";
  append_cell_text(out, text);
  return out + "</t>";
}

std::string unescaped_text(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_' || !looks_escaped(text.substr(i))) {
      out += text[i];
      continue;
    }
    const auto digits = text.substr(i + 2, 4);
    unsigned code = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    i += 6;
    if (code == 0 || (code >= 0xD800 && code < 0xE000)) continue;  // no character of its own
    if (code < 0x80) {
      out += static_cast<char>(code);
    } else {
      if (code < 0x800) {
        out += static_cast<char>(0xC0U | (code >> 6U));
      } else {
        out += static_cast<char>(0xE0U | (code >> 12U));
        out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
      }
      out += static_cast<char>(0x80U | (code & 0x3FU));
    }
  }
  return out;
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') out += c;
    }
  }
}

std::string_view shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t units = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c & 0xC0U) == 0x80U) continue;
    units += c >= 0xF0 ? 2 : 1;
    if (units > most) return text.substr(0, i);
  }
  return text;
}

}  // namespace docmill::templating::xlsx
