#include "engines/browser/plain_page.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/small_letters.h"

namespace docmill::engines::browser {
namespace {

// Each way to a script has one of these in its name.
constexpr std::array<std::string_view, 6> kRunning{"script", "frame", "object", "applet", "embed", "refresh"};
// And each way to anything else: url(…), @import, src, <link>, background-image, <svg><use>.
constexpr std::array<std::string_view, 6> kFetching{"url", "import", "src", "link", "image", "<use"};
constexpr std::string_view kSpace = " \t\n\f\r";

bool has_one_of(const std::string& text, const std::array<std::string_view, 6>& words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

bool is_letter(unsigned c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_value_after(std::string_view text, std::size_t at) {
  const auto next = text.find_first_not_of(kSpace, at);
  return next != std::string_view::npos && text[next] == '=';
}

/// background="picture.png", which several elements have.
bool has_background_attribute(std::string_view text) {
  constexpr std::string_view kName = "background";
  for (auto at = text.find(kName); at != std::string_view::npos; at = text.find(kName, at + 1)) {
    if (is_value_after(text, at + kName.size())) return true;
  }
  return false;
}

/// onload="…" and its like.
bool has_handler(std::string_view text) {
  for (auto at = text.find("on"); at != std::string_view::npos; at = text.find("on", at + 1)) {
    if (at > 0 && is_letter(static_cast<unsigned char>(text[at - 1]))) continue;
    auto end = at + 2;
    while (end < text.size() && is_letter(static_cast<unsigned char>(text[end]))) ++end;
    if (end > at + 2 && is_value_after(text, end)) return true;
  }
  return false;
}

/// A letter that is written as its number, &#117; or &#x75;, and could be one of a telling word.
bool has_written_letter(std::string_view text) {
  for (auto at = text.find("&#"); at != std::string_view::npos; at = text.find("&#", at + 2)) {
    const bool hex = text.substr(at + 2).starts_with('x');
    unsigned value = 0;
    for (auto i = at + (hex ? 3 : 2); i < text.size() && value < 0x80; ++i) {
      const char c = text[i];
      const bool digit = c >= '0' && c <= '9';
      if (!digit && !(hex && c >= 'a' && c <= 'f')) break;
      value = value * (hex ? 16 : 10) + static_cast<unsigned>(digit ? c - '0' : c - 'a' + 10);
    }
    if (is_letter(value)) return true;
  }
  return false;
}

}  // namespace

PlainPage::PlainPage(std::string_view html) {
  const auto text = small_letters(html);
  runs_nothing_ = !has_one_of(text, kRunning) && !has_handler(text) && !has_written_letter(text);
  if (!runs_nothing_) return;
  const bool writes_letters = text.find('\\') != std::string::npos;  // in CSS
  needs_only_its_text_ = !writes_letters && !has_one_of(text, kFetching) && !has_background_attribute(text);
}

}  // namespace docmill::engines::browser
