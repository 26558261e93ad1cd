#include "engines/raster/child/open_pdf.h"

namespace docmill::engines::raster {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool is_high(char32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}

bool is_low(char32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

}  // namespace

void append_utf8(std::string& out, char32_t point) {
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | ((point >> shift) & 0x3FU)); };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0U | (point >> 6U));
    tail(0);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0U | (point >> 12U));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0U | (point >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::u32string code_points_of(const poppler::ustring& text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t unit = text[i];
    if (is_high(unit) && i + 1 < text.size() && is_low(text[i + 1])) {
      out += 0x10000 + ((unit - 0xD800) << 10U) + (char32_t{text[++i]} - 0xDC00);
    } else {
      out += is_high(unit) || is_low(unit) ? kReplacement : unit;
    }
  }
  return out;
}

std::string utf8_of(const poppler::ustring& text) {
  std::string out;
  out.reserve(text.size());
  for (const auto point : code_points_of(text)) append_utf8(out, point);
  return out;
}

}  // namespace docmill::engines::raster
