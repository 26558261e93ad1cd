#include "templating/markup/tags.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/small_letters.h"
#include "gumbo/html_tree.h"
#include "templating/markup/css.h"

namespace docmill::templating::markup {
namespace {

using gumbo::attribute_of;

constexpr int kMostStart = 1'000'000;

template <std::size_t n>
bool is_among(std::string_view tag, const std::array<std::string_view, n>& names) {
  return std::ranges::find(names, tag) != names.end();
}

}  // namespace

bool is_dropped(std::string_view tag) {
  static constexpr std::array<std::string_view, 29> kNames{
      "script", "style",    "iframe", "object", "embed",  "applet", "head",     "title",   "template", "noscript",
      "frame",  "frameset", "audio",  "video",  "canvas", "map",    "area",     "select",  "textarea", "input",
      "button", "datalist", "link",   "meta",   "base",   "param",  "noframes", "noembed", "source"};
  return is_among(tag, kNames);
}

bool is_block(std::string_view tag) {
  static constexpr std::array<std::string_view, 36> kNames{
      "p",       "div",     "h1",   "h2",      "h3",     "h4",         "h5",     "h6",   "ul",      "ol",   "li",         "dl",
      "dt",      "dd",      "pre",  "section", "header", "blockquote", "center", "form", "article", "main", "figure",     "aside",
      "address", "details", "body", "footer",  "nav",    "fieldset",   "hgroup", "menu", "summary", "dir",  "figcaption", "html"};
  return is_among(tag, kNames);
}

List list_of(const GumboNode* element, std::string_view tag, const Declarations& style) {
  using Count = List::Count;
  List list;
  list.count = tag == "ol" ? Count::Numbers : Count::Bullets;
  const auto type = attribute_of(element, "type");
  const auto css = small_letters(value_of(style, "list-style-type"));
  if (type == "a" || css == "lower-alpha" || css == "lower-latin") list.count = Count::SmallLetters;
  if (type == "A" || css == "upper-alpha" || css == "upper-latin") list.count = Count::Letters;
  if (type == "i" || css == "lower-roman") list.count = Count::SmallRoman;
  if (type == "I" || css == "upper-roman") list.count = Count::Roman;
  if (type == "1" || css == "decimal") list.count = Count::Numbers;
  const auto start = trimmed(attribute_of(element, "start"));
  int number = 0;
  std::from_chars(start.data(), start.data() + start.size(), number);
  if (number >= 1) list.start = std::min(number, kMostStart);
  return list;
}

}  // namespace docmill::templating::markup
