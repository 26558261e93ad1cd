#include "engines/pdf/child/field_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace docmill::engines::pdf {
namespace {

constexpr double kLineGap = 1.15;  // of the font size
constexpr double kSmallest = 4;    // points; what viewers stop at when they choose
constexpr double kUsual = 12;      // points that several lines begin with

double line_height(const FieldFont& font) {
  return std::max(kLineGap, font.ascent - font.descent);
}

std::string shown_at(FieldFont& font, std::u32string_view text, double size, double x, double y) {
  return fmt::format("1 0 0 1 {:.3f} {:.3f} Tm {}\n", x, y, font.show(text, size));
}

double left_of(const FieldBox& box, double text_width) {
  if (box.quadding == 1) return (box.width - text_width) / 2;
  return box.quadding == 2 ? box.width - box.padding - text_width : box.padding;
}

double middle_baseline(const FieldFont& font, const FieldBox& box, double size) {
  return (box.height - (font.ascent - font.descent) * size) / 2 - font.descent * size;
}

/// As large as the height allows.
double tallest(const FieldFont& font, const FieldBox& box) {
  return std::max(kSmallest, (box.height - 2 * box.border) / (font.ascent - font.descent));
}

/// Breaks text at widths that are measured once for each word.
class Wrapper {
 public:
  Wrapper(FieldFont& font, double width) : font_(font), width_(width) {}

  std::vector<std::u32string> wrap(const std::u32string& text) {
    for (const auto& line : type::lines_of(text)) {
      begin();
      std::size_t at = 0;
      while (at < line.size()) {
        const auto end = std::min(line.size(), line.find(U' ', at) == std::u32string::npos ? line.size() : line.find(U' ', at) + 1);
        add(line.substr(at, end - at));
        at = end;
      }
    }
    return std::move(lines_);
  }

 private:
  void begin() {
    lines_.emplace_back();
    used_ = 0;
  }

  void add(const std::u32string& word) {
    auto bare = word;
    while (bare.ends_with(U' ')) bare.pop_back();
    if (used_ > 0 && used_ + measured(bare) > width_) begin();
    if (measured(bare) > width_) return add_in_parts(word);
    lines_.back() += word;
    used_ += measured(word);
  }

  /// What is wider than a line, as text without spaces is.
  void add_in_parts(const std::u32string& word) {
    for (const auto c : word) {
      const auto one = measured(std::u32string(1, c));
      if (used_ > 0 && used_ + one > width_) begin();
      lines_.back() += c;
      used_ += one;
    }
  }

  double measured(const std::u32string& text) {
    const auto [at, fresh] = known_.try_emplace(text, 0);
    if (fresh) at->second = font_.width(text);
    return at->second;
  }

  FieldFont& font_;
  double width_;
  double used_ = 0;
  std::vector<std::u32string> lines_;
  std::map<std::u32string, double> known_;
};

double room_across(const FieldBox& box) {
  return std::max(1.0, box.width - 2 * box.padding);
}

/// The largest of a few sizes at which all lines fit.
double size_for_lines(FieldFont& font, const std::u32string& text, const FieldBox& box) {
  const auto fits = [&](double size) {
    const auto lines = wrapped(font, text, room_across(box) / size).size();
    return static_cast<double>(lines) * line_height(font) * size <= box.height - 2 * box.border;
  };
  auto size = kUsual;
  while (size > kSmallest && !fits(size)) size -= size > 8 ? 1 : 0.5;
  return size;
}

}  // namespace

std::vector<std::u32string> wrapped(FieldFont& font, const std::u32string& text, double width) {
  return Wrapper(font, width).wrap(text);
}

std::string single_line(FieldFont& font, const std::u32string& text, const FieldBox& box, double size) {
  auto one = text.substr(0, kMostLaidOut);
  std::ranges::replace_if(one, [](char32_t c) { return c == U'\n' || c == U'\r'; }, U' ');
  const auto width = font.width(one);
  if (size == 0) size = std::max(kSmallest, std::min(tallest(font, box), width > 0 ? room_across(box) / width : 1e6));
  return shown_at(font, one, size, left_of(box, width * size), middle_baseline(font, box, size));
}

std::string multi_line(FieldFont& font, const std::u32string& text, const FieldBox& box, double size) {
  const auto part = text.substr(0, kMostLaidOut);
  if (size == 0) size = size_for_lines(font, part, box);
  std::string out;
  auto baseline = box.height - box.padding - font.ascent * size;
  for (const auto& line : wrapped(font, part, room_across(box) / size)) {
    if (baseline + font.ascent * size < 0) break;  // nothing of it would be seen
    auto seen = line;
    while (seen.ends_with(U' ')) seen.pop_back();
    if (!seen.empty()) out += shown_at(font, seen, size, left_of(box, font.width(seen) * size), baseline);
    baseline -= line_height(font) * size;
  }
  return out;
}

std::string in_cells(FieldFont& font, const std::u32string& text, const FieldBox& box, double size, std::size_t cells) {
  const auto one = text.substr(0, cells);
  const auto cell = box.width / static_cast<double>(cells);
  double widest = 0.01;
  for (const auto c : one) widest = std::max(widest, font.width(std::u32string(1, c)));
  if (size == 0) size = std::max(kSmallest, std::min(tallest(font, box), cell / widest));
  const auto free = cells - one.size();
  const auto before = static_cast<double>(box.quadding == 2 ? free : box.quadding == 1 ? free / 2 : 0);
  std::string out;
  for (std::size_t i = 0; i < one.size(); ++i) {
    const auto c = std::u32string(1, one[i]);
    const auto x = (before + static_cast<double>(i) + 0.5) * cell - font.width(c) * size / 2;
    out += shown_at(font, c, size, x, middle_baseline(font, box, size));
  }
  return out;
}

}  // namespace docmill::engines::pdf
