#include "cli/call/text_width.h"

#include <fmt/format.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "base/utf8.h"

namespace docmill::cli {
namespace {

std::uint32_t code_point(std::string_view bytes, std::size_t at, std::size_t length) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])); };
  if (length == 1) return byte(0);
  std::uint32_t value = byte(0) & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) value = value << 6U | (byte(i) & 0x3FU);
  return value;
}

/// Source: Unicode's EastAsianWidth.txt, the large blocks of W and F; combining marks of Latin, Greek and Cyrillic take no column.
std::size_t width_of(std::uint32_t c) {
  if (c >= 0x300 && c < 0x370) return 0;
  const bool wide = (c >= 0x1100 && c < 0x1160) || (c >= 0x2E80 && c < 0xA4D0) || (c >= 0xAC00 && c < 0xD7A4) ||
                    (c >= 0xF900 && c < 0xFB00) || (c >= 0xFE30 && c < 0xFE70) || (c >= 0xFF00 && c < 0xFF61) ||
                    (c >= 0x1F300 && c < 0x1FAFF) || (c >= 0x20000 && c < 0x3FFFE);
  return wide ? 2 : 1;
}

/// Calls `use(at, length, width)` for each character; a byte that is no UTF-8 is one of its own.
template <class Use>
void each_character(std::string_view text, Use use) {
  for (std::size_t at = 0; at < text.size();) {
    const auto length = std::max<std::size_t>(utf8_length(text, at), 1);
    use(at, length, length == 1 ? 1 : width_of(code_point(text, at, length)));
    at += length;
  }
}

}  // namespace

std::string printable(std::string_view name) {
  std::string out;
  for (std::size_t at = 0; at < name.size();) {
    const auto length = utf8_length(name, at);
    const auto byte = static_cast<unsigned char>(name[at]);
    const auto point = length > 0 ? code_point(name, at, length) : 0;
    if (byte == '\n') {
      out += "\\n";
    } else if (byte == '\t') {
      out += "\\t";
    } else if (length == 0 || byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\x{:02x}", byte);
    } else if ((point >= 0x80 && point < 0xA0) || (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069)) {
      out += fmt::format("\\u{:04x}", point);  // control characters that could turn what stands beside them around
    } else {
      out += name.substr(at, length);
    }
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

std::size_t columns_of(std::string_view utf8) {
  std::size_t columns = 0;
  each_character(utf8, [&](std::size_t, std::size_t, std::size_t width) { columns += width; });
  return columns;
}

std::string shortened(std::string_view utf8, std::size_t columns) {
  const auto whole = columns_of(utf8);
  if (whole <= columns) return std::string(utf8);
  if (columns < 3) return std::string(columns, '.');
  const auto front = (columns - 1) / 2;
  const auto back = columns - 1 - front;
  std::string head;
  std::string tail;
  std::size_t passed = 0;
  each_character(utf8, [&](std::size_t at, std::size_t length, std::size_t width) {
    if (passed + width <= front) head += utf8.substr(at, length);
    if (passed >= whole - back) tail += utf8.substr(at, length);
    passed += width;
  });
  return head + "…" + tail;
}

std::string wrapped(std::string_view text, std::size_t columns, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto width = columns_of(word);
    if (word.empty()) continue;
    if (column > indent && column + 1 + width > columns) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += width;
  }
  return out;
}

std::size_t terminal_columns(int fd) {
  std::size_t columns = 80;
  winsize size{};
  if (::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) columns = size.ws_col;
  if (const char* said = std::getenv("COLUMNS"); said != nullptr && std::atoi(said) > 0)
    columns = static_cast<std::size_t>(std::atoi(said));
  return std::clamp<std::size_t>(columns, 40, 400);
}

}  // namespace docmill::cli
