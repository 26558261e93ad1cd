#include "engines/office/child/pdf_facts.h"

#include <cstring>

namespace docmill::engines::office {
namespace {

constexpr std::string_view kPageObject = "/Type/Page/Parent";
constexpr std::string_view kFontName = "/FontName/";
constexpr std::size_t kSubsetTag = 7;  // "BAAAAA+"
constexpr std::size_t kMostFontsInPdf = 500;

/// memmem finds a word in megabytes of compressed streams several times faster than string_view::find.
const char* next(const char* from, const char* end, std::string_view what) {
  return static_cast<const char*>(memmem(from, static_cast<std::size_t>(end - from), what.data(), what.size()));
}

}  // namespace

PdfFacts pdf_facts(std::string_view pdf) {
  PdfFacts facts;
  const char* const end = pdf.data() + pdf.size();
  for (const char* at = next(pdf.data(), end, kPageObject); at != nullptr; at = next(at + kPageObject.size(), end, kPageObject))
    ++facts.pages;
  for (const char* at = next(pdf.data(), end, kFontName); at != nullptr; at = next(at, end, kFontName)) {
    at += kFontName.size();
    const std::string_view rest(at, static_cast<std::size_t>(end - at));
    auto name = rest.substr(0, std::min<std::size_t>(rest.find_first_of("\r\n/ <>"), 128));
    if (name.size() > kSubsetTag && name[kSubsetTag - 1] == '+') name.remove_prefix(kSubsetTag);
    if (facts.fonts.size() < kMostFontsInPdf) facts.fonts.emplace(name);
  }
  return facts;
}

}  // namespace docmill::engines::office
