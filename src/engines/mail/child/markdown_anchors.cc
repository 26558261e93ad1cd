#include "engines/mail/child/markdown_anchors.h"

#include <fmt/format.h>
#include <glib.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <vector>

#include "engines/mail/child/charset.h"
#include "engines/mail/child/escape.h"

namespace docmill::engines::mail {
namespace {

constexpr std::size_t kMostAnchors = 20'000;
constexpr std::size_t kLongestAnchor = 500;             // bytes
constexpr std::size_t kLongestFrontMatter = 64 * 1024;  // bytes

std::string text_of_heading(cmark_node* heading) {
  struct Free {
    void operator()(char* text) const { std::free(text); }
  };
  const std::unique_ptr<char, Free> text(::cmark_render_plaintext(heading, CMARK_OPT_DEFAULT, 0));
  return text ? clean_line(text.get()) : std::string();
}

std::string anchor_of(const std::string& text) {
  std::string out;
  for (const char* at = text.c_str(); *at != '\0' && out.size() < kLongestAnchor; at = g_utf8_next_char(at)) {
    const auto c = ::g_utf8_get_char(at);
    if (::g_unichar_isalnum(c) || ::g_unichar_ismark(c) || c == '_' || c == '-') out += character(::g_unichar_tolower(c));
    if (c == ' ') out += '-';
  }
  return out;
}

std::vector<cmark_node*> headings_of(cmark_node* document) {
  std::vector<cmark_node*> out;
  auto* walk = ::cmark_iter_new(document);
  for (auto event = ::cmark_iter_next(walk); event != CMARK_EVENT_DONE && out.size() < kMostAnchors; event = ::cmark_iter_next(walk)) {
    auto* node = ::cmark_iter_get_node(walk);
    if (event == CMARK_EVENT_ENTER && ::cmark_node_get_type(node) == CMARK_NODE_HEADING) out.push_back(node);
  }
  ::cmark_iter_free(walk);
  return out;
}

/// The next line of `text` without its end, which is taken off.
std::string_view next_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  while (line.ends_with('\r') || line.ends_with(' ') || line.ends_with('\t')) line.remove_suffix(1);
  return line;
}

/// "title: 'Guide'" as Guide.
std::string value_of(std::string_view line) {
  auto value = line.substr(line.find(':') + 1);
  while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
  const bool quoted = value.size() > 1 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front();
  return clean_line(quoted ? value.substr(1, value.size() - 2) : value);
}

/// "name: …" and comments begin data; anything else makes the first line a rule across the page.
bool begins_data(std::string_view line) {
  const auto colon = line.find(':');
  const auto name = line.substr(0, std::min(colon, line.size()));
  const bool named = colon != std::string_view::npos && !name.empty() && name.find_first_of(" \t#*_[]()<>!`") == std::string_view::npos;
  return line.starts_with('#') || (named && (colon + 1 == line.size() || line[colon + 1] == ' '));
}

}  // namespace

void add_anchors(cmark_node* document) {
  std::map<std::string, int> used;
  for (auto* heading : headings_of(document)) {
    auto name = anchor_of(text_of_heading(heading));
    if (name.empty()) continue;
    if (const int before = used[name]++; before > 0) name += fmt::format("-{}", before);
    auto* anchor = ::cmark_node_new(CMARK_NODE_HTML_INLINE);
    ::cmark_node_set_literal(anchor, ("<a id=\"" + escape(name) + "\"></a>").c_str());
    if (::cmark_node_prepend_child(heading, anchor) == 0) ::cmark_node_free(anchor);
  }
}

FrontMatter split_front_matter(std::string_view text) {
  const FrontMatter none{.title = {}, .text = text};
  auto rest = text;
  if (next_line(rest) != "---") return none;
  FrontMatter found;
  for (bool first = true; !rest.empty() && text.size() - rest.size() < kLongestFrontMatter; first = false) {
    const auto line = next_line(rest);
    if (first && !begins_data(line)) return none;
    if (line == "---" || line == "...") {
      found.text = rest;
      return found;
    }
    if (line.starts_with("title:")) found.title = value_of(line);
  }
  return none;
}

}  // namespace docmill::engines::mail
