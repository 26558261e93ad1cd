#include "templating/markup/css.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/small_letters.h"
#include "templating/markup/color_names.h"

namespace docmill::templating::markup {
namespace {

constexpr std::size_t kMostDeclarations = 100;
constexpr std::size_t kLongestFamily = 60;
constexpr double kMostPoints = 2000;

struct Measure {
  double number = 0;
  std::string unit;
};

std::optional<Measure> measure_of(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  Measure measure;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), measure.number);
  if (read.ec != std::errc() || !(measure.number >= 0)) return std::nullopt;
  measure.unit = small_letters(trimmed(text.substr(static_cast<std::size_t>(read.ptr - text.data()))));
  return measure;
}

std::optional<std::string> from_hex(std::string_view digits) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); };
  std::string text(digits);
  for (char& c : text) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c;
  if (!std::ranges::all_of(text, is_hex)) return std::nullopt;
  if (text.size() == 6 || text.size() == 8) return text.substr(0, 6);
  if (text.size() != 3 && text.size() != 4) return std::nullopt;
  return std::string{text[0], text[0], text[1], text[1], text[2], text[2]};
}

/// What stands between the parentheses of rgb(…).
std::optional<std::string> from_numbers(std::string_view text) {
  std::array<unsigned, 3> channels{};
  std::size_t count = 0;
  for (; count < 4 && !text.empty(); ++count) {
    const auto end = std::min(text.find_first_of(", /"), text.size());
    const auto measure = measure_of(text.substr(0, end));
    if (!measure) return std::nullopt;
    if (count == 3 && measure->number == 0) return std::nullopt;  // transparent
    if (count < 3) {
      const auto value = measure->unit == "%" ? measure->number * 2.55 : measure->number;
      channels[count] = static_cast<unsigned>(std::clamp(value, 0.0, 255.0) + 0.5);
    }
    text.remove_prefix(std::min(text.find_first_not_of(", /", end), text.size()));
  }
  if (count < 3) return std::nullopt;
  return fmt::format("{:02X}{:02X}{:02X}", channels[0], channels[1], channels[2]);
}

/// A style attribute may have semicolons in quotes and in url(…).
std::size_t end_of_declaration(std::string_view style) {
  char quote = 0;
  int depth = 0;
  for (std::size_t at = 0; at < style.size(); ++at) {
    const char c = style[at];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(' || c == ')') {
      depth += c == '(' ? 1 : -1;
    } else if (c == ';' && depth <= 0) {
      return at;
    }
  }
  return style.size();
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n\r\f";
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::vector<std::pair<std::string, std::string>> declarations_of(std::string_view style) {
  std::vector<std::pair<std::string, std::string>> found;
  while (!style.empty() && found.size() < kMostDeclarations) {
    const auto end = end_of_declaration(style);
    const auto one = style.substr(0, end);
    style.remove_prefix(std::min(end + 1, style.size()));
    const auto colon = one.find(':');
    if (colon == std::string_view::npos) continue;
    auto value = trimmed(one.substr(colon + 1));
    if (const auto mark = value.find("!important"); mark != std::string_view::npos) value = trimmed(value.substr(0, mark));
    found.emplace_back(small_letters(trimmed(one.substr(0, colon))), std::string(value));
  }
  return found;
}

std::optional<std::string> color_of(std::string_view text) {
  const auto value = small_letters(trimmed(text));
  if (value.starts_with('#')) return from_hex(std::string_view(value).substr(1));
  if (value.starts_with("rgb")) {
    const auto open = value.find('(');
    const auto close = value.find(')');
    if (open == std::string::npos || close == std::string::npos || close < open) return std::nullopt;
    return from_numbers(trimmed(std::string_view(value).substr(open + 1, close - open - 1)));
  }
  return color_named(value);
}

std::optional<double> points_of(std::string_view text, double whole) {
  const auto measure = measure_of(text);
  if (!measure) return std::nullopt;
  struct Unit {
    std::string_view name;
    double points;
  };
  static constexpr std::array kUnits{Unit{"", 0.75}, Unit{"px", 0.75},      Unit{"pt", 1},        Unit{"pc", 12},
                                     Unit{"in", 72}, Unit{"cm", 72 / 2.54}, Unit{"mm", 72 / 25.4}};
  const auto bounded = [](double points) { return std::optional(std::min(points, kMostPoints)); };
  for (const auto& unit : kUnits) {
    if (measure->unit == unit.name) return bounded(measure->number * unit.points);
  }
  if (whole <= 0) return std::nullopt;
  if (measure->unit == "em" || measure->unit == "rem") return bounded(measure->number * whole);
  if (measure->unit == "%") return bounded(measure->number / 100 * whole);
  return std::nullopt;
}

Width width_of(std::string_view text) {
  const auto measure = measure_of(text);
  if (!measure) return {};
  if (measure->unit == "%") return {.pixels = 0, .percent = std::min(measure->number, 100.0)};
  const auto points = points_of(text, 0);
  return {.pixels = points ? *points / 0.75 : 0, .percent = 0};
}

std::optional<Border> border_of(std::string_view text) {
  bool known = false;
  Border border;
  while (!text.empty()) {
    // A color's parentheses may hold blanks.
    const auto open = text.find('(');
    auto end = std::min(text.find(' '), text.size());
    if (open < end) end = std::min(text.find(')', open), text.size() - 1) + 1;
    const auto word = small_letters(text.substr(0, end));
    text = trimmed(text.substr(std::min(end, text.size())));
    if (word == "none" || word == "hidden" || word == "0") return Border{.points = 0, .color = {}};
    if (const auto points = points_of(word, 0)) {
      border.points = std::clamp(*points, 0.0, 6.0);
      known = true;
    } else if (auto color = color_of(word)) {
      border.color = *std::move(color);
      known = true;
    } else if (word == "solid" || word == "dashed" || word == "dotted" || word == "double") {
      known = true;
    }
  }
  return known ? std::optional(border) : std::nullopt;
}

std::string family_of(std::string_view text) {
  auto first = trimmed(text.substr(0, text.find(',')));
  if (first.size() > 1 && (first.front() == '"' || first.front() == '\'') && first.back() == first.front())
    first = first.substr(1, first.size() - 2);
  const auto is_plain = [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && std::string_view("\"<>{};").find(c) == std::string_view::npos;
  };
  if (first.size() > kLongestFamily || !std::ranges::all_of(first, is_plain)) return {};
  static constexpr std::array<std::string_view, 9> kKinds{"serif",     "sans-serif", "cursive", "fantasy", "system-ui",
                                                          "monospace", "inherit",    "initial", "unset"};
  return std::ranges::find(kKinds, small_letters(first)) == kKinds.end() ? std::string(first) : std::string();
}

}  // namespace docmill::templating::markup
