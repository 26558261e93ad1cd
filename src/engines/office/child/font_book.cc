#include "engines/office/child/font_book.h"

#include <fcntl.h>
#include <fontconfig/fontconfig.h>

#include "base/fd.h"
#include "base/small_letters.h"
#include "engines/child/file_bytes.h"

namespace docmill::engines::office {
namespace {

constexpr std::string_view kEntry = "<node oor:name=\"";
constexpr std::string_view kReplacements = "<prop oor:name=\"SubstFonts\">";
constexpr std::string_view kValue = "<value>";

std::vector<std::string> installed_families() {
  std::vector<std::string> out;
  const FcFontSet* fonts = FcConfigGetFonts(nullptr, FcSetSystem);
  for (int i = 0; fonts != nullptr && i < fonts->nfont; ++i) {
    FcChar8* family = nullptr;
    if (FcPatternGetString(fonts->fonts[i], FC_FAMILY, 0, &family) == FcResultMatch)
      out.emplace_back(reinterpret_cast<const char*>(family));
  }
  return out;
}

/// The text between `from` and the next `end`, empty when there is none.
std::string_view between(std::string_view text, std::size_t from, std::string_view end) {
  const auto stop = text.find(end, from);
  return stop == std::string_view::npos ? std::string_view() : text.substr(from, stop - from);
}

}  // namespace

std::string folded_family(std::string_view name) {
  std::string out;
  for (const char c : small_letters(name)) {
    const bool ascii_mark = c > 0 && c < 0x7F && (c < '0' || c > '9') && (c < 'a' || c > 'z');
    if (!ascii_mark) out += c;
  }
  return out;
}

FontBook::FontBook(const std::vector<std::string>& families, std::string_view replacements) {
  for (const auto& family : families) spelled_.emplace(folded_family(family), family);
  answers_ = spelled_;
  for (auto at = replacements.find(kReplacements); at != std::string_view::npos; at = replacements.find(kReplacements, at + 1)) {
    const auto entry = replacements.rfind(kEntry, at);
    const auto value = replacements.find(kValue, at);
    if (entry == std::string_view::npos || value == std::string_view::npos) continue;
    const auto name = between(replacements, entry + kEntry.size(), "\"");
    auto list = between(replacements, value + kValue.size(), "<");
    while (!list.empty()) {
      const auto candidate = list.substr(0, list.find(';'));
      list.remove_prefix(std::min(list.size(), candidate.size() + 1));
      const auto found = spelled_.find(std::string(candidate));
      if (found == spelled_.end()) continue;
      answers_.emplace(name, found->second);
      break;
    }
  }
}

FontBook FontBook::of_this_host(const std::string& program_dir) {
  const UniqueFd file(::open((program_dir + "/../share/registry/main.xcd").c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return {};
  const auto registry = child::FileBytes::of(file.get());
  return registry ? FontBook(installed_families(), registry->bytes()) : FontBook();
}

std::vector<std::string> FontBook::installed() const {
  std::vector<std::string> out;
  for (const auto& [folded, family] : spelled_) out.push_back(family);
  return out;
}

std::string FontBook::used_for(std::string_view name) const {
  const auto found = answers_.find(folded_family(name));
  return found == answers_.end() ? std::string() : found->second;
}

}  // namespace docmill::engines::office
