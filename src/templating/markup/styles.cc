#include "templating/markup/styles.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <ranges>

#include "base/small_letters.h"
#include "gumbo/html_tree.h"
#include "templating/markup/css.h"
#include "templating/markup/tags.h"

namespace docmill::templating::markup {
namespace {

using gumbo::attribute_of;

constexpr std::size_t kLongestLink = 2000;
constexpr double kSmallestScale = 0.2;
constexpr double kLargestScale = 10;

struct TagRow {
  std::string_view tag;
  void (*dress)(State&);
};

void bold(State& state) {
  state.look.bold = true;
}
void italic(State& state) {
  state.look.italic = true;
}
void underlined(State& state) {
  state.look.underline = true;
}
void struck(State& state) {
  state.look.strike = true;
}
void code(State& state) {
  state.look.code = true;
}

/// How browsers show them (HTML Standard, section 15.3).
constexpr std::array kTags{
    TagRow{"b", bold},
    TagRow{"strong", bold},
    TagRow{"th", bold},
    TagRow{"dt", bold},
    TagRow{"i", italic},
    TagRow{"em", italic},
    TagRow{"cite", italic},
    TagRow{"var", italic},
    TagRow{"dfn", italic},
    TagRow{"address", italic},
    TagRow{"u", underlined},
    TagRow{"ins", underlined},
    TagRow{"s", struck},
    TagRow{"del", struck},
    TagRow{"strike", struck},
    TagRow{"code", code},
    TagRow{"kbd", code},
    TagRow{"samp", code},
    TagRow{"tt", code},
    TagRow{"pre", code},
    TagRow{"sub", [](State& state) { state.look.height = Look::Height::Below; }},
    TagRow{"sup", [](State& state) { state.look.height = Look::Height::Above; }},
    TagRow{"mark", [](State& state) { state.look.background = "FFFF00"; }},
    TagRow{"small", [](State& state) { state.look.scale = std::max(state.look.scale * 0.83, kSmallestScale); }},
    TagRow{"big", [](State& state) { state.look.scale = std::min(state.look.scale * 1.2, kLargestScale); }},
    TagRow{"center", [](State& state) { state.align = Align::Center; }},
    TagRow{"blockquote", [](State& state) { ++state.indent; }},
    TagRow{"dd", [](State& state) { ++state.indent; }},
};

/// CSS names of sizes, and the sizes 1 to 7 of <font>, in points where medium is 12.
std::optional<double> named_size(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, double>, 15> kSizes{{{"xx-small", 7},
                                                                               {"x-small", 7.5},
                                                                               {"small", 10},
                                                                               {"medium", 12},
                                                                               {"large", 13.5},
                                                                               {"x-large", 18},
                                                                               {"xx-large", 24},
                                                                               {"xxx-large", 36},
                                                                               {"1", 7.5},
                                                                               {"2", 10},
                                                                               {"3", 12},
                                                                               {"4", 13.5},
                                                                               {"5", 18},
                                                                               {"6", 24},
                                                                               {"7", 36}}};
  const auto* found = std::ranges::find(kSizes, name, [](const auto& one) { return one.first; });
  return found == kSizes.end() ? std::nullopt : std::optional(found->second);
}

void set_size(Look& look, double points) {
  look.size = points;
  look.scale = 1;
}

void resize(Look& look, std::string_view text) {
  const auto name = small_letters(trimmed(text));
  const auto scaled = [&](double factor) { look.scale = std::clamp(look.scale * factor, kSmallestScale, kLargestScale); };
  if (name == "smaller") return scaled(0.83);
  if (name == "larger") return scaled(1.2);
  if (const auto points = named_size(name); points && !name.empty() && name.front() > '9') return set_size(look, *points);
  if (name.ends_with("em") || name.ends_with('%')) {  // of what is around, which may be known to the document only
    if (const auto factor = points_of(name, 1)) scaled(*factor);
    return;
  }
  if (const auto points = points_of(name, 0); points && *points >= 1) set_size(look, std::min(*points, 400.0));
}

void decorate(Look& look, std::string_view text) {
  const auto words = small_letters(text);
  if (words.find("none") != std::string::npos) look.underline = look.strike = false;
  if (words.find("underline") != std::string::npos) look.underline = true;
  if (words.find("line-through") != std::string::npos) look.strike = true;
}

void set_weight(Look& look, std::string_view text) {
  const auto word = small_letters(trimmed(text));
  int weight = 0;
  std::from_chars(word.data(), word.data() + word.size(), weight);
  if (word == "bold" || word == "bolder" || weight >= 600) look.bold = true;
  if (word == "normal" || word == "lighter" || (weight > 0 && weight < 600)) look.bold = false;
}

void set_family(Look& look, std::string_view text) {
  if (auto family = family_of(text); !family.empty()) {
    look.font = std::move(family);
  } else if (small_letters(text).find("monospace") != std::string::npos) {
    look.code = true;
  }
}

struct PropertyRow {
  std::string_view name;
  void (*apply)(State&, std::string_view);
};

constexpr std::array kProperties{
    PropertyRow{"color",
                [](State& state, std::string_view text) {
                  if (auto color = color_of(text)) state.look.color = *std::move(color);
                }},
    PropertyRow{"font-size", [](State& state, std::string_view text) { resize(state.look, text); }},
    PropertyRow{"font-family", [](State& state, std::string_view text) { set_family(state.look, text); }},
    PropertyRow{"font-weight", [](State& state, std::string_view text) { set_weight(state.look, text); }},
    PropertyRow{"font-style",
                [](State& state, std::string_view text) {
                  const auto word = small_letters(text);
                  state.look.italic = word == "italic" || word.starts_with("oblique");
                }},
    PropertyRow{"text-decoration", [](State& state, std::string_view text) { decorate(state.look, text); }},
    PropertyRow{"text-decoration-line", [](State& state, std::string_view text) { decorate(state.look, text); }},
    PropertyRow{"text-align",
                [](State& state, std::string_view text) {
                  if (const auto align = align_of(text); align != Align::None) state.align = align;
                  const auto word = small_letters(trimmed(text));
                  if (word == "start" || word == "end")
                    state.align = (word == "end") == state.rtl.value_or(false) ? Align::Left : Align::Right;
                }},
    PropertyRow{"vertical-align",
                [](State& state, std::string_view text) {
                  const auto word = small_letters(text);
                  if (word == "sub") state.look.height = Look::Height::Below;
                  if (word == "super") state.look.height = Look::Height::Above;
                }},
    PropertyRow{"white-space",
                [](State& state, std::string_view text) {
                  const auto word = small_letters(text);
                  state.keeps_blanks = word.starts_with("pre") || word == "break-spaces";
                }},
};

/// `dir` and `direction`: of the text, and of paragraphs where the element is more than a part of one.
void turn(State& state, const GumboNode* element, std::string_view tag, const Declarations& style) {
  const auto said = value_of(style, "direction");
  const auto word = small_letters(trimmed(said.empty() ? attribute_of(element, "dir") : said));
  if (word != "rtl" && word != "ltr") return;
  state.look.rtl = word == "rtl";
  static constexpr std::array<std::string_view, 8> kParts{"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"};
  if (is_block(tag) || std::ranges::find(kParts, tag) != kParts.end()) state.rtl = state.look.rtl;
}

void dress_by_attributes(State& state, const GumboNode* element, std::string_view tag) {
  if (const auto align = align_of(attribute_of(element, "align")); align != Align::None && tag != "table" && tag != "img") {
    state.align = align;
  }
  if (tag != "font") return;
  if (auto color = color_of(attribute_of(element, "color"))) state.look.color = *std::move(color);
  set_family(state.look, attribute_of(element, "face"));
  if (const auto size = named_size(attribute_of(element, "size"))) set_size(state.look, *size);
}

bool has_scheme(std::string_view address, std::string_view scheme) {
  return address.size() > scheme.size() && small_letters(address.substr(0, scheme.size())) == scheme;
}

}  // namespace

void dress(State& state, const GumboNode* element, std::string_view tag, const Declarations& style) {
  if (const auto* row = std::ranges::find(kTags, tag, &TagRow::tag); row != kTags.end()) row->dress(state);
  turn(state, element, tag, style);
  dress_by_attributes(state, element, tag);
  for (const auto& [name, value] : style) {
    const auto* row = std::ranges::find(kProperties, name, &PropertyRow::name);
    if (row != kProperties.end()) row->apply(state, value);
  }
}

std::string_view value_of(const Declarations& style, std::string_view property) {
  for (const auto& one : std::views::reverse(style)) {
    if (one.first == property) return one.second;
  }
  return {};
}

bool is_hidden(const Declarations& style) {
  return small_letters(value_of(style, "display")) == "none" || small_letters(value_of(style, "visibility")) == "hidden";
}

Align align_of(std::string_view text) {
  const auto word = small_letters(trimmed(text));
  if (word == "center") return Align::Center;
  if (word == "right" || word == "end") return Align::Right;
  if (word == "justify") return Align::Both;
  return word == "left" || word == "start" ? Align::Left : Align::None;
}

std::string safe_link(std::string_view address) {
  std::string link;
  for (const char c : trimmed(address)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) continue;  // browsers pass over them, so "java<tab>script:" would run
    if (std::string_view(" \"<>\\^`{|}").find(c) != std::string_view::npos) {
      link += fmt::format("%{:02X}", byte);
    } else {
      link += c;
    }
  }
  if (link.size() > kLongestLink) return {};
  if (has_scheme(link, "#")) return link;
  if (has_scheme(link, "www.")) return "http://" + link;
  for (const std::string_view scheme : {"http://", "https://", "ftp://", "mailto:", "tel:", "sms:"}) {
    if (has_scheme(link, scheme)) return link;
  }
  return {};
}

}  // namespace docmill::templating::markup
