#include "engines/office/child/xml_guard.h"

#include <algorithm>
#include <array>

#include "base/small_letters.h"

namespace docmill::engines::office {
namespace {

constexpr std::size_t kOverlap = 64;
constexpr std::size_t kLongestFontName = 96;
constexpr std::size_t kMostFontNames = 300;

// Attributes that name a font: wordprocessingml w:rFonts, drawingml a:latin and others, spreadsheetml name/rFont, ODF font faces.
constexpr std::array<std::string_view, 9> kFontAttributes{
    ":ascii=", ":hAnsi=", ":cs=", ":eastAsia=", "typeface=", "name val=", "rFont val=", "font-family=", "font-name="};

std::string narrow(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) { return c != '\0'; });
  return out;
}

/// `tail` + `piece` as one text; keeps the new tail.
std::string join(std::string& tail, std::string_view piece, std::size_t overlap) {
  std::string text = tail;
  text.append(piece);
  tail = text.substr(text.size() - std::min(text.size(), overlap));
  return text;
}

}  // namespace

bool XmlGuard::feed(std::string_view piece) {
  if (first_) {
    first_ = false;
    if (hides(piece)) return false;
  }
  // The seam first, then the piece itself without a copy.
  if (!tail_.empty() && declares(tail_ + std::string(piece.substr(0, kOverlap)))) return false;
  if (declares(piece)) return false;
  if (piece.size() >= kOverlap) {
    tail_ = piece.substr(piece.size() - kOverlap);
  } else {
    tail_.append(piece);
    tail_.erase(0, tail_.size() - std::min(tail_.size(), kOverlap));
  }
  return true;
}

bool XmlGuard::declares(std::string_view text) {
  // '!' is rare in XML, so this runs at memchr's speed; UTF-16 becomes ASCII by leaving the zero bytes out.
  for (auto at = text.find('!'); at != std::string_view::npos; at = text.find('!', at + 1)) {
    const auto start = at - std::min<std::size_t>(at, 2);
    const auto around = narrow(text.substr(start, 24));
    if (rule_ == Rule::NoDoctype && around.find("<!DOCTYPE") != std::string::npos) return found_ = "a document type declaration", true;
    if (around.find("<!ENTITY") != std::string::npos) return found_ = "an entity declaration", true;
  }
  return false;
}

bool XmlGuard::hides(std::string_view text) {
  const auto head = narrow(text.substr(0, 400));
  const auto end = head.find("?>");
  const auto at = head.find("encoding=");
  if (at == std::string::npos || at > end) return false;
  auto value = head.substr(at + 10, 24);
  value = small_letters(value.substr(0, value.find_first_of("\"'")));
  // OPC allows UTF-8 and UTF-16 only (ECMA-376 part 2, section 6.2.5); the others below are ASCII for a declaration's letters.
  for (const std::string_view known : {"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-", "windows-125"}) {
    if (value.starts_with(known)) return false;
  }
  found_ = "text in another encoding than UTF-8 and UTF-16";
  return true;
}

void FontNames::feed(std::string_view piece) {
  const auto text = join(tail_, piece, kLongestFontName + 24);
  for (const auto attribute : kFontAttributes) {
    for (auto at = text.find(attribute); at != std::string::npos; at = text.find(attribute, at + 1)) {
      const auto open = at + attribute.size();
      if (open >= text.size() || (text[open] != '"' && text[open] != '\'')) continue;
      const auto end = text.find(text[open], open + 1);
      if (end == std::string::npos || end - open - 1 > kLongestFontName || names_.size() >= kMostFontNames) continue;
      auto name = text.substr(open + 1, end - open - 1);
      // ODF quotes a family with a space: svg:font-family="'Liberation Serif'" or &apos;…&apos;.
      if (name.size() > 2 && name.front() == '\'' && name.back() == '\'') name = name.substr(1, name.size() - 2);
      if (name.starts_with("&apos;") && name.ends_with("&apos;") && name.size() > 12) name = name.substr(6, name.size() - 12);
      if (!name.empty()) names_.insert(std::move(name));
    }
  }
}

}  // namespace docmill::engines::office
