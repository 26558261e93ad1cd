#include "engines/pdf/child/parameters.h"

#include <fmt/format.h>

#include <charconv>

#include "model/page_list.h"

namespace docmill::engines::pdf {

Result<std::string> colour(const child::Work& work, const std::string& name) {
  std::string text = work.param(name);
  if (text.starts_with('#')) text.erase(0, 1);
  if (text.empty()) return "0 0 0";
  if (text.size() == 3) text = {text[0], text[0], text[1], text[1], text[2], text[2]};
  unsigned value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (wrong != std::errc{} || end != text.data() + text.size() || text.size() != 6)
    return Failed(fail(ErrorCode::BadRequest, name + ": send a colour as six hexadecimal digits, red, green and blue, like FF8000."));
  const auto part = [&](unsigned shift) { return ((value >> shift) & 0xFFU) / 255.0; };
  return fmt::format("{:.3f} {:.3f} {:.3f}", part(16), part(8), part(0));
}

Result<std::set<std::uint32_t>> page_set(const child::Work& work, const Pdf& pdf) {
  const auto list = model::parse_page_list(work.param("Pages"));
  if (!list) return Failed(list.error());
  const auto named = model::pages_of(*list, pdf.pages(), work.request().limits.pages);
  if (!named) return Failed(named.error());
  const auto first = work.count("StartPage", 1);
  const auto last = work.count("EndPage", pdf.pages());
  std::set<std::uint32_t> out;
  for (const auto page : *named) {
    if (page >= first && page <= last) out.insert(page);
  }
  if (out.empty())
    return Failed(fail(ErrorCode::NotApplicable, fmt::format("No page from StartPage to EndPage is left; the PDF has {}.", pdf.pages())));
  return out;
}

type::Family font_family(const child::Work& work) {
  const auto& name = work.param("FontFamily");
  if (name == "Serif") return type::Family::Serif;
  return name == "Mono" ? type::Family::Mono : type::Family::Sans;
}

}  // namespace docmill::engines::pdf
