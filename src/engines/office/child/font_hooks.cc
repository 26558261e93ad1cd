// Functions of fontconfig's names, exported by this executable, so that LibreOffice's calls pass through here on their way.
#include <dlfcn.h>
#include <fontconfig/fontconfig.h>

#include <mutex>

#include "engines/office/child/font_record.h"

namespace docmill::engines::office {
namespace {

struct Record {
  std::mutex mutex;  // LibreOffice asks from import threads as well
  std::map<std::string, std::string> used;
};

Record& record() {
  static auto* const the = new Record;  // never destroyed: threads of LibreOffice outlive main
  return *the;
}

// The family the caller put in; FcConfigSubstitute is about to add what it would accept instead.
thread_local std::string asked_family;
constexpr std::size_t kMostRecords = 1000;

std::string family_of(const FcPattern* pattern) {
  FcChar8* family = nullptr;
  if (pattern == nullptr || FcPatternGetString(pattern, FC_FAMILY, 0, &family) != FcResultMatch || family == nullptr) return {};
  return reinterpret_cast<const char*>(family);
}

/// A request for glyphs that a font lacks is a fallback, not a document's wish.
bool is_fallback(const FcPattern* pattern) {
  FcCharSet* wanted = nullptr;
  return FcPatternGetCharSet(pattern, FC_CHARSET, 0, &wanted) == FcResultMatch;
}

void note(const FcPattern* pattern, const FcPattern* chosen) {
  auto used = family_of(chosen);
  if (asked_family.empty() || used.empty() || is_fallback(pattern)) return;
  const std::scoped_lock lock(record().mutex);
  auto& map = record().used;
  if (map.size() < kMostRecords) map.emplace(asked_family, std::move(used));
}

/// LibreOffice 7.4 leaves the letters of colour fonts out of a PDF; without such a font it finds emoji in one that has them in black.
void leave_colour_fonts_out(FcFontSet* fonts) {
  int kept = 0;
  for (int i = 0; i < fonts->nfont; ++i) {
    FcBool colour = FcFalse;
    const bool has = FcPatternGetBool(fonts->fonts[i], FC_COLOR, 0, &colour) == FcResultMatch && colour != FcFalse;
    if (!has) fonts->fonts[kept++] = fonts->fonts[i];  // the pattern of one that is left out belongs to fontconfig's cache
  }
  fonts->nfont = kept;
}

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace

const std::map<std::string, std::string>& recorded_fonts() {
  return record().used;
}

}  // namespace docmill::engines::office

#define DOCMILL_EXPORT extern "C" __attribute__((visibility("default")))

DOCMILL_EXPORT FcBool FcConfigSubstitute(FcConfig* config, FcPattern* pattern, FcMatchKind kind) {
  using namespace docmill::engines::office;
  static const auto next = real<decltype(&FcConfigSubstitute)>("FcConfigSubstitute");
  if (kind == FcMatchPattern) asked_family = family_of(pattern);
  return next(config, pattern, kind);
}

DOCMILL_EXPORT FcPattern* FcFontSetMatch(FcConfig* config, FcFontSet** sets, int count, FcPattern* pattern, FcResult* result) {
  using namespace docmill::engines::office;
  static const auto next = real<decltype(&FcFontSetMatch)>("FcFontSetMatch");
  FcPattern* chosen = next(config, sets, count, pattern, result);
  if (chosen != nullptr) note(pattern, chosen);
  return chosen;
}

DOCMILL_EXPORT FcFontSet* FcConfigGetFonts(FcConfig* config, FcSetName set) {
  using namespace docmill::engines::office;
  static const auto next = real<decltype(&FcConfigGetFonts)>("FcConfigGetFonts");
  FcFontSet* fonts = next(config, set);
  if (fonts != nullptr) leave_colour_fonts_out(fonts);
  return fonts;
}
