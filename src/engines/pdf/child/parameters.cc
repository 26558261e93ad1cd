#include "engines/pdf/child/parameters.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "model/page_list.h"

namespace docmill::engines::pdf {

Result<std::optional<double>> number(const child::Work& work, const std::string& name, double least, double most) {
  std::string_view text = work.param(name);
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  double value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  // Written so that no number at all, which is neither smaller nor larger, is refused too.
  if (wrong != std::errc{} || end != text.data() + text.size() || !(value >= least && value <= most))
    return Failed(fail(ErrorCode::BadRequest, fmt::format("{}: send a number from {} to {}, like 36 or 12.5.", name, least, most)));
  return value;
}

Result<double> number_or(const child::Work& work, const std::string& name, double otherwise, double least, double most) {
  const auto given = number(work, name, least, most);
  if (!given) return Failed(given.error());
  return given->value_or(otherwise);
}

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
  const auto first = number_or(work, "StartPage", 1, 1, 1e6);
  const auto last = number_or(work, "EndPage", 1e6, 1, 1e6);
  if (!first || !last) return Failed(first ? last.error() : first.error());
  std::set<std::uint32_t> out;
  for (const auto page : *named) {
    if (page >= *first && page <= *last) out.insert(page);
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
